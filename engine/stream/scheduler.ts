import type { LinearCost, SpeedEstimate } from './speed.js';

/**
 * Chooses how the first segment is cut and how large decode windows are. Pure: it plays the pipeline through on paper,
 * for every candidate, with the speed that was measured, and takes the one that sounds first and never starves.
 */

export interface ScheduleOptions {
  readonly speed: SpeedEstimate;
  readonly maxSegmentDurationMs: number;
  readonly overlapRatio: number;
  /** Decoded and dropped on either side of a window. */
  readonly contextMs: number;
  /** Roughly how much there is to speak. */
  readonly totalDurationMs: number;
  /** Keeps a choice that was made before, or by the caller. */
  readonly fixedFirstSegmentMs?: number;
}

export interface Schedule {
  readonly firstSegmentDurationMs: number;
  /** Window lengths of the first segment; the last holds on. */
  readonly windowsMs: readonly number[];
  /** Audio a player should hold before it starts. */
  readonly prebufferMs: number;
}

/** Plans count with a machine this much slower than measured, for other programs want it too. */
const SAFETY = 1.5;

/**
 * Later first audio that nobody notices. Within it the longest first segment wins: it is spoken in one breath, and small
 * changes of the machine's speed do not cut the same text differently, which would miss the cache.
 */
const UNNOTICED_MS = 60;

/** No longer ones: the time to first audio must not grow with the sentence. */
const FIRST_SEGMENT_CANDIDATES_MS = [1200, 1800, 2500];
const FIRST_WINDOW_CANDIDATES_MS = [200, 400, 800];

/** Cancelling takes effect after a window, so there is an upper bound; under it, larger ones cost less context. */
export const LARGEST_WINDOW_MS = 1200;

/** The simulation sees this far. A machine that keeps up for so long keeps up for ever. */
const HORIZON_MS = 60_000;

/** Waiting longer than this before the first sound is worse than a pause later. */
const MAX_PREBUFFER_MS = 30_000;

function growing(firstMs: number): number[] {
  const windows = [firstMs];
  for (let next = firstMs * 2; next < LARGEST_WINDOW_MS; next *= 2) windows.push(next);
  return [...windows, LARGEST_WINDOW_MS];
}

function cost({ overheadMs, rate }: LinearCost, audioMs: number): number {
  return overheadMs + rate * audioMs;
}

/** Audio that is finished at a time, both counted from the start of the work. */
export interface Emission {
  readonly atMs: number;
  readonly emittedMs: number;
}

/** When which audio would be finished. */
export function simulate(
  firstSegmentMs: number,
  windowsMs: readonly number[],
  { speed, maxSegmentDurationMs, overlapRatio, contextMs, totalDurationMs }: ScheduleOptions,
): Emission[] {
  const emissions: Emission[] = [];
  const end = Math.min(totalDurationMs, HORIZON_MS);
  let atMs = 0;
  let doneMs = 0;
  for (let segment = 0; doneMs < end; segment++) {
    const segmentMs = Math.min(segment === 0 ? firstSegmentMs : maxSegmentDurationMs, end - doneMs);
    atMs += speed.frontEndMs + cost(speed.acoustic, segmentMs);
    let leftMs = segmentMs;
    for (let index = 0; leftMs > 0; index++) {
      const wanted = segment === 0 ? windowsMs[Math.min(index, windowsMs.length - 1)] : LARGEST_WINDOW_MS;
      const windowMs = leftMs < (wanted ?? leftMs) * 1.5 ? leftMs : (wanted ?? leftMs);
      leftMs -= windowMs;
      const fadeMs = index === 0 ? 0 : windowMs * overlapRatio;
      atMs += cost(speed.decoder, windowMs + fadeMs + 2 * contextMs);
      doneMs += windowMs;
      // What the next window will be cross-faded with is held back.
      emissions.push({ atMs, emittedMs: leftMs > 0 ? doneMs - windowMs * overlapRatio : doneMs });
    }
  }
  return emissions;
}

/** The earliest start of playback that never runs dry, and the audio a player holds by then. */
export function safeStart(emissions: readonly Emission[]): { startMs: number; prebufferMs: number } {
  let startMs = emissions[0]?.atMs ?? 0;
  let emittedBefore = 0;
  for (const { atMs, emittedMs } of emissions) {
    startMs = Math.max(startMs, atMs - emittedBefore);
    emittedBefore = emittedMs;
  }
  const first = emissions[0];
  if (!first || startMs <= first.atMs) return { startMs, prebufferMs: 0 };
  const held = emissions.find((emission) => emission.atMs >= startMs) ?? emissions.at(-1);
  return { startMs: held?.atMs ?? startMs, prebufferMs: Math.min(held?.emittedMs ?? 0, MAX_PREBUFFER_MS) };
}

function slower({ frontEndMs, acoustic, decoder }: SpeedEstimate): SpeedEstimate {
  const scale = (one: LinearCost): LinearCost => ({
    overheadMs: one.overheadMs * SAFETY,
    rate: one.rate * SAFETY,
  });
  return { frontEndMs: frontEndMs * SAFETY, acoustic: scale(acoustic), decoder: scale(decoder) };
}

/** Plans the beginning of a speech. */
export function planStart(options: ScheduleOptions): Schedule {
  const careful = { ...options, speed: slower(options.speed) };
  const firstSegments =
    options.fixedFirstSegmentMs === undefined
      ? FIRST_SEGMENT_CANDIDATES_MS.map((ms) => Math.min(ms, options.maxSegmentDurationMs))
      : [options.fixedFirstSegmentMs];
  const candidates = firstSegments.map((firstSegmentDurationMs) => {
    const plans = FIRST_WINDOW_CANDIDATES_MS.map((firstWindowMs) => {
      const windowsMs = growing(firstWindowMs);
      return { windowsMs, ...safeStart(simulate(firstSegmentDurationMs, windowsMs, careful)) };
    });
    return { firstSegmentDurationMs, ...soonest(plans) };
  });
  const { startMs } = soonest(candidates);
  // Candidates come by rising length, so the last one that is soon enough is the longest.
  const chosen = candidates.findLast((one) => one.startMs <= startMs + UNNOTICED_MS) ?? soonest(candidates);
  const { firstSegmentDurationMs, windowsMs, prebufferMs } = chosen;
  return { firstSegmentDurationMs, windowsMs, prebufferMs };
}

function soonest<T extends { readonly startMs: number }>(plans: readonly T[]): T {
  return plans.reduce((best, plan) => (plan.startMs < best.startMs ? plan : best));
}

/**
 * Windows of a later segment: large ones while the listener has enough audio ahead, small ones when it runs low.
 * @param bufferedMs audio that is finished and not yet heard
 */
export function planWindowsMs(
  speed: SpeedEstimate,
  segmentMs: number,
  contextMs: number,
  bufferedMs: number,
): readonly number[] {
  const careful = slower(speed);
  const sizes = [LARGEST_WINDOW_MS, ...FIRST_WINDOW_CANDIDATES_MS.toReversed()];
  const affordable = sizes.find(
    (ms) => cost(careful.acoustic, segmentMs) + cost(careful.decoder, ms + 2 * contextMs) <= bufferedMs,
  );
  return growing(affordable ?? FIRST_WINDOW_CANDIDATES_MS[0] ?? LARGEST_WINDOW_MS);
}
