/**
 * Who may use the engine: a speech that somebody waits for goes before renderings in the background, which wait
 * between two items of theirs.
 */
export interface Turns {
  /** A live speech is being rendered until the returned function is called. */
  beginLive(): () => void;
  /** Resolves while no live speech is being rendered; rejects with the signal's reason when it aborts first. */
  whenFree(signal: AbortSignal): Promise<void>;
  /** Whether background work waits. */
  isLive(): boolean;
}

/** Creates turns for one engine. */
export function createTurns(): Turns {
  let liveCount = 0;
  const waiting = new Set<() => void>();
  return {
    beginLive() {
      liveCount++;
      let isEnded = false;
      return () => {
        if (isEnded) return;
        isEnded = true;
        liveCount--;
        if (liveCount === 0) for (const wake of [...waiting]) wake();
      };
    },
    whenFree: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted || liveCount === 0) {
          if (signal.aborted) reject(signal.reason as Error);
          else resolve();
          return;
        }
        const end = (): void => {
          waiting.delete(wake);
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
        waiting.add(wake);
        signal.addEventListener('abort', abort, { once: true });
      }),
    isLive: () => liveCount > 0,
  };
}
