import { z } from 'zod';
import type {
  CallDefinition,
  Contract,
  EventDefinition,
  StreamDefinition,
  UnaryDefinition,
} from './contract-kinds.js';
import { SottoError, type ErrorCode, type ErrorShape } from './errors.js';
import { replyFrame, type RequestFrame } from './rpc-frames.js';
import type { Port, Unsubscribe } from './transport.js';

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Items as they come, then one result. Leaving the loop early cancels the call. */
export interface CallStream<Item, Output> extends AsyncIterable<Item> {
  readonly result: Promise<Output>;
}

export interface SubscribeOptions {
  /** Hears why no more will come, unless the listener itself unsubscribed. */
  readonly onEnd?: (error: SottoError) => void;
}

export type Client<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends StreamDefinition<infer I, infer T, infer O>
    ? (input: z.input<I>, options?: CallOptions) => CallStream<z.output<T>, z.output<O>>
    : C[K] extends UnaryDefinition<infer I, infer O>
      ? (input: z.input<I>, options?: CallOptions) => Promise<z.output<O>>
      : C[K] extends EventDefinition<infer I, infer T>
        ? (
            input: z.input<I>,
            listener: (payload: z.output<T>) => void,
            options?: SubscribeOptions,
          ) => Unsubscribe
        : never;
};

export interface ClientOptions {
  /** Code of the error that every call meets once the port has closed; `engine-stopped` if absent. */
  readonly closedCode?: ErrorCode;
  /** Hears of messages that belong to no call; without it they are dropped. */
  readonly onFault?: (error: ErrorShape) => void;
}

interface PendingCall {
  item(item: unknown): void;
  result(output: unknown): void;
  fail(error: SottoError): void;
}

/**
 * Makes a client for a contract on a port. Errors arrive as `SottoError` with code, message, kept, next and details.
 * When the port closes, every pending and later call is rejected with `closedCode`.
 */
