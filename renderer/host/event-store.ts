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
  readonly listeners: Set<() => void>;
  readonly stop: Unsubscribe;
}

/** The newest payload of every state event that somebody looks at: one subscription each, however many look. */
export class EventStore {
  readonly #client: HostClient;
  readonly #entries = new Map<string, Entry>();

  constructor(client: HostClient) {
    this.#client = client;
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
    const stop = subscribe({}, (payload) => {
      entry.payload = payload;
      for (const listener of [...listeners]) listener();
    });
    const entry: Entry = { payload: undefined, listeners, stop };
    this.#entries.set(name, entry);
    return entry;
  }
}
