import type { Unsubscribe } from './transport.js';

/** That something ends once: whoever asks before hears of it then, whoever asks later hears at once. */
export class Closing {
  readonly #listeners = new Set<() => void>();
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Ends it; from the second time on nothing happens. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  on(listener: () => void): Unsubscribe {
    if (this.#isClosed) {
      listener();
      return () => undefined;
    }
    // Its own function each time: one who asks twice hears twice.
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }
}
