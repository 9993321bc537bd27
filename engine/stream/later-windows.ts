import { MERGED_FROM_WINDOWS } from '../acoustic/windows.js';
import {
  carefulSpeed,
  largestWindowMs,
  type Schedule,
  type ScheduleOptions,
  type WindowsMs,
} from './schedule.js';
import { lengthsOf } from './simulation.js';
import { costMs } from './speed.js';

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
  if (leftMs >= MERGED_FROM_WINDOWS * wantedMs) return wantedMs;
  if (leftMs <= Math.max(affordableMs, foreseenMs)) return leftMs;
  return Math.max(foreseenMs, leftMs / (MERGED_FROM_WINDOWS + 0.01));
}

function endsOf(lengths: readonly number[]): number[] {
  let end = 0;
  return lengths.map((length) => (end += length));
}
