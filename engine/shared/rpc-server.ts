import { z } from 'zod';
import type { Contract, EventDefinition, StreamDefinition, UnaryDefinition } from './contract-kinds.js';
import { SottoError, toErrorShape, type ErrorShape } from './errors.js';
import { idOfMalformed, requestFrame, type ReplyFrame } from './rpc-frames.js';
import type { Port, Unsubscribe } from './transport.js';

export interface CallContext {
  /** Aborts when the caller cancels or its port closes. */
  readonly signal: AbortSignal;
}

/** One handler a call, its types taken from the contract: a call that is added is a handler that is missing. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends StreamDefinition<infer I, infer T, infer O>
    ? (input: z.output<I>, context: CallContext) => AsyncGenerator<z.input<T>, z.input<O>, void>
    : C[K] extends UnaryDefinition<infer I, infer O>
      ? (input: z.output<I>, context: CallContext) => Promise<z.input<O>> | z.input<O>
      : C[K] extends EventDefinition<infer I, infer T>
        ? (input: z.output<I>, tell: (payload: z.input<T>) => void) => Unsubscribe
        : never;
};

type AnyUnary = (input: unknown, context: CallContext) => unknown;
type AnyStream = (input: unknown, context: CallContext) => AsyncGenerator<unknown, unknown, void>;
type AnyEvent = (input: unknown, tell: (payload: unknown) => void) => Unsubscribe;

function violation(message: string): ErrorShape {
  return { code: 'contract-violation', message, kept: 'nothing was changed' };
}

/**
 * Answers a contract's calls on a port until it closes. A malformed or unknown message is answered with a coded error
 * and changes nothing.
 * @returns stops serving and aborts what runs
 */
export function serve<C extends Contract>(contract: C, handlers: Handlers<C>, port: Port): Unsubscribe {
  const running = new Map<number, AbortController>();
  const reply = (frame: ReplyFrame): void => port.send(frame);

  async function answer(id: number, name: string, rawInput: unknown): Promise<void> {
    const definition = Object.hasOwn(contract, name) ? contract[name] : undefined;
    if (!definition) {
      reply({ type: 'error', id, error: { code: 'unknown-call', message: `there is no call "${name}"` } });
      return;
    }
    const input = definition.input.safeParse(rawInput);
    if (!input.success) {
      reply({ type: 'error', id, error: violation(`input of ${name}: ${z.prettifyError(input.error)}`) });
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    const context = { signal: controller.signal };
    try {
      const item = (payload: unknown): void => reply({ type: 'item', id, item: payload });
      let output: unknown;
      switch (definition.kind) {
        case 'unary':
          output = await (handlers[name] as AnyUnary)(input.data, context);
          break;
        case 'stream':
          output = await forwardItems(
            (handlers[name] as AnyStream)(input.data, context),
            controller.signal,
            item,
          );
          break;
        case 'event':
          await tellUntilAborted(handlers[name] as AnyEvent, input.data, controller.signal, item);
      }
      controller.signal.throwIfAborted();
      reply({ type: 'result', id, output });
    } catch (error) {
      const shape = controller.signal.aborted
        ? { code: 'cancelled' as const, message: `${name} was cancelled` }
        : toErrorShape(error);
      reply({ type: 'error', id, error: shape });
    } finally {
      running.delete(id);
    }
  }

  const stopListening = port.onMessage((message) => {
    const parsed = requestFrame.safeParse(message);
    if (!parsed.success) {
      const id = idOfMalformed(message);
      const error = violation(`malformed message: ${z.prettifyError(parsed.error)}`);
      // An id in use belongs to a sound call, which must not be ended by a malformed message.
      reply(id === undefined || running.has(id) ? { type: 'fault', error } : { type: 'error', id, error });
      return;
    }
    const frame = parsed.data;
    if (frame.type === 'cancel') {
      running.get(frame.id)?.abort(new SottoError({ code: 'cancelled', message: 'the caller cancelled' }));
    } else if (running.has(frame.id)) {
      reply({ type: 'fault', error: violation(`call id ${frame.id} is in use`) });
    } else {
      void answer(frame.id, frame.call, frame.input);
    }
  });

  const stop = (): void => {
    stopListening();
    for (const controller of running.values())
      controller.abort(new SottoError({ code: 'cancelled', message: 'the caller is gone' }));
  };
  const stopWatching = port.onClose(stop);
  return () => {
    stopWatching();
    stop();
  };
}

async function forwardItems(
  items: AsyncGenerator<unknown, unknown, void>,
  signal: AbortSignal,
  send: (item: unknown) => void,
): Promise<unknown> {
  for (;;) {
    const next = await items.next();
    if (next.done) return next.value;
    if (signal.aborted) {
      await items.return(undefined);
      signal.throwIfAborted();
    }
    send(next.value);
  }
}

/** Passes an event's payloads on until its listener unsubscribes or is gone. */
async function tellUntilAborted(
  listen: AnyEvent,
  input: unknown,
  signal: AbortSignal,
  send: (payload: unknown) => void,
): Promise<void> {
  const unsubscribe = listen(input, (payload) => {
    if (!signal.aborted) send(payload);
  });
  try {
    if (!signal.aborted)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    unsubscribe();
  }
}
