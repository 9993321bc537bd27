import { z } from 'zod';
import { errorShapeSchema } from './schemas.js';

/** The few shapes that travel on a port. Payloads are checked against the contract by whoever knows the call. */

const id = z.int().nonnegative();

export const requestFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id, call: z.string(), input: z.unknown() }),
  z.strictObject({ type: z.literal('cancel'), id }),
]);

export const replyFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('item'), id, item: z.unknown() }),
  z.strictObject({ type: z.literal('result'), id, output: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id, error: errorShapeSchema }),
  /** A message that could not be tied to a call was refused. */
  z.strictObject({ type: z.literal('fault'), error: errorShapeSchema }),
]);

export type RequestFrame = z.output<typeof requestFrame>;
export type ReplyFrame = z.output<typeof replyFrame>;

/** The call a malformed message names, if it names one: its sender gets the refusal there. */
export function idOfMalformed(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('id' in message)) return undefined;
  const parsed = id.safeParse(message.id);
  return parsed.success ? parsed.data : undefined;
}
