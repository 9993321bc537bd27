/**
 * A ring of float samples with a fixed capacity.
 *
 * Contract: one thread. Nothing is allocated after construction. `push` and `pop` move as much as fits and return how
 * much that was; a caller that ignores the count loses or repeats samples, so the count is the back-pressure.
 */
export class RingBuffer {
  readonly #samples: Float32Array;
  /** Position of the oldest sample. */
  #start = 0;
  #length = 0;

  constructor(capacitySamples: number) {
    this.#samples = new Float32Array(capacitySamples);
  }

  /** Samples waiting to be popped. */
  get lengthSamples(): number {
    return this.#length;
  }

  get freeSamples(): number {
    return this.#samples.length - this.#length;
  }

  /** Adds samples from `source[fromSample…]`. @returns how many fitted */
  push(source: Float32Array, fromSample = 0): number {
    const count = Math.min(source.length - fromSample, this.freeSamples);
    let at = (this.#start + this.#length) % this.#samples.length;
    // Copied one by one: a view of a part, which `set` would need, is an allocation.
    for (let index = 0; index < count; index++) {
      this.#samples[at] = source[fromSample + index] ?? 0;
      if (++at === this.#samples.length) at = 0;
    }
    this.#length += count;
    return count;
  }

  /** Moves the oldest samples into `target[fromSample…]`. @returns how many there were */
  pop(target: Float32Array, fromSample = 0): number {
    const count = Math.min(target.length - fromSample, this.#length);
    for (let index = 0; index < count; index++) {
      target[fromSample + index] = this.#samples[this.#start] ?? 0;
      if (++this.#start === this.#samples.length) this.#start = 0;
    }
    this.#length -= count;
    return count;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#start = 0;
    this.#length = 0;
  }
}
