import type { Port } from '../shared/transport.js';

/** What a utility process of Electron finds as `process.parentPort`. */
export interface ParentEnd {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  off(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

/**
 * A utility process's end of the channel to the app. It never closes on this side: Electron ends the process together with
 * the app.
 */
export function createParentPort(parent: ParentEnd): Port {
  return {
    send: (message) => parent.postMessage(message),
    onMessage(listener) {
      const deliver = (event: { readonly data: unknown }): void => listener(event.data);
      parent.on('message', deliver);
      return () => parent.off('message', deliver);
    },
    onClose: () => () => undefined,
    close: () => undefined,
  };
}
