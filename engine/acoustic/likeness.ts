import { LN_POWER_PER_UNIT, logMel } from './mel/log-mel.js';

/** Louder differences than this (of the signal's own level) are heard, or are garbled audio that is still finite. */
const LARGEST_RELATIVE_ERROR = 0.02;

/**
 * Mean difference of two spectra, in ln power. Two takes of a voice with noise of its own stay well below it; 2 dB of level
 * or another sound do not.
 */
const LARGEST_SPECTRAL_DIFFERENCE = 0.4;

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
  return meanSpectralDifference(samples, reference) <= LARGEST_SPECTRAL_DIFFERENCE;
}

/**
 * How far the spectra of two renderings lie apart, as the mean over bands and frames of the log-mel, in ln power; infinite
 * for other lengths and for values that are no numbers.
 * @param samples as for `logMel`
 */
export function meanSpectralDifference(samples: Float32Array, reference: Float32Array): number {
  if (samples.length !== reference.length) return Infinity;
  const [values, wanted] = [logMel(samples).values, logMel(reference).values];
  let difference = 0;
  for (const [index, value] of wanted.entries()) difference += Math.abs((values[index] ?? NaN) - value);
  const mean = (LN_POWER_PER_UNIT * difference) / wanted.length;
  return Number.isFinite(mean) ? mean : Infinity;
}
