import type { AppCommand } from '../../shared/app/system.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { Listeners } from '../session/listeners.js';

/** What the host tells its windows to do. */
export interface WindowCommands {
  /** @returns whether a window was there to hear it */
  tell(command: AppCommand): boolean;
  watch(listener: (command: AppCommand) => void): Unsubscribe;
}

export function createWindowCommands(): WindowCommands {
  const listeners = new Listeners<AppCommand>();
  let listenerCount = 0;
  return {
    tell(command) {
      listeners.tell(command);
      return listenerCount > 0;
    },
    watch(listener) {
      const stop = listeners.add(listener);
      let isWatching = true;
      listenerCount++;
      return () => {
        if (isWatching) listenerCount--;
        isWatching = false;
        stop();
      };
    },
  };
}
