import { logMel, MEL_BANDS } from './mel/log-mel.js';

/** Louder differences than this (of the signal's own level) are heard, or are garbled audio that is still finite. */
const LARGEST_RELATIVE_ERROR = 0.02;

/**
 * Mean difference of two spectra, in ln power. Two takes of a voice with noise of its own stay well below it; 2 dB of level
 * or another sound do not.
 */
const LARGEST_SPECTRAL_DIFFERENCE = 0.4;

/** The normalised log-mel is a quarter of ln power. */
const LN_PER_MEL_UNIT = 4;

/** Whether two renderings are sample for sample the same, but for what nobody hears. */
export function isSameSignal(samples: Float32Array, reference: Float32Array): boolean {
  if (samples.length !== reference.length) return false;
  let difference = 0;
  let level = 0;
  for (const [index, value] of reference.entries()) {
    difference += ((samples[index] ?? 0) - value) ** 2;
    level += value ** 2;
  }
  // False for values that are no numbers, too.
  return Math.sqrt(difference / Math.max(level, 1e-12)) <= LARGEST_RELATIVE_ERROR;
}

/** Whether two renderings sound alike, for models whose noise differs from run to run: by their spectra over time. */
export function soundsAlike(samples: Float32Array, reference: Float32Array): boolean {
  if (samples.length !== reference.length) return false;
  const [one, other] = [logMel(samples), logMel(reference)];
  let difference = 0;
  for (const [index, value] of other.values.entries())
    difference += Math.abs((one.values[index] ?? 0) - value);
  const mean = (LN_PER_MEL_UNIT * difference) / (MEL_BANDS * other.frameCount);
  return mean <= LARGEST_SPECTRAL_DIFFERENCE;
}
