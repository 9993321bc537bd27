import type { NarrationFormat } from '../../../engine/shared/app/narration.js';
import type { Unsubscribe } from '../../../engine/shared/transport.js';

/** An audio file that is being made. */
export interface Making {
  readonly format: NarrationFormat;
  /** 0 to 1. */
  readonly progress: number;
}

/** The audio files that are being made, one an item: it goes on while another view is shown. */
export class Savings {
  readonly #making = new Map<string, Making>();
  readonly #controllers = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();

  of(itemId: string): Making | undefined {
    return this.#making.get(itemId);
  }

  watch = (listener: () => void): Unsubscribe => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Makes a file, unless one of this item is being made.
   * @param make tells how far it is, and ends early when it is cancelled
   */
  async run(
    itemId: string,
    format: NarrationFormat,
    make: (signal: AbortSignal, tell: (progress: number) => void) => Promise<void>,
  ): Promise<void> {
    if (this.#making.has(itemId)) return;
    const controller = new AbortController();
    this.#controllers.set(itemId, controller);
    const tell = (progress: number): void => this.#become(itemId, { format, progress });
    tell(0);
    try {
      await make(controller.signal, tell);
    } finally {
      this.#controllers.delete(itemId);
      this.#become(itemId, undefined);
    }
  }

  cancel(itemId: string): void {
    this.#controllers.get(itemId)?.abort();
  }

  #become(itemId: string, making: Making | undefined): void {
    if (making === undefined) this.#making.delete(itemId);
    else this.#making.set(itemId, making);
    for (const listener of [...this.#listeners]) listener();
  }
}
