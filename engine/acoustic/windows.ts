/**
 * The plan of decode windows. Pure: frames in, frames out.
 *
 * Bodies of the windows tile [0, frameCount). Every window but the first also decodes a few frames before its body, which
 * are cross-faded with the end of the window before it. Around what is kept, `contextFrames` are decoded and dropped,
 * because the decoder's convolutions look that far to either side.
 */
export interface DecodeWindow {
  /** First frame of the cross-fade; equals `bodyFrom` for the first window. */
  readonly fadeFrom: number;
  readonly bodyFrom: number;
  /** One past the body's last frame. */
  readonly bodyTo: number;
}

export interface WindowPlanOptions {
  readonly frameCount: number;
  /** Wanted length of the first, second, … window; the last value holds for all that follow. Small first ones sound early. */
  readonly windowFrames: readonly number[];
  /** Part of the shorter of two neighbours that is cross-faded, 0 to 0.45. */
  readonly overlapRatio: number;
  /** Bound of the cross-fade; null for none. */
  readonly maxFadeFrames: number | null;
}

/** A remainder of less than this many windows is decoded as one. */
export const MERGED_FROM_WINDOWS = 1.5;

/** Lays windows over a segment. A remainder shorter than half a window joins the window before it. */
export function planWindows({
  frameCount,
  windowFrames,
  overlapRatio,
  maxFadeFrames,
}: WindowPlanOptions): DecodeWindow[] {
  const windows: DecodeWindow[] = [];
  let bodyFrom = 0;
  let previousLength = 0;
  while (bodyFrom < frameCount) {
    const wanted = Math.max(1, windowFrames[Math.min(windows.length, windowFrames.length - 1)] ?? frameCount);
    const left = frameCount - bodyFrom;
    const length = left < wanted * MERGED_FROM_WINDOWS ? left : wanted;
    const ratioFrames = Math.floor(overlapRatio * Math.min(length, previousLength));
    const fadeFrames = Math.min(ratioFrames, maxFadeFrames ?? ratioFrames);
    windows.push({ fadeFrom: bodyFrom - fadeFrames, bodyFrom, bodyTo: bodyFrom + length });
    bodyFrom += length;
    previousLength = length;
  }
  return windows;
}

/** The frames to feed for an output of [from, to): with context, clamped at the segment's ends. */
export function withContext(
  from: number,
  to: number,
  contextFrames: number,
  frameCount: number,
): { feedFrom: number; feedTo: number } {
  return { feedFrom: Math.max(0, from - contextFrames), feedTo: Math.min(frameCount, to + contextFrames) };
}
