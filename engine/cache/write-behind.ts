interface Job {
  readonly bytes: number;
  readonly run: () => Promise<void>;
}

/**
 * Work done later, one piece at a time, each in a turn of the event loop of its own, so that audio never waits for
 * it. Bounded by bytes: when the disk is slower than the voice, what does not fit is left undone and counted.
 */
export class WriteBehind {
  readonly #maxPendingBytes: number;
  readonly #onFailure: (thrown: unknown) => void;
  readonly #jobs: Job[] = [];
  #pendingBytes = 0;
  #running: Promise<void> | undefined;

  constructor(maxPendingBytes: number, onFailure: (thrown: unknown) => void) {
    this.#maxPendingBytes = maxPendingBytes;
    this.#onFailure = onFailure;
  }

  /** @returns false when the work was refused because too much is waiting. */
  add(bytes: number, run: () => Promise<void>): boolean {
    if (this.#pendingBytes > 0 && this.#pendingBytes + bytes > this.#maxPendingBytes) return false;
    this.#pendingBytes += bytes;
    this.#jobs.push({ bytes, run });
    this.#running ??= this.#drain();
    return true;
  }

  /** Resolves when nothing is waiting. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #drain(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const job = this.#jobs.shift();
      if (job === undefined) break;
      try {
        await job.run();
      } catch (thrown) {
        this.#onFailure(thrown);
      }
      this.#pendingBytes -= job.bytes;
    }
    this.#running = undefined;
  }
}
