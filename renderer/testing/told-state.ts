import type { Unsubscribe } from '../../engine/shared/transport.js';

/** A value that listeners are told at once and after every change. */
export class ToldState<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** Changes some of an object's fields. */
  patch(fields: { readonly [K in keyof T]?: T[K] | undefined }): void {
    this.set({ ...this.#value, ...fields });
  }

  watch = (listener: (value: T) => void): Unsubscribe => {
    this.#listeners.add(listener);
    listener(this.#value);
    return () => this.#listeners.delete(listener);
  };
}
