import type { PackManifest } from '../packs/manifest.js';
import { windowingOf } from '../packs/windowing.js';
import { costMs, type LinearCost, type SpeedEstimate } from './speed.js';

/**
 * Chooses how the first segment is cut and how large decode windows are. Pure: it plays the pipeline through on paper,
 * for every candidate, with the speed that was measured, and takes the one that sounds first and never starves.
 */

export interface ScheduleOptions {
  readonly speed: SpeedEstimate;
  readonly maxSegmentDurationMs: number;
  /** Audio for a millisecond of what bounds a segment: bounds are estimates, in the usual pace. */
  readonly stretch: number;
  readonly overlapRatio: number;
  /** Bound of the cross-fade; null for none. */
  readonly maxFadeMs: number | null;
  /** Decoded and dropped on either side of a window. */
  readonly contextMs: number;
  /** Whether segments are decoded whole, whatever that costs in time. */
  readonly isWhole: boolean;
  /** Roughly how much there is to speak. */
  readonly totalDurationMs: number;
  /** Keeps a choice that was made before, or by the caller. */
  readonly fixedFirstSegmentMs?: number;
}

/** Window lengths of a segment; the last one holds on. */
export type WindowsMs = readonly number[];

export interface Schedule {
  readonly firstSegmentDurationMs: number;
  readonly firstWindowsMs: WindowsMs;
  /** Of the segments that follow, for as long as there is no more audio ahead than was foreseen. */
  readonly laterWindowsMs: WindowsMs;
  /** Audio a player should hold before it starts. */
  readonly prebufferMs: number;
  /** Work for a second of audio in the long run, in seconds, as measured. */
  readonly realTimeFactor: number;
}

/**
 * Later first audio that nobody notices. Within it the longest first segment wins: it is spoken in one breath, and small
 * changes of the machine's speed do not cut the same text differently, which would miss the cache.
 */
const UNNOTICED_MS = 60;

/** Share of the start that is given away for what is better otherwise. A start is only as sure as the speed it was reckoned with. */
const GIVEN_AWAY_SHARE = 0.15;
/** What a millisecond of work counts against one of waiting for the first samples. */
const WORK_WEIGHT = 0.5;

/** No longer ones: the time to first audio must not grow with the sentence. */
const FIRST_SEGMENT_CANDIDATES_MS = [1200, 1800, 2500];
const FIRST_WINDOW_CANDIDATES_MS = [200, 400, 800, 1200];
const GROWTH_CANDIDATES = [1.5, 2, 3];

/** Cancelling takes effect after a run, and nothing else is answered during it. */
const LONGEST_RUN_MS = 1800;
/** Larger windows save next to nothing of the context that each costs. */
const LARGEST_WINDOW_MS = 3600;
/** On a slow machine smaller ones would cost more than they are worth. */
const SMALLEST_LARGE_WINDOW_MS = 1200;

/** A remainder of less than this many windows is decoded as one. */
const MERGED_FROM = 1.5;

/** The simulation sees this far. A machine that keeps up for so long keeps up for ever. */
const HORIZON_MS = 60_000;

/** Waiting longer than this before the first sound is worse than a pause later. */
const MAX_PREBUFFER_MS = 30_000;

/** A pack's windowing in time. */
export function windowingMs(manifest: PackManifest): Pick<ScheduleOptions, 'contextMs' | 'maxFadeMs'> {
  const frameMs = (manifest.hopSamples * 1000) / manifest.sampleRateHz;
  const { contextFrames, maxFadeFrames } = windowingOf(manifest);
  return {
    contextMs: contextFrames * frameMs,
    maxFadeMs: maxFadeFrames === null ? null : maxFadeFrames * frameMs,
  };
}

/** The largest window that lets a cancel through soon enough. */
export function largestWindowMs({ decoder }: SpeedEstimate, contextMs: number): number {
  const affordableMs = (LONGEST_RUN_MS - decoder.overheadMs) / Math.max(decoder.rate, 1e-9) - 2 * contextMs;
  return Math.min(Math.max(affordableMs, SMALLEST_LARGE_WINDOW_MS), LARGEST_WINDOW_MS);
}

function growing(firstMs: number, growth: number, largestMs: number): WindowsMs {
  const windows: number[] = [];
  for (let next = firstMs; next < largestMs; next *= growth) windows.push(next);
  return [...windows, largestMs];
}

/** Audio that is finished at a time, both counted from the start of the work. */
export interface Emission {
  readonly atMs: number;
  readonly emittedMs: number;
}

export type Cut = Pick<Schedule, 'firstSegmentDurationMs' | 'firstWindowsMs' | 'laterWindowsMs'>;

