import type { AppContract } from '../../engine/shared/app-contract.js';
import type { EventDefinition } from '../../engine/shared/contract-kinds.js';
import type { Unsubscribe } from '../../engine/shared/transport.js';
import type { z } from 'zod';
import type { HostClient } from './host-client.js';

/** Events that tell a state: the first payload comes at once, each later one replaces it. */
export type StateEvent = {
  [K in keyof AppContract]: K extends `${string}Watch` | 'speechState' ? K : never;
}[keyof AppContract];

export type PayloadOf<K extends keyof AppContract> =
  AppContract[K] extends EventDefinition<z.ZodType, infer T> ? z.output<T> : never;

interface Entry {
  payload: unknown;
  isTold: boolean;
  readonly listeners: Set<() => void>;
  readonly stop: Unsubscribe;
}

/** Calls back before the page is drawn the next time; a page that nobody sees draws nothing, and is called soon. */
function beforeNextFrame(callback: () => void): void {
  if (document.hidden) setTimeout(callback, 0);
  else requestAnimationFrame(callback);
}

/**
 * The newest payload of every state event that somebody looks at: one subscription each, however many look. They are told
 * once a frame: drawing what changed takes milliseconds of the thread on which samples pass to the player.
 */
export class EventStore {
  readonly #client: Pick<HostClient, StateEvent>;
  readonly #beforeNextFrame: (callback: () => void) => void;
  readonly #entries = new Map<string, Entry>();

  constructor(client: Pick<HostClient, StateEvent>, whenToTell = beforeNextFrame) {
    this.#client = client;
    this.#beforeNextFrame = whenToTell;
  }

  get<K extends StateEvent>(name: K): PayloadOf<K> | undefined {
    return this.#entries.get(name)?.payload as PayloadOf<K> | undefined;
  }

  watch(name: StateEvent, listener: () => void): Unsubscribe {
    const entry = this.#entries.get(name) ?? this.#subscribe(name);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size > 0) return;
      entry.stop();
      if (this.#entries.get(name) === entry) this.#entries.delete(name);
    };
  }

  #subscribe(name: StateEvent): Entry {
    const listeners = new Set<() => void>();
    const subscribe = this.#client[name] as (
      input: Record<string, never>,
      listener: (payload: unknown) => void,
    ) => Unsubscribe;
    let newest: unknown;
    const stop = subscribe({}, (payload) => {
      newest = payload;
      if (!entry.isTold) return;
      entry.isTold = false;
      this.#beforeNextFrame(() => {
        entry.isTold = true;
        entry.payload = newest;
        for (const listener of [...listeners]) listener();
      });
    });
    const entry: Entry = { payload: undefined, isTold: true, listeners, stop };
    this.#entries.set(name, entry);
    return entry;
  }
}
