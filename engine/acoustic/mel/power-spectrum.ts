/**
 * Power spectra of real frames of one length: a radix-2 FFT of half that length, with the even samples as its real and the
 * odd ones as its imaginary parts (Press et al., Numerical Recipes, 12.3).
 */
export class PowerSpectrum {
  readonly #half: number;
  /** cos and sin of 2πk/size for k below half the size. */
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  /** Where each input of the FFT stands in bit-reversed order. */
  readonly #order: Uint32Array;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;

  /** @param size samples of a frame, a power of two from 4 on */
  constructor(size: number) {
    if (!Number.isInteger(Math.log2(size)) || size < 4)
      throw new RangeError(`a frame of ${size} samples: a power of two is expected`);
    this.#half = size / 2;
    this.#cos = Float64Array.from({ length: this.#half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: this.#half }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#order = bitReversed(this.#half);
    this.#real = new Float64Array(this.#half);
    this.#imaginary = new Float64Array(this.#half);
  }

  /**
   * @param frame `size` samples
   * @param power takes |X(k)|² of the bins 0 to size / 2
   */
  compute(frame: Float64Array, power: Float64Array): void {
    for (let index = 0; index < this.#half; index++) {
      const from = 2 * (this.#order[index] ?? 0);
      this.#real[index] = frame[from] ?? 0;
      this.#imaginary[index] = frame[from + 1] ?? 0;
    }
    this.#transform();
    this.#separate(power);
  }

  #transform(): void {
    const [real, imaginary, cos, sin] = [this.#real, this.#imaginary, this.#cos, this.#sin];
    for (let span = 1; span < this.#half; span *= 2) {
      const rootStep = this.#half / span;
      for (let start = 0; start < this.#half; start += 2 * span)
        for (let offset = 0; offset < span; offset++) {
          const upper = start + offset;
          const lower = upper + span;
          const c = cos[offset * rootStep] ?? 0;
          const s = sin[offset * rootStep] ?? 0;
          const re = (real[lower] ?? 0) * c + (imaginary[lower] ?? 0) * s;
          const im = (imaginary[lower] ?? 0) * c - (real[lower] ?? 0) * s;
          real[lower] = (real[upper] ?? 0) - re;
          imaginary[lower] = (imaginary[upper] ?? 0) - im;
          real[upper] = (real[upper] ?? 0) + re;
          imaginary[upper] = (imaginary[upper] ?? 0) + im;
        }
    }
  }

  /** Takes the spectra of the even and the odd samples apart again and joins them to that of the frame. */
  #separate(power: Float64Array): void {
    const [real, imaginary, half] = [this.#real, this.#imaginary, this.#half];
    for (let k = 0; k <= half; k++) {
      const [near, far] = [k % half, (half - k) % half];
      const evenRe = ((real[near] ?? 0) + (real[far] ?? 0)) / 2;
      const evenIm = ((imaginary[near] ?? 0) - (imaginary[far] ?? 0)) / 2;
      const oddRe = ((imaginary[near] ?? 0) + (imaginary[far] ?? 0)) / 2;
      const oddIm = ((real[far] ?? 0) - (real[near] ?? 0)) / 2;
      const c = k === half ? -1 : (this.#cos[k] ?? 0);
      const s = k === half ? 0 : (this.#sin[k] ?? 0);
      power[k] = (evenRe + oddRe * c + oddIm * s) ** 2 + (evenIm + oddIm * c - oddRe * s) ** 2;
    }
  }
}

function bitReversed(count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let index = 1; index < count; index++)
    order[index] = ((order[index >> 1] ?? 0) >> 1) | (index & 1 ? count >> 1 : 0);
  return order;
}
