import type { RingBuffer } from '../../engine/shared/ring-buffer.js';

/**
 * What is still heard of a sound that was cut off: its next samples under a falling raised cosine, mixed over whatever
 * follows. Contract: as the player's core; nothing is allocated after construction.
 */
export class FadeTail {
  readonly #lengthSamples: number;
  /** From 0 to 1; read backwards it is the fall. */
  readonly #curve: Float32Array;
  readonly #samples: Float32Array;
  readonly #fresh: Float32Array;
  /** Where the next block goes on; the length when nothing is left. */
  #at: number;

  constructor(lengthSamples: number) {
    this.#lengthSamples = lengthSamples;
    this.#curve = Float32Array.from({ length: lengthSamples }, (_, index) => {
      return 0.5 - 0.5 * Math.cos((Math.PI * (index + 0.5)) / lengthSamples);
    });
    this.#samples = new Float32Array(lengthSamples);
    this.#fresh = new Float32Array(lengthSamples);
    this.#at = lengthSamples;
  }

  get isSounding(): boolean {
    return this.#at < this.#lengthSamples;
  }

  /** Factor of a sound that has been coming up for so many samples. */
  riseAt(riseSamples: number): number {
    return this.#curve[riseSamples] ?? 1;
  }

  /**
   * Begins a fall. What is left of an earlier one sounds on under it.
   * @param lastSample as it was put out; held where the source has less than a fall's length
   * @param source gives the samples that fall; none: the last one is held from the start
   * @param riseSamples how far the sound had come up
   */
  add(lastSample: number, source: RingBuffer | undefined, riseSamples: number): void {
    const left = this.#lengthSamples - this.#at;
    this.#samples.copyWithin(0, this.#at);
    this.#samples.fill(0, left);
    const count = source?.pop(this.#fresh) ?? 0;
    let held = lastSample;
    for (let index = 0; index < this.#lengthSamples; index++) {
      if (index < count) held = (this.#fresh[index] ?? 0) * this.riseAt(riseSamples + index);
      const fall = this.#curve[this.#lengthSamples - 1 - index] ?? 0;
      this.#samples[index] = (this.#samples[index] ?? 0) + held * fall;
    }
    this.#at = 0;
  }

  mixInto(output: Float32Array, fromSample: number): void {
    for (let index = fromSample; index < output.length && this.#at < this.#lengthSamples; index++) {
      output[index] = (output[index] ?? 0) + (this.#samples[this.#at++] ?? 0);
    }
  }
}
