import { abortable } from '../shared/abortable.js';

/** What is kept in memory, and freed again. */
export interface Resident {
  release(): Promise<void>;
}

export interface Borrowed<T> {
  readonly value: T;
  /** Calling it again changes nothing. */
  readonly giveBack: () => void;
}

interface Entry<T> {
  readonly loading: Promise<T>;
  borrowerCount: number;
}

/**
 * Models in memory, by what they are loaded from. At most so many stay; the one that was used longest ago goes first, before
 * another is loaded. One that is borrowed never goes: what is too many for that reason goes as soon as it is given back.
 */
export class Residency<T extends Resident> {
  readonly #maxCount: number;
  readonly #onTrouble: (thrown: unknown) => void;
  /** In the order of their last use. */
  readonly #entries = new Map<object, Entry<T>>();
  /** Ends with the last release that was begun. */
  #releasing: Promise<void> = Promise.resolve();

  /** @param onTrouble told of a model that could not be freed, which nobody waits for */
  constructor(maxCount: number, onTrouble: (thrown: unknown) => void) {
    this.#maxCount = maxCount;
    this.#onTrouble = onTrouble;
  }

  /** Whether it is in memory, or on its way there. */
  has(owner: object): boolean {
    return this.#entries.has(owner);
  }

  get lastUsed(): object | undefined {
    return [...this.#entries.keys()].at(-1);
  }

  /**
   * Loads in flight are shared; a failed one is forgotten.
   * @param signal ends the wait; the load goes on, and stays as any other
   * @throws what `load` throws; the signal's reason
   */
  async borrow(owner: object, load: () => Promise<T>, signal?: AbortSignal): Promise<Borrowed<T>> {
    signal?.throwIfAborted();
    const entry = this.#entries.get(owner) ?? this.#begin(owner, load);
    this.#entries.delete(owner);
    this.#entries.set(owner, entry);
    entry.borrowerCount++;
    let isBorrowed = true;
    const giveBack = (): void => {
      if (!isBorrowed) return;
      isBorrowed = false;
      entry.borrowerCount--;
      this.#releaseBeyond(this.#maxCount);
    };
    try {
      return { value: await abortable(entry.loading, signal), giveBack };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  /** Frees what would be too many with one more. */
  async makeRoom(): Promise<void> {
    this.#releaseBeyond(this.#maxCount - 1);
    await this.#releasing;
  }

  #begin(owner: object, load: () => Promise<T>): Entry<T> {
    const entry: Entry<T> = { loading: this.#load(load), borrowerCount: 0 };
    // Whether anybody still waits for it or not.
    entry.loading.catch(() => {
      if (this.#entries.get(owner) === entry) this.#entries.delete(owner);
    });
    return entry;
  }

  async #load(load: () => Promise<T>): Promise<T> {
    await this.makeRoom();
    return load();
  }

  #releaseBeyond(count: number): void {
    for (const [owner, entry] of this.#entries) {
      if (this.#entries.size <= count) return;
      if (entry.borrowerCount > 0) continue;
      this.#entries.delete(owner);
      this.#releasing = this.#releasing
        .then(async () => (await entry.loading).release())
        .catch(this.#onTrouble);
    }
  }
}