/** When which audio would be finished. */
export function simulate(cut: Cut, options: ScheduleOptions): Emission[] {
  const { speed, maxSegmentDurationMs, stretch, totalDurationMs } = options;
  const emissions: Emission[] = [];
  const end = Math.min(totalDurationMs, HORIZON_MS);
  let atMs = 0;
  let doneMs = 0;
  for (let segment = 0; doneMs < end; segment++) {
    const isFirst = segment === 0;
    const bound = isFirst ? cut.firstSegmentDurationMs : maxSegmentDurationMs;
    const segmentMs = Math.min(bound * stretch, end - doneMs);
    atMs += speed.frontEndMs + costMs(speed.acoustic, segmentMs);
    const windows = windowsOf(segmentMs, isFirst ? cut.firstWindowsMs : cut.laterWindowsMs, options);
    for (const { fedMs, bodyToMs, heldMs } of windows) {
      atMs += costMs(speed.decoder, fedMs);
      emissions.push({ atMs, emittedMs: doneMs + bodyToMs - heldMs });
    }
    doneMs += segmentMs;
  }
  return emissions;
}

interface PaperWindow {
  /** What is decoded for it: its cross-fade and its context too. */
  readonly fedMs: number;
  readonly bodyToMs: number;
  /** What the next window will be cross-faded with, and is held back until then. */
  readonly heldMs: number;
}

/** Lengths of a segment's windows, as `planWindows` lays them. */
function lengthsOf(segmentMs: number, windowsMs: WindowsMs): number[] {
  const lengths: number[] = [];
  for (let left = segmentMs; left > 0;) {
    const wanted = windowsMs[Math.min(lengths.length, windowsMs.length - 1)] ?? left;
    const length = left < wanted * MERGED_FROM ? left : wanted;
    lengths.push(length);
    left -= length;
  }
  return lengths;
}

