import type { JsonStore } from '../json-store.js';

/** A store without a file, for tests. */
export function createMemoryStore<T>(initial: T): JsonStore<T> & { flushCount: number } {
  let value = initial;
  const store = {
    flushCount: 0,
    get: () => value,
    set: (next: T) => void (value = next),
    update: (change: (value: T) => T) => (value = change(value)),
    flush() {
      store.flushCount++;
      return Promise.resolve();
    },
  };
  return store;
}
