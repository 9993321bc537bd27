import type { Unsubscribe } from './transport.js';

/** Those who want to hear of something. Whoever leaves or joins while it is told does not disturb the others. */
export class Listeners<T> {
  readonly #listeners = new Set<(told: T) => void>();

  get count(): number {
    return this.#listeners.size;
  }

  add(listener: (told: T) => void): Unsubscribe {
    // Its own function each time: one who listens twice hears twice, and leaves one by one.
    const own = (told: T): void => listener(told);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(told: T): void {
    for (const listener of [...this.#listeners]) listener(told);
  }
}
