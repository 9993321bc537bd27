import type { AcousticInput } from '../acoustic/synthesiser.js';
import type { StyleControls } from '../packs/manifest.js';
import type { Controls } from '../shared/schemas.js';
import type { Unit } from '../text/types.js';

export type ProsodyControls = Omit<
  AcousticInput,
  'tokens' | 'style' | 'pauseFrames' | 'statistics' | 'isExact'
>;

/** What a person asks for, on top of what the voice's style does. */
export function combineControls(style: StyleControls, asked: Controls): ProsodyControls {
  return {
    lengthScale: style.lengthScale * (asked.lengthScale ?? 1),
    pitchSemitones: style.pitchSemitones + (asked.pitchSemitones ?? 0),
    f0Range: style.f0Range * (asked.f0Range ?? 1),
    energyDb: style.energyDb + (asked.energyDb ?? 0),
    noiseScale: asked.noiseScale ?? style.noiseScale,
  };
}

/**
 * Frames of every token: the pause asked for at its punctuation mark, −1 where the model decides.
 * @param frameMs duration of one frame
 */
export function pauseFrames(
  units: readonly Unit[],
  unitOfToken: ArrayLike<number>,
  pauseMs: Readonly<Record<string, number>> | undefined,
  frameMs: number,
): number[] {
  return Array.from(unitOfToken, (unitIndex) => {
    const unit = units[unitIndex];
    if (unit?.kind !== 'punct' || pauseMs === undefined || !Object.hasOwn(pauseMs, unit.symbol)) return -1;
    return Math.round((pauseMs[unit.symbol] ?? 0) / frameMs);
  });
}
