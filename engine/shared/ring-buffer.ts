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
    const end = (this.#start + this.#length) % this.#samples.length;
    const first = Math.min(count, this.#samples.length - end);
    this.#samples.set(source.subarray(fromSample, fromSample + first), end);
    this.#samples.set(source.subarray(fromSample + first, fromSample + count), 0);
    this.#length += count;
    return count;
  }

  /** Moves the oldest samples into `target`, from its start. @returns how many there were */
  pop(target: Float32Array): number {
    const count = Math.min(target.length, this.#length);
    const first = Math.min(count, this.#samples.length - this.#start);
    target.set(this.#samples.subarray(this.#start, this.#start + first));
    target.set(this.#samples.subarray(0, count - first), first);
    this.#start = (this.#start + count) % this.#samples.length;
    this.#length -= count;
    return count;
  }
}
