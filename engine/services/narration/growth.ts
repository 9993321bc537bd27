/** Tells readers of something that grows when it has grown. */
export class Growth {
  #version = 0;
  readonly #waiting = new Set<() => void>();

  /** To be read before looking, so that what grows while one looks is not missed. */
  get version(): number {
    return this.#version;
  }

  grown(): void {
    this.#version++;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves once it has grown past a version; rejects with the signal's reason when that aborts first. */
  past(version: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      if (this.#version > version) {
        resolve();
        return;
      }
      const end = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', abort);
      };
      const wake = (): void => {
        end();
        resolve();
      };
      const abort = (): void => {
        end();
        reject(signal.reason as Error);
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
