import type { Port } from '../engine/shared/transport.js';
import { createStartedPort } from './started-port.js';

type Deliver = (event: { readonly data: unknown }) => void;

/** What is used of Electron's `MessagePortMain`. */
export interface MainPort {
  on(event: 'message', listener: Deliver): unknown;
  off(event: 'message', listener: Deliver): unknown;
  once(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * A port of Electron's main process as every boundary here has it. Messages are copied, never transferred: an ArrayBuffer
 * in the transfer list of a `MessagePortMain` loses the whole message.
 */
export function createMainPort(port: MainPort): Port {
  return createStartedPort({
    listen(deliver) {
      port.on('message', deliver);
      return () => port.off('message', deliver);
    },
    whenClosed: (listener) => port.once('close', listener),
    post: (message) => port.postMessage(withCompactViews(message)),
    start: () => port.start(),
    close: () => port.close(),
  });
}

/** Cloning a view clones the whole buffer that it looks at: a chunk of a long rendering would take all of it along. */
function withCompactViews(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message;
  const compact = Object.entries(message).flatMap(([name, value]) =>
    value instanceof Float32Array && value.byteLength < value.buffer.byteLength
      ? [[name, value.slice()] as const]
      : [],
  );
  return compact.length === 0 ? message : { ...message, ...Object.fromEntries(compact) };
}
