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

type StateClient = Pick<HostClient, StateEvent>;

interface Entry {
  payload: unknown;
  isTold: boolean;
  readonly listeners: Set<() => void>;
  stop: Unsubscribe;
}

/** Who leaves makes room for who comes: the next view shows at once what the last one knew. */
const LINGER_MS = 500;

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
  readonly #beforeNextFrame: (callback: () => void) => void;
  readonly #entries = new Map<StateEvent, Entry>();
  #client: StateClient | undefined;

  constructor(whenToTell = beforeNextFrame) {
    this.#beforeNextFrame = whenToTell;
  }

  /** Another connection. What the last one told stays until this one tells: nothing that is shown goes away meanwhile. */
  connect(client: StateClient): void {
    if (client === this.#client) return;
    this.#client = client;
    for (const [name, entry] of this.#entries) {
      entry.stop();
      entry.stop = this.#subscribe(name, entry);
    }
  }

  get<K extends StateEvent>(name: K): PayloadOf<K> | undefined {
    return this.#entries.get(name)?.payload as PayloadOf<K> | undefined;
  }

  watch(name: StateEvent, listener: () => void): Unsubscribe {
    const entry = this.#entries.get(name) ?? this.#add(name);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0) setTimeout(() => this.#removeUnwatched(name, entry), LINGER_MS);
    };
  }

  #add(name: StateEvent): Entry {
    const entry: Entry = { payload: undefined, isTold: true, listeners: new Set(), stop: () => undefined };
    this.#entries.set(name, entry);
    entry.stop = this.#subscribe(name, entry);
    return entry;
  }

  #removeUnwatched(name: StateEvent, entry: Entry): void {
    if (entry.listeners.size > 0 || this.#entries.get(name) !== entry) return;
    this.#entries.delete(name);
    entry.stop();
  }

  #subscribe(name: StateEvent, entry: Entry): Unsubscribe {
    if (this.#client === undefined) return () => undefined;
    const subscribe = this.#client[name] as (
      input: Record<string, never>,
      listener: (payload: unknown) => void,
    ) => Unsubscribe;
    let newest: unknown;
    return subscribe({}, (payload) => {
      newest = payload;
      if (!entry.isTold) return;
      entry.isTold = false;
      this.#beforeNextFrame(() => {
        entry.isTold = true;
        entry.payload = newest;
        for (const listener of [...entry.listeners]) listener();
      });
    });
  }
}
