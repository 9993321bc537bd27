import type { Port } from '../shared/transport.js';

/** What a forked child uses of its own process. */
export interface ChildEnd {
  readonly connected: boolean;
  send?(message: unknown, handle: undefined, options: undefined, onSent: () => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
  disconnect?(): void;
}

/** The child's end of the channel to the process that forked it. */
export function createProcessPort(child: ChildEnd): Port {
  return {
    send(message) {
      // With a callback, a parent that has just gone is no error event; the disconnect tells it.
      if (child.connected) child.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage(listener) {
      child.on('message', listener);
      return () => child.off('message', listener);
    },
    onClose(listener) {
      let isListening = true;
      const close = (): void => {
        if (isListening) listener();
      };
      if (child.connected) child.once('disconnect', close);
      else close();
      return () => (isListening = false);
    },
    close: () => child.disconnect?.(),
  };
}
