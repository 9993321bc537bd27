import {
  carefulSpeed,
  largestWindowMs,
  type Schedule,
  type ScheduleOptions,
  type WindowsMs,
} from './schedule.js';
import { safeStart, simulate, windowsOf, type Cut } from './simulation.js';
import { costMs } from './speed.js';

/**
 * Chooses how the first segment is cut and how large decode windows are. Pure: it plays the pipeline through on paper,
 * for every candidate, with the speed that was measured, and takes the one that sounds first and never starves.
 */

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

function growing(firstMs: number, growth: number, largestMs: number): WindowsMs {
  const windows: number[] = [];
  for (let next = firstMs; next < largestMs; next *= growth) windows.push(next);
  return [...windows, largestMs];
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
