/**
 * Loudness and true peak of mono audio as EBU R128 has it (ITU-R BS.1770-4, annexes 1 and 2).
 *
 * The standard gives the filters' coefficients at 48 kHz alone. They are here designed anew for the rate in use, by the
 * bilinear transform of the analogue prototypes behind those coefficients (their frequencies, gain and quality are the
 * ones that libebur128 and ffmpeg use).
 */

/** Length of a gating block. */
const BLOCK_MS = 400;
/** Blocks begin four times a block. */
const STEPS_PER_BLOCK = 4;
/** Blocks below this count as silence. */
const ABSOLUTE_GATE_LUFS = -70;
/** Blocks this far below the mean of the rest do not count as foreground. */
const RELATIVE_GATE_LU = -10;
/** Makes a full-scale sine of 997 Hz read −3.01 LUFS. */
const OFFSET_LU = -0.691;

const SHELF = { frequencyHz: 1681.974450955533, gainDb: 3.999843853973347, quality: 0.7071752369554196 };
const HIGH_PASS = { frequencyHz: 38.13547087602444, quality: 0.5003270373238773 };

interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** The lift that a head gives to high frequencies. */
function shelf(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * SHELF.frequencyHz) / sampleRateHz);
  const high = 10 ** (SHELF.gainDb / 20);
  const band = high ** 0.4996667741545416;
  const { quality } = SHELF;
  const scale = 1 + k / quality + k * k;
  return {
    b: [
      (high + (band * k) / quality + k * k) / scale,
      (2 * (k * k - high)) / scale,
      (high - (band * k) / quality + k * k) / scale,
    ],
    a: [(2 * (k * k - 1)) / scale, (1 - k / quality + k * k) / scale],
  };
}

/** The ear's deafness to low frequencies. */
function highPass(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * HIGH_PASS.frequencyHz) / sampleRateHz);
  const { quality } = HIGH_PASS;
  const scale = 1 + k / quality + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / scale, (1 - k / quality + k * k) / scale] };
}

function filter(samples: Float64Array, { b, a }: Biquad): void {
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let at = 0; at < samples.length; at++) {
    const x = samples[at] ?? 0;
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    samples[at] = y;
  }
}

/**
 * Integrated loudness, gated.
 * @param samples mono, full scale ±1
 * @returns LUFS; −Infinity when no block is loud enough to count, or when there is less than one block (0.4 s)
 */
export function integratedLoudnessLufs(samples: Float32Array, sampleRateHz: number): number {
  const weighted = Float64Array.from(samples);
  filter(weighted, shelf(sampleRateHz));
  filter(weighted, highPass(sampleRateHz));
  const powers = blockPowers(weighted, Math.round((sampleRateHz * BLOCK_MS) / 1000 / STEPS_PER_BLOCK));
  const audible = powers.filter((power) => toLufs(power) >= ABSOLUTE_GATE_LUFS);
  const gateLufs = toLufs(mean(audible)) + RELATIVE_GATE_LU;
  return toLufs(mean(audible.filter((power) => toLufs(power) >= gateLufs)));
}

/** Mean square of every block; a block is four steps long, and one begins with each step. */
function blockPowers(samples: Float64Array, stepSamples: number): number[] {
  const steps = Array.from({ length: Math.floor(samples.length / stepSamples) }, (_, step) => {
    let sum = 0;
    for (let at = step * stepSamples; at < (step + 1) * stepSamples; at++) sum += (samples[at] ?? 0) ** 2;
    return sum / stepSamples;
  });
  return Array.from({ length: Math.max(0, steps.length - STEPS_PER_BLOCK + 1) }, (_, first) =>
    mean(steps.slice(first, first + STEPS_PER_BLOCK)),
  );
}

function toLufs(power: number): number {
  return power > 0 ? OFFSET_LU + 10 * Math.log10(power) : -Infinity;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const OVERSAMPLING = 4;
/** Samples on either side of a position that its interpolation reads. */
const HALF_TAPS = 16;

/** A windowed sinc for every position between two samples. */
const INTERPOLATORS: readonly Float64Array[] = Array.from({ length: OVERSAMPLING - 1 }, (_, index) => {
  const shift = (index + 1) / OVERSAMPLING;
  return Float64Array.from({ length: 2 * HALF_TAPS }, (__, tap) => {
    const x = tap - (HALF_TAPS - 1) - shift;
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / HALF_TAPS));
  });
});

/**
 * True peak: the highest level of the signal oversampled four-fold.
 * @param samples mono, full scale ±1
 * @returns dBTP; −Infinity for silence
 */
export function truePeakDbtp(samples: Float32Array): number {
  let peak = 0;
  for (let centre = 0; centre < samples.length; centre++) {
    peak = Math.max(peak, Math.abs(samples[centre] ?? 0));
    for (const taps of INTERPOLATORS) {
      let sum = 0;
      for (let tap = 0; tap < 2 * HALF_TAPS; tap++)
        sum += (taps[tap] ?? 0) * (samples[centre - (HALF_TAPS - 1) + tap] ?? 0);
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return 20 * Math.log10(peak);
}
