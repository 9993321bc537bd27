import { Closing } from './closing.js';

/** Stops a subscription; calling it twice is harmless. */
export type Unsubscribe = () => void;

/**
 * One end of a two-way message channel. It serves every process boundary alike: a forked child, a utility process,
 * a web socket, or a pair in memory. Messages are structured-cloned plain data; order is kept.
 */
export interface Port {
  /** Sends a message. After the channel has closed it does nothing: the close event has told both ends. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Unsubscribe;
  /** Called once when the other end is gone, or this end was closed; at once when that has already happened. */
  onClose(listener: () => void): Unsubscribe;
  close(): void;
}

class MemoryPort implements Port {
  #other: MemoryPort | undefined;
  readonly #closing = new Closing();
  readonly #messageListeners = new Set<(message: unknown) => void>();

  connect(other: MemoryPort): void {
    this.#other = other;
  }

  send(message: unknown): void {
    if (this.#closing.isClosed) return;
    // Cloned when sent, as a real channel does, so that a test meets the same surprises as a process boundary.
    const copy = structuredClone(message);
    queueMicrotask(() => this.#other?.deliver(copy));
  }

  deliver(message: unknown): void {
    if (this.#closing.isClosed) return;
    for (const listener of [...this.#messageListeners]) listener(message);
  }

  onMessage(listener: (message: unknown) => void): Unsubscribe {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  }

  onClose(listener: () => void): Unsubscribe {
    return this.#closing.on(listener);
  }

  close(): void {
    if (this.#closing.isClosed) return;
    this.#closing.close();
    this.#messageListeners.clear();
    const other = this.#other;
    queueMicrotask(() => other?.close());
  }
}

/** Two connected ports in one process: tests run both ends of a contract without starting anything. */
export function createMemoryPortPair(): [Port, Port] {
  const left = new MemoryPort();
  const right = new MemoryPort();
  left.connect(right);
  right.connect(left);
  return [left, right];
}
