import type { WordTiming } from '../shared/contract.js';
import type { Unit } from '../text/types.js';

/**
 * Start and end of every word, from the frames of its tokens.
 * @param durationsFrames of every token; see {@link evenDurations} where the model does not tell
 * @param frameMs duration of one frame
 */
export function wordTimings(
  units: readonly Unit[],
  unitOfToken: ArrayLike<number>,
  durationsFrames: Int32Array,
  frameMs: number,
): WordTiming[] {
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  let frame = 0;
  durationsFrames.forEach((frames, token) => {
    const unit = unitOfToken[token] ?? -1;
    if (!starts.has(unit)) starts.set(unit, frame);
    frame += frames;
    ends.set(unit, frame);
  });
  return units.flatMap((unit, index) => {
    const start = starts.get(index);
    const end = ends.get(index);
    if (unit.kind !== 'word' || start === undefined || end === undefined) return [];
    return [{ text: unit.text, source: unit.source, startMs: start * frameMs, endMs: end * frameMs }];
  });
}

/** A guess for models that do not tell: every token as long as any other. */
export function evenDurations(tokenCount: number, frameCount: number): Int32Array {
  const endOf = (token: number): number => Math.round((frameCount * token) / tokenCount);
  return Int32Array.from({ length: tokenCount }, (_, token) => endOf(token + 1) - endOf(token));
}
