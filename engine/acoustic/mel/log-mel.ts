import { melBands } from './filterbank.js';
import { PowerSpectrum } from './power-spectrum.js';

/**
 * StyleTTS2's view of a recording (its `preprocess`): torchaudio's `MelSpectrogram(n_mels=80, n_fft=2048,
 * win_length=1200, hop_length=300)` with all else at its defaults, and its logarithm shifted and scaled.
 */

export const MEL_SAMPLE_RATE_HZ = 24_000;
export const MEL_BANDS = 80;

const FFT_SAMPLES = 2048;
const WINDOW_SAMPLES = 1200;
const HOP_SAMPLES = 300;
const BIN_COUNT = FFT_SAMPLES / 2 + 1;

/**
 * Where the bands end on the mel scale. The models were trained with torchaudio's default rate of 16 kHz on audio of
 * 24 kHz: its bands reach from 0 to 8 kHz by name, and from 0 to 12 kHz of the audio in truth.
 */
const NOMINAL_MAX_HZ = 8000;

const FLOOR = 1e-5;
const MEAN = -4;
const DEVIATION = 4;

/** A step of 1 in the values, as a difference of ln power. */
export const LN_POWER_PER_UNIT = DEVIATION;

export interface LogMel {
  /** `MEL_BANDS` × `frameCount`, band after band. */
  readonly values: Float32Array;
  /** One more than whole hops in the audio. */
  readonly frameCount: number;
}

/**
 * The normalised log-mel of mono audio at `MEL_SAMPLE_RATE_HZ`, full scale ±1. Frames are centred on their hop; at both
 * ends the audio goes on mirrored.
 * @throws RangeError when there is less audio than can be mirrored (1025 samples)
 */
export function logMel(samples: Float32Array): LogMel {
  if (samples.length <= FFT_SAMPLES / 2)
    throw new RangeError(`${samples.length} samples are too few for a mel spectrogram`);
  const frameCount = 1 + Math.floor(samples.length / HOP_SAMPLES);
  const values = new Float32Array(MEL_BANDS * frameCount);
  const bands = melBands(MEL_BANDS, BIN_COUNT, NOMINAL_MAX_HZ);
  const window = hannWindow();
  const spectrum = new PowerSpectrum(FFT_SAMPLES);
  const frame = new Float64Array(FFT_SAMPLES);
  const power = new Float64Array(BIN_COUNT);
  // The window is shorter than the transform and stands in its middle; what is beside it stays zero.
  const windowFrom = (FFT_SAMPLES - WINDOW_SAMPLES) / 2;
  for (let index = 0; index < frameCount; index++) {
    const first = index * HOP_SAMPLES - WINDOW_SAMPLES / 2;
    for (let at = 0; at < WINDOW_SAMPLES; at++)
      frame[windowFrom + at] = (samples[mirrored(first + at, samples.length)] ?? 0) * (window[at] ?? 0);
    spectrum.compute(frame, power);
    for (const [band, { firstBin, weights }] of bands.entries()) {
      let sum = 0;
      for (let at = 0; at < weights.length; at++) sum += (weights[at] ?? 0) * (power[firstBin + at] ?? 0);
      values[band * frameCount + index] = (Math.log(FLOOR + sum) - MEAN) / DEVIATION;
    }
  }
  return { values, frameCount };
}

/** Periodic: one period of a raised cosine, whose last zero belongs to the next. */
function hannWindow(): Float64Array {
  return Float64Array.from(
    { length: WINDOW_SAMPLES },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW_SAMPLES),
  );
}

/** A position before the start or behind the end, mirrored at the first or the last sample. */
function mirrored(at: number, count: number): number {
  if (at < 0) return -at;
  return at < count ? at : 2 * (count - 1) - at;
}