export function createClient<C extends Contract>(
  contract: C,
  port: Port,
  options: ClientOptions = {},
): Client<C> {
  const pending = new Map<number, PendingCall>();
  let nextId = 0;
  let isClosed = false;
  const stopped = (): SottoError =>
    new SottoError({
      code: options.closedCode ?? 'engine-stopped',
      message: 'the other end of the connection is gone',
    });

  port.onMessage((message) => {
    const parsed = replyFrame.safeParse(message);
    if (!parsed.success) {
      const text = `malformed reply: ${z.prettifyError(parsed.error)}`;
      options.onFault?.({ code: 'contract-violation', message: text });
      return;
    }
    const frame = parsed.data;
    if (frame.type === 'fault') {
      options.onFault?.(frame.error);
      return;
    }
    // A reply to a call that was cancelled here may still be on its way; it is of no interest any more.
    const call = pending.get(frame.id);
    if (!call) return;
    if (frame.type === 'item') call.item(frame.item);
    else if (frame.type === 'result') call.result(frame.output);
    else call.fail(new SottoError(frame.error));
  });
  port.onClose(() => {
    isClosed = true;
    for (const call of [...pending.values()]) call.fail(stopped());
    pending.clear();
  });

  function start(
    name: string,
    input: unknown,
    signal: AbortSignal | undefined,
    handlers: PendingCall,
  ): () => void {
    const id = nextId++;
    const cancelled = (): SottoError =>
      new SottoError({ code: 'cancelled', message: `${name} was cancelled` });
    const end = (): void => {
      pending.delete(id);
      signal?.removeEventListener('abort', cancel);
    };
    const cancel = (): void => {
      if (!pending.has(id)) return;
      end();
      port.send({ type: 'cancel', id } satisfies RequestFrame);
      handlers.fail(cancelled());
    };
    if (isClosed || signal?.aborted) {
      handlers.fail(isClosed ? stopped() : cancelled());
      return () => undefined;
    }
    signal?.addEventListener('abort', cancel, { once: true });
    pending.set(id, {
      item: (item) => handlers.item(item),
      result(output) {
        end();
        handlers.result(output);
      },
      fail(error) {
        end();
        handlers.fail(error);
      },
    });
    port.send({ type: 'call', id, call: name, input } satisfies RequestFrame);
    return cancel;
  }

  const calls: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(contract)) calls[name] = callOf(name, definition);
  return calls as Client<C>;

  function callOf(name: string, definition: CallDefinition): unknown {
    switch (definition.kind) {
      case 'unary':
        return (input: unknown, { signal }: CallOptions = {}) => callUnary(name, definition, input, signal);
      case 'stream':
        return (input: unknown, { signal }: CallOptions = {}) => callStream(name, definition, input, signal);
      case 'event':
        return (input: unknown, listener: (payload: unknown) => void, { onEnd }: SubscribeOptions = {}) =>
          subscribe(name, definition, input, listener, onEnd);
    }
  }

  function subscribe(
    name: string,
    definition: EventDefinition<z.ZodType, z.ZodType>,
    input: unknown,
    listener: (payload: unknown) => void,
    onEnd: (error: SottoError) => void = () => undefined,
  ): Unsubscribe {
    let isWanted = true;
    const stop = start(name, input, undefined, {
      item(item) {
        const parsed = definition.payload.safeParse(item);
        if (parsed.success) listener(parsed.data);
        else options.onFault?.(mismatch(name, z.prettifyError(parsed.error)));
      },
      result: () => undefined,
      fail(error) {
        if (isWanted) onEnd(error);
      },
    });
    return () => {
      isWanted = false;
      stop();
    };
  }

  function callUnary(
    name: string,
    definition: UnaryDefinition<z.ZodType, z.ZodType>,
    input: unknown,
    signal?: AbortSignal,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      start(name, input, signal, {
        item: () => reject(mismatch(name, 'an item came for a call that has none')),
        result(output) {
          const parsed = definition.output.safeParse(output);
          if (parsed.success) resolve(parsed.data);
          else reject(mismatch(name, z.prettifyError(parsed.error)));
        },
        fail: reject,
      });
    });
  }

  function callStream(
    name: string,
    definition: StreamDefinition<z.ZodType, z.ZodType, z.ZodType>,
    input: unknown,
    signal?: AbortSignal,
  ): CallStream<unknown, unknown> {
    const queue = createItemQueue();
    let settle: { resolve: (value: unknown) => void; reject: (error: SottoError) => void } | undefined;
    const result = new Promise<unknown>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // The same failure also ends the iteration; a caller who only iterates must not see an unhandled rejection.
    result.catch(() => undefined);
    const fail = (error: SottoError): void => {
      settle?.reject(error);
      queue.end(error);
    };
    const cancel = start(name, input, signal, {
      item(item) {
        const parsed = definition.item.safeParse(item);
        if (parsed.success) queue.push(parsed.data);
        else {
          cancel();
          fail(mismatch(name, z.prettifyError(parsed.error)));
        }
      },
      result(output) {
        const parsed = definition.output.safeParse(output);
        if (!parsed.success) {
          fail(mismatch(name, z.prettifyError(parsed.error)));
          return;
        }
        settle?.resolve(parsed.data);
        queue.end();
      },
      fail,
    });
    return { result, [Symbol.asyncIterator]: () => queue.iterate(cancel) };
  }
}

function mismatch(name: string, text: string): SottoError {
  return new SottoError({ code: 'contract-violation', message: `reply to ${name}: ${text}` });
}

/** Items wait here for their reader. Its length is bounded by the credits of the call, not by the queue. */
function createItemQueue(): {
  push(item: unknown): void;
  end(error?: SottoError): void;
  iterate(cancel: () => void): AsyncIterator<unknown>;
} {
  const items: unknown[] = [];
  let ended: { error: SottoError | undefined } | undefined;
  let wake: (() => void) | undefined;
  return {
    push(item) {
      if (ended) return;
      items.push(item);
      wake?.();
    },
    end(error) {
      ended ??= { error };
      wake?.();
    },
    iterate: (cancel) => ({
      async next() {
        while (items.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
        if (items.length > 0) return { done: false, value: items.shift() };
        if (ended?.error) throw ended.error;
        return { done: true, value: undefined };
      },
      return() {
        cancel();
        items.length = 0;
        ended ??= { error: undefined };
        wake?.();
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
}
