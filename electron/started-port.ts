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
  const closeListeners = new Set<() => void>();
  let isStarted = false;
  let isClosed = false;
  const closed = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of [...closeListeners]) listener();
    closeListeners.clear();
  };
  raw.whenClosed(closed);
  return {
    send(message) {
      if (!isClosed) raw.post(message);
    },
    onMessage(listener) {
      const stop = raw.listen((event) => listener(event.data));
      if (!isStarted) raw.start();
      isStarted = true;
      return stop;
    },
    onClose(listener) {
      if (isClosed) {
        listener();
        return () => undefined;
      }
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close() {
      if (isClosed) return;
      raw.close();
      closed();
    },
  };
}
