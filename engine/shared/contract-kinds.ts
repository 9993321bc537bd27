import type { z } from 'zod';

/** The kinds of call that a contract is made of. Types, client and server are derived from them. */

/** A question with one answer. */
export interface UnaryDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'unary';
  readonly input: I;
  readonly output: O;
}

/** A question answered by items as they come, then by one result. */
export interface StreamDefinition<I extends z.ZodType, T extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'stream';
  readonly input: I;
  readonly item: T;
  readonly output: O;
}

/** Something that is told as often as it happens, until the listener unsubscribes. */
export interface EventDefinition<I extends z.ZodType, T extends z.ZodType> {
  readonly kind: 'event';
  readonly input: I;
  readonly payload: T;
}

export type CallDefinition =
  | UnaryDefinition<z.ZodType, z.ZodType>
  | StreamDefinition<z.ZodType, z.ZodType, z.ZodType>
  | EventDefinition<z.ZodType, z.ZodType>;

export type Contract = Readonly<Record<string, CallDefinition>>;

/** Defines a question with one answer. */
export function unary<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): UnaryDefinition<I, O> {
  return { kind: 'unary', input, output };
}

/** Defines a question answered by items, then by one result. */
export function stream<I extends z.ZodType, T extends z.ZodType, O extends z.ZodType>(
  input: I,
  item: T,
  output: O,
): StreamDefinition<I, T, O> {
  return { kind: 'stream', input, item, output };
}

/** Defines something that a listener subscribes to. */
export function event<I extends z.ZodType, T extends z.ZodType>(input: I, payload: T): EventDefinition<I, T> {
  return { kind: 'event', input, payload };
}
