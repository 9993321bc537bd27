import { Waiters } from '../../shared/waiters.js';

/** Tells readers of something that grows when it has grown. */
export class Growth {
  #version = 0;
  readonly #waiting = new Waiters();

  /** To be read before looking, so that what grows while one looks is not missed. */
  get version(): number {
    return this.#version;
  }

  grown(): void {
    this.#version++;
    this.#waiting.wake();
  }

  /** Resolves once it has grown past a version; rejects with the signal's reason when that aborts first. */
  async past(version: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#version <= version) await this.#waiting.wait(signal);
  }
}
