import type { DecodeWindow } from './windows.js';

/**
 * Joins decoded windows. What may still be cross-faded with the next window is held back; the fade is a raised cosine
 * with gains that sum to one, because both windows hold the same signal.
 */
export class OverlapAdd {
  readonly #hopSamples: number;
  #tail = new Float32Array(0);

  constructor(hopSamples: number) {
    this.#hopSamples = hopSamples;
  }

  /**
   * @param decoded samples of the window from its `fadeFrom` to its `bodyTo`
   * @param next the window that follows, or undefined for the last one
   * @returns the samples that are final now
   */
  add(decoded: Float32Array, window: DecodeWindow, next: DecodeWindow | undefined): Float32Array {
    const fadeSamples = (window.bodyFrom - window.fadeFrom) * this.#hopSamples;
    const heldSamples = next ? (next.bodyFrom - next.fadeFrom) * this.#hopSamples : 0;
    const joined = decoded.slice();
    for (let index = 0; index < fadeSamples; index++) {
      const rising = 0.5 - 0.5 * Math.cos((Math.PI * (index + 0.5)) / fadeSamples);
      joined[index] = (this.#tail[index] ?? 0) * (1 - rising) + (decoded[index] ?? 0) * rising;
    }
    this.#tail = joined.slice(joined.length - heldSamples);
    return joined.subarray(0, joined.length - heldSamples);
  }
}
