import type { CreditGate } from '../shared/credit.js';
import { RingBuffer } from '../shared/ring-buffer.js';

/** What leaves the buffer: samples, or a mark that was set between two samples. */
export type Output<M> =
  { readonly kind: 'samples'; readonly pcm: Float32Array } | { readonly kind: 'mark'; readonly mark: M };

/**
 * Joins the one that renders with the one that sends. Samples wait in a ring of fixed size: the renderer stops when it is
 * full, the sender when it is empty or out of credit. Marks keep their place between the samples and cost no credit.
 * One writer, one reader.
 */
export class OutputBuffer<M> {
  readonly #ring: RingBuffer;
  readonly #maxChunkSamples: number;
  readonly #marks: { mark: M; atSample: number }[] = [];
  #writtenSamples = 0;
  #readSamples = 0;
  #ended: { error: Error | undefined } | undefined;
  #wakeReader: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;

  constructor(capacitySamples: number, maxChunkSamples: number) {
    this.#ring = new RingBuffer(capacitySamples);
    this.#maxChunkSamples = maxChunkSamples;
  }

  /** Adds all the samples, waiting for room. Rejects with the signal's reason when it aborts. */
  async write(pcm: Float32Array, signal: AbortSignal): Promise<void> {
    let from = 0;
    while (from < pcm.length) {
      signal.throwIfAborted();
      const count = this.#ring.push(pcm, from);
      from += count;
      this.#writtenSamples += count;
      this.#wakeReader?.();
      if (from < pcm.length) await waitFor((wake) => (this.#wakeWriter = wake), signal);
    }
  }

  mark(mark: M): void {
    this.#marks.push({ mark, atSample: this.#writtenSamples });
    this.#wakeReader?.();
  }

  /** Nothing more comes. An error reaches the reader after everything that was written. */
  end(error?: Error): void {
    this.#ended ??= { error };
    this.#wakeReader?.();
  }

  /** The next samples or mark; undefined after the end. Rejects with the signal's reason, or the writer's error. */
  async read(gate: CreditGate, signal: AbortSignal): Promise<Output<M> | undefined> {
    for (;;) {
      signal.throwIfAborted();
      const next = this.#marks[0];
      if (next?.atSample === this.#readSamples) {
        this.#marks.shift();
        return { kind: 'mark', mark: next.mark };
      }
      if (this.#ring.lengthSamples > 0) {
        await gate.wait(signal);
        return { kind: 'samples', pcm: this.#pop(gate) };
      }
      if (this.#ended) {
        if (this.#ended.error !== undefined) throw this.#ended.error;
        return undefined;
      }
      await waitFor((wake) => (this.#wakeReader = wake), signal);
    }
  }

  #pop(gate: CreditGate): Float32Array {
    const nextMarkAt = this.#marks[0]?.atSample;
    const untilMark = nextMarkAt === undefined ? Infinity : nextMarkAt - this.#readSamples;
    const pcm = new Float32Array(
      gate.use(Math.min(untilMark, this.#ring.lengthSamples, this.#maxChunkSamples)),
    );
    this.#readSamples += this.#ring.pop(pcm);
    this.#wakeWriter?.();
    return pcm;
  }
}

/** Waits until the function that `register` is given is called. */
function waitFor(register: (wake: () => void) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    register(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}
