import { Waiters } from '../shared/waiters.js';

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
  const waiting = new Waiters();
  return {
    beginLive() {
      liveCount++;
      let isEnded = false;
      return () => {
        if (isEnded) return;
        isEnded = true;
        liveCount--;
        if (liveCount === 0) waiting.wake();
      };
    },
    async whenFree(signal) {
      signal.throwIfAborted();
      if (liveCount > 0) await waiting.wait(signal);
    },
    isLive: () => liveCount > 0,
  };
}
