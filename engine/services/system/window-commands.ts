import type { AppCommand } from '../../shared/app/system.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { Listeners } from '../../shared/listeners.js';

/** What the host tells its windows to do. */
export interface WindowCommands {
  /** @returns whether a window was there to hear it */
  tell(command: AppCommand): boolean;
  watch(listener: (command: AppCommand) => void): Unsubscribe;
}

/** Creates the way from a host to its windows. */
export function createWindowCommands(): WindowCommands {
  const listeners = new Listeners<AppCommand>();
  return {
    tell(command) {
      listeners.tell(command);
      return listeners.count > 0;
    },
    watch: (listener) => listeners.add(listener),
  };
}