function windowsOf(
  segmentMs: number,
  windowsMs: WindowsMs,
  { overlapRatio, maxFadeMs, contextMs }: ScheduleOptions,
): PaperWindow[] {
  const lengths = lengthsOf(segmentMs, windowsMs);
  const fadeBefore = (index: number): number => {
    const ms = overlapRatio * Math.min(lengths[index] ?? 0, lengths[index - 1] ?? 0);
    return Math.min(ms, maxFadeMs ?? ms);
  };
  let bodyFromMs = 0;
  return lengths.map((length, index) => {
    const fadeFromMs = bodyFromMs - fadeBefore(index);
    const bodyToMs = bodyFromMs + length;
    bodyFromMs = bodyToMs;
    return {
      fedMs: Math.min(segmentMs, bodyToMs + contextMs) - Math.max(0, fadeFromMs - contextMs),
      bodyToMs,
      heldMs: fadeBefore(index + 1),
    };
  });
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

/** The speed that plans reckon with. */
export function carefulSpeed({ frontEndMs, acoustic, decoder, margin }: SpeedEstimate): SpeedEstimate {
  const scale = ({ overheadMs, rate }: LinearCost): LinearCost => ({
    overheadMs: overheadMs * margin,
    rate: rate * margin,
  });
  return { frontEndMs: frontEndMs * margin, acoustic: scale(acoustic), decoder: scale(decoder), margin: 1 };
}

interface Plan extends Cut {
  readonly startMs: number;
  readonly prebufferMs: number;
  /** When the first and the last audio is finished. */
  readonly firstMs: number;
  readonly endMs: number;
}

interface Candidates {
  /** By rising length. */
  readonly firstSegmentsMs: readonly number[];
  readonly firstWindows: readonly WindowsMs[];
  /** By rising work. */
  readonly laterWindows: readonly WindowsMs[];
}

/** What is worth a thought. */
export function candidates(options: ScheduleOptions): Candidates {
  const firstSegmentsMs =
    options.fixedFirstSegmentMs === undefined
      ? FIRST_SEGMENT_CANDIDATES_MS.map((ms) => Math.min(ms, options.maxSegmentDurationMs))
      : [options.fixedFirstSegmentMs];
  if (options.isWhole) return { firstSegmentsMs, firstWindows: [[Infinity]], laterWindows: [[Infinity]] };
  const largestMs = largestWindowMs(options.speed, options.contextMs);
  const small = FIRST_WINDOW_CANDIDATES_MS.filter((ms) => ms < largestMs);
  return {
    firstSegmentsMs,
    firstWindows: [
      [largestMs],
      ...small.flatMap((ms) => GROWTH_CANDIDATES.map((by) => growing(ms, by, largestMs))),
    ],
    laterWindows: [[largestMs], ...small.toReversed().map((ms) => growing(ms, 2, largestMs))],
  };
}

/** Plans the beginning of a speech. */
export function planStart(options: ScheduleOptions): Schedule {
  const careful = { ...options, speed: carefulSpeed(options.speed) };
  const { firstSegmentsMs, firstWindows, laterWindows } = candidates(options);
  const plans = firstSegmentsMs.map((firstSegmentDurationMs) =>
    best(firstWindows.flatMap((windows) => plansOf(firstSegmentDurationMs, windows, laterWindows, careful))),
  );
  const { startMs } = soonest(plans);
  // The last one that is soon enough is the longest.
  const chosen = plans.findLast((plan) => plan.startMs <= startMs + UNNOTICED_MS) ?? soonest(plans);
  const { firstSegmentDurationMs, firstWindowsMs, laterWindowsMs, prebufferMs } = chosen;
  return {
    firstSegmentDurationMs,
    firstWindowsMs,
    laterWindowsMs,
    prebufferMs,
    realTimeFactor: realTimeFactor(options),
  };
}

/** Plans with later windows of rising work, up to the first that holds nothing back: no other is better then. */
function plansOf(
  firstSegmentDurationMs: number,
  firstWindowsMs: WindowsMs,
  laterWindows: readonly WindowsMs[],
  options: ScheduleOptions,
): Plan[] {
  const plans: Plan[] = [];
  for (const laterWindowsMs of laterWindows) {
    const cut = { firstSegmentDurationMs, firstWindowsMs, laterWindowsMs };
    const emissions = simulate(cut, options);
    const [firstMs, endMs] = [emissions[0]?.atMs ?? 0, emissions.at(-1)?.atMs ?? 0];
    const plan = { ...cut, ...safeStart(emissions), firstMs, endMs };
    plans.push(plan);
    if (plan.prebufferMs === 0) break;
  }
  return plans;
}

/**
 * Of those that are about as good as the soonest, the one with the soonest first samples and the least work: a listener who
 * holds less back may start with them, and a machine that turns out to be faster has them sooner still.
 */
function best(plans: readonly Plan[]): Plan {
  const bearableMs = soonest(plans).startMs * (1 + GIVEN_AWAY_SHARE);
  const cost = ({ firstMs, endMs }: Plan): number => firstMs + WORK_WEIGHT * endMs;
  return plans
    .filter((plan) => plan.startMs <= bearableMs)
    .reduce((least, plan) => (cost(plan) < cost(least) ? plan : least));
}

function soonest(plans: readonly Plan[]): Plan {
  return plans.reduce((earliest, plan) => (plan.startMs < earliest.startMs ? plan : earliest));
}

/** Of whole segments in the largest windows. */
function realTimeFactor(options: ScheduleOptions): number {
  const { speed, contextMs, maxSegmentDurationMs, stretch } = options;
  const segmentMs = maxSegmentDurationMs * stretch;
  const windows = windowsOf(segmentMs, [largestWindowMs(speed, contextMs)], options);
  const decodingMs = windows.reduce((sum, { fedMs }) => sum + costMs(speed.decoder, fedMs), 0);
  return (speed.frontEndMs + costMs(speed.acoustic, segmentMs) + decodingMs) / segmentMs;
}

/**
 * Windows of a later segment that is about to be decoded: those that the schedule foresaw, or larger ones where the
 * listener has enough audio ahead, for these cost less on the whole.
 * @param bufferedMs audio that is finished and not yet heard
 */
export function planWindowsMs(
  segmentMs: number,
  bufferedMs: number,
  {
    speed,
    contextMs,
    overlapRatio,
    maxFadeMs,
    laterWindowsMs,
  }: Pick<ScheduleOptions, 'speed' | 'contextMs' | 'overlapRatio' | 'maxFadeMs'> &
    Pick<Schedule, 'laterWindowsMs'>,
): WindowsMs {
  const { decoder } = carefulSpeed(speed);
  const largestMs = largestWindowMs(speed, contextMs);
  const fadeOf = (ms: number): number => Math.min(overlapRatio * ms, maxFadeMs ?? Infinity);
  const ends = endsOf(lengthsOf(segmentMs, laterWindowsMs));
  const windows: number[] = [];
  let aheadMs = bufferedMs;
  let heldMs = 0;
  for (let atMs = 0; atMs < segmentMs;) {
    const leftMs = segmentMs - atMs;
    const fedMs = (aheadMs - decoder.overheadMs) / Math.max(decoder.rate, 1e-9) - 2 * contextMs;
    const affordableMs = Math.max(fedMs / (1 + overlapRatio), fedMs - (maxFadeMs ?? Infinity));
    // Going at least to where the foreseen window ends takes no more windows than were foreseen, and so no more time.
    const foreseenMs = (ends.find((end) => end > atMs) ?? segmentMs) - atMs;
    const sizeMs = fitted(Math.max(foreseenMs, Math.min(affordableMs, largestMs)), {
      leftMs,
      foreseenMs,
      affordableMs,
    });
    windows.push(sizeMs);
    atMs = sizeMs === leftMs ? segmentMs : atMs + sizeMs;
    const fadeMs = fadeOf(sizeMs);
    const nextHeldMs = atMs < segmentMs ? fadeMs : 0;
    aheadMs += sizeMs + heldMs - nextHeldMs - costMs(decoder, sizeMs + fadeMs + 2 * contextMs);
    heldMs = nextHeldMs;
  }
  return windows;
}

/** A window that leaves either nothing or enough for another one, for a small remainder would be decoded with it. */
function fitted(
  wantedMs: number,
  { leftMs, foreseenMs, affordableMs }: Readonly<Record<'leftMs' | 'foreseenMs' | 'affordableMs', number>>,
): number {
  if (leftMs >= MERGED_FROM * wantedMs) return wantedMs;
  if (leftMs <= Math.max(affordableMs, foreseenMs)) return leftMs;
  return Math.max(foreseenMs, leftMs / (MERGED_FROM + 0.01));
}

function endsOf(lengths: readonly number[]): number[] {
  let end = 0;
  return lengths.map((length) => (end += length));
}
