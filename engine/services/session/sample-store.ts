interface Chunk {
  readonly startSample: number;
  readonly pcm: Float32Array;
}

/**
 * Samples of an utterance that were rendered and may still be needed: those not heard yet. What is heard is forgotten,
 * so that its size follows from how far the sender runs ahead of the listener.
 */
export class SampleStore {
  #chunks: Chunk[] = [];
  #endSample = 0;

  /** Offset after the last sample that was added. */
  get endSample(): number {
    return this.#endSample;
  }

  /** Offset of the first sample that is still here. */
  get startSample(): number {
    return this.#chunks[0]?.startSample ?? this.#endSample;
  }

  add(pcm: Float32Array): void {
    if (pcm.length === 0) return;
    this.#chunks.push({ startSample: this.#endSample, pcm });
    this.#endSample += pcm.length;
  }

  /** A copy of the samples from an offset on, as many as lie in one piece and at most `maxSamples`. */
  read(fromSample: number, maxSamples: number): Float32Array {
    const chunk = this.#chunks.find(({ startSample, pcm }) => startSample + pcm.length > fromSample);
    if (!chunk) return new Float32Array(0);
    const offset = fromSample - chunk.startSample;
    // A copy: on its way over a port, a view would take the whole buffer with it.
    return chunk.pcm.slice(offset, offset + maxSamples);
  }

  /** Forgets the chunks that end at or before an offset. */
  dropBefore(sample: number): void {
    let count = 0;
    for (const { startSample, pcm } of this.#chunks) {
      if (startSample + pcm.length > sample) break;
      count++;
    }
    this.#chunks.splice(0, count);
  }

  clear(): void {
    this.#chunks = [];
  }
}
