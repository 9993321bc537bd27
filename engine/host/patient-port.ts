import type { Port } from '../shared/transport.js';

/**
 * A port whose messages leave in the next turn of the event loop, in their order. What a page is told of a speech keeps
 * its main thread busy for some milliseconds: samples that the same turn made ready get there before it.
 */
export function createPatientPort(port: Port): Port {
  let waiting: unknown[] = [];
  const flush = (): void => {
    const messages = waiting;
    waiting = [];
    for (const message of messages) port.send(message);
  };
  return {
    send(message) {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(message);
    },
    onMessage: (listener) => port.onMessage(listener),
    onClose: (listener) => port.onClose(listener),
    close() {
      flush();
      port.close();
    },
  };
}
