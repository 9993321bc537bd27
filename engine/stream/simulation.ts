import { MERGED_FROM_WINDOWS } from '../acoustic/windows.js';
import type { Schedule, ScheduleOptions, WindowsMs } from './schedule.js';
import { costMs } from './speed.js';

/** The pipeline, played through on paper. */

/** The simulation sees this far. A machine that keeps up for so long keeps up for ever. */
const HORIZON_MS = 60_000;

/** Waiting longer than this before the first sound is worse than a pause later. */
const MAX_PREBUFFER_MS = 30_000;

/** Audio that is finished at a time, both counted from the start of the work. */
export interface Emission {
  readonly atMs: number;
  readonly emittedMs: number;
}

/** What a plan decides of a schedule. */
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
export function lengthsOf(segmentMs: number, windowsMs: WindowsMs): number[] {
  const lengths: number[] = [];
  for (let left = segmentMs; left > 0;) {
    const wanted = windowsMs[Math.min(lengths.length, windowsMs.length - 1)] ?? left;
    const length = left < wanted * MERGED_FROM_WINDOWS ? left : wanted;
    lengths.push(length);
    left -= length;
  }
  return lengths;
}

/** Windows of a segment, as they are decoded. */
export function windowsOf(
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
