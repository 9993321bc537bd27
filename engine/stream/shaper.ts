import { Limiter } from './limiter.js';

/** 2 ms at 24 kHz. Segments begin and end in the model's own silence; the fades only make sure of the very last step. */
const EDGE_FADE_SAMPLES = 48;

/** Brings one segment to its level: gain, faded edges, limiter. */
export class SegmentShaper {
  readonly #gain: number;
  readonly #sampleCount: number;
  readonly #limiter = new Limiter();
  #position = 0;

  /** @param sampleCount samples of the whole segment, which must all come */
  constructor(gainDb: number, sampleCount: number) {
    this.#gain = 10 ** (gainDb / 20);
    this.#sampleCount = sampleCount;
  }

  /** @returns the samples that are finished now; with the last block, all that remain */
  push(block: Float32Array): Float32Array {
    const levelled = block.map((sample, index) => sample * this.#gain * this.#edge(this.#position + index));
    this.#position += block.length;
    const finished = this.#limiter.push(levelled);
    if (this.#position < this.#sampleCount) return finished;
    const held = this.#limiter.flush();
    const all = new Float32Array(finished.length + held.length);
    all.set(finished);
    all.set(held, finished.length);
    return all;
  }

  #edge(position: number): number {
    const distance = Math.min(position, this.#sampleCount - 1 - position);
    return distance >= EDGE_FADE_SAMPLES ? 1 : distance / EDGE_FADE_SAMPLES;
  }
}
