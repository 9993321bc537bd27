import { Closing } from '../engine/shared/closing.js';
import type { Port, Unsubscribe } from '../engine/shared/transport.js';

type Deliver = (event: { readonly data: unknown }) => void;

/** A message port of either kind, reduced to what both have. */
export interface RawPort {
  listen(deliver: Deliver): Unsubscribe;
  whenClosed(listener: () => void): void;
  post(message: unknown): void;
  /** Lets messages through that have waited in the port. */
  start(): void;
  close(): void;
}

/** A `Port` on a message port that holds messages back until it is started: that happens once somebody listens. */
export function createStartedPort(raw: RawPort): Port {
  const closing = new Closing();
  let isStarted = false;
  raw.whenClosed(() => closing.close());
  return {
    send(message) {
      if (!closing.isClosed) raw.post(message);
    },
    onMessage(listener) {
      const stop = raw.listen((event) => listener(event.data));
      if (!isStarted) raw.start();
      isStarted = true;
      return stop;
    },
    onClose: (listener) => closing.on(listener),
    close() {
      if (closing.isClosed) return;
      raw.close();
      closing.close();
    },
  };
}
