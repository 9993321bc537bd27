import type { GraphSession } from './session.js';

/** A graph, and what releases it. */
export type Loaded = readonly [GraphSession, () => Promise<void>];

/**
 * `generatorExact` of a staged pack, which holds the generator's weights a second time: in memory while somebody works with
 * it, and beyond that only once speech is decoded exactly. All share one load.
 */
export class ExactGenerator {
  readonly #load: () => Promise<Loaded>;
  #loading: Promise<Loaded> | undefined;
  #userCount = 0;
  #isKept = false;

  /** @param load throws SottoError `pack-corrupt`, `pack-invalid`, `engine-failed` */
  constructor(load: () => Promise<Loaded>) {
    this.#load = load;
  }

  /** Keeps it in memory from now on: segments of an exact speech follow one another. */
  keep(): void {
    this.#isKept = true;
  }

  /** Has it in memory while the work lasts. @throws what `load` throws */
  async with<T>(work: (generator: GraphSession) => Promise<T>): Promise<T> {
    this.#userCount++;
    try {
      const [generator] = await this.#loaded();
      return await work(generator);
    } finally {
      this.#userCount--;
      await this.#releaseUnused();
    }
  }

  async release(): Promise<void> {
    this.#isKept = false;
    await this.#releaseUnused();
  }

  #loaded(): Promise<Loaded> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #releaseUnused(): Promise<void> {
    const loading = this.#loading;
    if (!loading || this.#isKept || this.#userCount > 0) return;
    this.#loading = undefined;
    const [, release] = await loading;
    await release();
  }
}
