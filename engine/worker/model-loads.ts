import { Listeners } from '../shared/listeners.js';
import type { Unsubscribe } from '../shared/transport.js';

/** Packs whose models are on their way into memory, so that whoever waits for one can be told what for. */
export class ModelLoads {
  readonly #listeners = new Listeners<readonly string[]>();
  #packIds: readonly string[] = [];

  /** Names the pack for as long as its model is being loaded. */
  async during<T>(packId: string, load: () => Promise<T>): Promise<T> {
    this.#set([...this.#packIds, packId]);
    try {
      return await load();
    } finally {
      const index = this.#packIds.indexOf(packId);
      this.#set(this.#packIds.filter((_, at) => at !== index));
    }
  }

  /** Hears the packs now, then after every change; before a load blocks the thread. */
  watch(listener: (packIds: readonly string[]) => void): Unsubscribe {
    listener(this.#packIds);
    return this.#listeners.add(listener);
  }

  #set(packIds: readonly string[]): void {
    this.#packIds = packIds;
    this.#listeners.tell(packIds);
  }
}
