/**
 * A look-ahead true-peak limiter for one segment. Its state starts fresh with every segment, so that a segment's audio
 * depends on nothing but the segment; and it works sample by sample, so that it does not matter how the audio was cut.
 *
 * Peaks between samples are found by four-fold oversampling, as in ITU-R BS.1770-4, annex 2 (with an own windowed-sinc
 * interpolator). The gain falls within the look-ahead and rises again slowly.
 */

/** −1.5 dBTP. The half decibel below −1 dBTP is for meters that interpolate more finely, and for the gain's own movement. */
const CEILING = 10 ** (-1.5 / 20);

/** 1.5 ms at 24 kHz: shorter attacks are heard as clicks. */
const LOOK_AHEAD_SAMPLES = 36;

/** The gain recovers to within 1/e in about 60 ms at 24 kHz; faster would distort low voices, slower would pump. */
const RELEASE_PER_SAMPLE = 1 / 1440;

const PHASES = 4;
/** Fewer miss peaks of whispers, whose noise reaches up to half the sample rate. */
const TAPS = 24;
/** Samples after a position that its interpolation needs. */
const HALF_TAPS = TAPS / 2;

const LATENCY_SAMPLES = LOOK_AHEAD_SAMPLES + HALF_TAPS;

/** Below this level no interpolated peak can reach the ceiling, since a phase's taps sum up to less than 2.5. */
const SAFE_LEVEL = CEILING / 2.5;

/** Taps of phases 1 to 3: the signal a quarter, a half and three quarters of a sample later. */
const INTERPOLATORS: readonly Float64Array[] = Array.from({ length: PHASES - 1 }, (_, index) => {
  const shift = (index + 1) / PHASES;
  return Float64Array.from({ length: TAPS }, (__, tap) => {
    const x = tap - (HALF_TAPS - 1) - shift;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / HALF_TAPS);
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  });
});

export class Limiter {
  /** The newest samples, as a ring; long enough for the delay and the interpolators. */
  readonly #samples = new Float64Array(64);
  readonly #gains = new Float64Array(64).fill(1);
  readonly #smoothed = new Float64Array(64).fill(1);
  #count = 0;
  #release = 1;
  /** Position of the newest gain below one; −1 for none. */
  #lastReduction = -1;
  /** Position of the newest smoothed gain below one. */
  #lastSmoothed = -1;

  constructor() {
    // Silence before the segment, so that the gain can fall in time for a peak at its very start.
    for (let count = 0; count < LOOK_AHEAD_SAMPLES; count++) this.#step(0);
  }

  /**
   * Takes a block of samples. @returns what is finished now, which lags behind by the latency
   */
  push(block: Float32Array): Float32Array {
    const output = new Float32Array(
      Math.max(0, block.length - Math.max(0, LOOK_AHEAD_SAMPLES + LATENCY_SAMPLES - this.#count)),
    );
    let written = 0;
    for (const sample of block) {
      const finished = this.#step(sample);
      if (finished !== undefined) output[written++] = finished;
    }
    return output.subarray(0, written);
  }

  /** Ends the segment. @returns the samples that were still held */
  flush(): Float32Array {
    return this.push(new Float32Array(LATENCY_SAMPLES));
  }

  #step(sample: number): number | undefined {
    const newest = this.#count++;
    this.#samples[newest & 63] = sample;
    const centre = newest - HALF_TAPS;
    if (centre < 0) return undefined;
    const peak = this.#peakAt(centre);
    const gain = peak > CEILING ? CEILING / peak : 1;
    this.#gains[centre & 63] = gain;
    if (gain < 1) this.#lastReduction = centre;

    const position = centre - LOOK_AHEAD_SAMPLES;
    if (position < 0) return undefined;
    const lowest = this.#lowestGain(position);
    this.#release = Math.min(lowest, this.#release + (1 - this.#release) * RELEASE_PER_SAMPLE);
    this.#smoothed[position & 63] = this.#release;
    if (this.#release < 1) this.#lastSmoothed = position;
    const isBeforeSegment = position < LOOK_AHEAD_SAMPLES;
    return isBeforeSegment ? undefined : (this.#samples[position & 63] ?? 0) * this.#meanGain(position);
  }

  /** Highest level from a position up to, not including, the next sample. */
  #peakAt(centre: number): number {
    const samples = this.#samples;
    let loudest = 0;
    for (let tap = 0; tap < TAPS; tap++) {
      const level = Math.abs(samples[(centre - HALF_TAPS + 1 + tap) & 63] ?? 0);
      if (level > loudest) loudest = level;
    }
    if (loudest < SAFE_LEVEL) return loudest;
    let peak = Math.abs(samples[centre & 63] ?? 0);
    for (const taps of INTERPOLATORS) {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++)
        sum += (taps[tap] ?? 0) * (samples[(centre - HALF_TAPS + 1 + tap) & 63] ?? 0);
      peak = Math.max(peak, Math.abs(sum));
    }
    return peak;
  }

  /** Smallest gain wanted from a position to the end of the look-ahead. */
  #lowestGain(position: number): number {
    if (this.#lastReduction < position) return 1;
    let lowest = 1;
    for (let ahead = 0; ahead <= LOOK_AHEAD_SAMPLES; ahead++)
      lowest = Math.min(lowest, this.#gains[(position + ahead) & 63] ?? 1);
    return lowest;
  }

  /** Mean over the look-ahead before a position: it reaches a peak's gain just when the peak comes. */
  #meanGain(position: number): number {
    if (this.#lastSmoothed < position - LOOK_AHEAD_SAMPLES) return 1;
    let sum = 0;
    for (let back = 0; back <= LOOK_AHEAD_SAMPLES; back++) sum += this.#smoothed[(position - back) & 63] ?? 1;
    return sum / (LOOK_AHEAD_SAMPLES + 1);
  }
}
