import type { Clock } from '../shared/clock.js';
import type { Unsubscribe } from '../shared/transport.js';
import type { GraphSession } from './session.js';

/** A graph, and what releases it. */
export type Loaded = readonly [GraphSession, () => Promise<void>];

/** A listener who pauses, or reads the next page, goes on within this time as a rule; loading it again takes seconds. */
const KEPT_FOR_MS = 60_000;

/**
 * `generatorExact` of a staged pack, which holds the generator's weights a second time: in memory while somebody works with
 * it, and beyond that for a minute where speech is decoded exactly, and no longer. All share one load.
 */
export class ExactGenerator {
  readonly #load: () => Promise<Loaded>;
  readonly #clock: Clock;
  #loading: Promise<Loaded> | undefined;
  /** Settles with the last release that was begun, however that ends: the weights are not to be there three times. */
  #releasing: Promise<void> = Promise.resolve();
  #idleRelease: Promise<void> = Promise.resolve();
  #userCount = 0;
  #isKept = false;
  #stopWaiting: Unsubscribe = () => undefined;

  /** @param load throws SottoError `pack-corrupt`, `pack-invalid`, `engine-failed` */
  constructor(load: () => Promise<Loaded>, clock: Clock) {
    this.#load = load;
    this.#clock = clock;
  }

  /** Keeps it in memory for a while after the work: segments of an exact speech follow one another. */
  keep(): void {
    this.#isKept = true;
  }

  /** Has it in memory while the work lasts. @throws what `load` throws */
  async with<T>(work: (generator: GraphSession) => Promise<T>): Promise<T> {
    this.#stopWaiting();
    this.#userCount++;
    try {
      const [generator] = await this.#loaded();
      return await work(generator);
    } finally {
      this.#userCount--;
      if (!this.#isKept) await this.#releaseUnused();
      else if (this.#userCount === 0) this.#releaseLater();
    }
  }

  /** @throws what freeing it met, now or when nobody waited for that */
  async release(): Promise<void> {
    this.#stopWaiting();
    this.#isKept = false;
    await Promise.all([this.#idleRelease, this.#releaseUnused()]);
  }

  #loaded(): Promise<Loaded> {
    this.#loading ??= this.#releasing
      .then(() => this.#load())
      .catch((error: unknown) => {
        this.#loading = undefined;
        throw error;
      });
    return this.#loading;
  }

  #releaseLater(): void {
    this.#stopWaiting = this.#clock.after(KEPT_FOR_MS, () => {
      this.#isKept = false;
      this.#idleRelease = this.#releaseUnused();
      // Told by `release`.
      this.#idleRelease.catch(() => undefined);
    });
  }

  #releaseUnused(): Promise<void> {
    const loading = this.#loading;
    if (!loading || this.#isKept || this.#userCount > 0) return Promise.resolve();
    this.#loading = undefined;
    const released = loading.then(([, release]) => release());
    this.#releasing = released.catch(() => undefined);
    return released;
  }
}
