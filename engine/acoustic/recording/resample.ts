/**
 * Changes a sample rate by a windowed sinc, one set of taps a phase (J. O. Smith, "Digital Audio Resampling"). Up to 0.913 of
 * the lower Nyquist frequency nothing is lost, as in the "HQ" of soxr, which StyleTTS2's data went through; what
 * would fold back lies 90 dB down.
 */

const PASSBAND = 0.913;
const STOPBAND_DB = 90;

/** Half the length of the sinc in periods of the lower rate: Kaiser's estimate for that stopband and what is left for the slope. */
const HALF_PERIODS = Math.ceil((STOPBAND_DB - 8) / (2.285 * Math.PI * (1 - PASSBAND)) / 2);

/** Kaiser's formula for the window's shape. */
const BETA = 0.1102 * (STOPBAND_DB - 8.7);

/**
 * @param fromHz a whole number, as `toHz`
 * @returns as much time at the other rate; before and behind the samples there is silence
 */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples.slice();
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const [phaseCount, stride] = [toHz / divisor, fromHz / divisor];
  const { tapsOfPhase, half } = designTaps(phaseCount, fromHz, toHz);
  const output = new Float32Array(Math.ceil((samples.length * toHz) / fromHz));
  for (let index = 0; index < output.length; index++) {
    const position = index * stride;
    const first = Math.floor(position / phaseCount) - half + 1;
    const taps = tapsOfPhase[position % phaseCount] ?? new Float64Array();
    const until = Math.min(taps.length, samples.length - first);
    let sum = 0;
    for (let tap = Math.max(0, -first); tap < until; tap++)
      sum += (taps[tap] ?? 0) * (samples[first + tap] ?? 0);
    output[index] = sum;
  }
  return output;
}

/** For every position between two samples, the weights of `half` samples up to it and `half` behind it; they sum to one. */
function designTaps(
  phaseCount: number,
  fromHz: number,
  toHz: number,
): { tapsOfPhase: readonly Float64Array[]; half: number } {
  const ratio = Math.min(1, toHz / fromHz);
  const half = Math.ceil(HALF_PERIODS / ratio);
  // The slope lies between the passband and the Nyquist frequency.
  const cutoff = (ratio * (PASSBAND + 1)) / 2;
  const tapsOfPhase = Array.from({ length: phaseCount }, (_, phase) => {
    const taps = Float64Array.from({ length: 2 * half }, (__, tap) => {
      const distance = tap - half + 1 - phase / phaseCount;
      return sinc(cutoff * distance) * kaiser(distance / half);
    });
    const total = taps.reduce((sum, tap) => sum + tap, 0);
    return taps.map((tap) => tap / total);
  });
  return { tapsOfPhase, half };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Not to scale: the taps are brought to a sum of one. @param x −1 to 1 over the window */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(BETA * Math.sqrt(1 - x * x));
}

/** The modified Bessel function of order zero, by its series. */
function besselI0(x: number): number {
  let [term, sum] = [1, 1];
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
