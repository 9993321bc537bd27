import type { Port } from '../engine/shared/transport.js';
import { createStartedPort } from './started-port.js';

type Deliver = (event: { readonly data: unknown }) => void;

/** What is used of a page's `MessagePort`. */
export interface PagePort {
  addEventListener(event: 'message', listener: Deliver): void;
  addEventListener(event: 'close', listener: () => void): void;
  removeEventListener(event: 'message', listener: Deliver): void;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * A page's port as plain functions: those can cross from the preload's world into the page's, where the port itself
 * cannot.
 */
export function createPagePort(port: PagePort): Port {
  return createStartedPort({
    listen(deliver) {
      port.addEventListener('message', deliver);
      return () => port.removeEventListener('message', deliver);
    },
    whenClosed: (listener) => port.addEventListener('close', listener),
    post: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  });
}
