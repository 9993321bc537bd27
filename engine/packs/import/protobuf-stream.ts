import type { ByteCursor } from './byte-cursor.js';
import { LIMITS } from './limits.js';

/** Protobuf, field by field as it streams by. Source: https://protobuf.dev/programming-guides/encoding/ */

/** How a field's value is laid out in protobuf. */
export const WIRE = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** Bytes that are no protobuf of this kind. */
export class Foreign extends Error {}

export interface Field {
  readonly number: number;
  readonly wire: number;
  /** Bytes of a length-delimited value; 0 for others. */
  readonly length: number;
}

/** A value that goes on beyond the end of the file, or of what holds it. */
export class Overlong extends Error {}

/** Where a message ends whose field was just read. @throws Foreign when it is none */
export function ended(cursor: ByteCursor, { wire, length }: Field): number {
  if (wire !== WIRE.lengthDelimited) throw new Foreign();
  return cursor.positionBytes + length;
}

/** The key of the next field, and the length of what follows. It has to end where what holds it ends. @throws Foreign, Overlong */
export async function nextField(cursor: ByteCursor, endBytes: number): Promise<Field> {
  const key = await varint(cursor);
  const [number, wire] = [Math.floor(key / 8), key % 8];
  if (number === 0 || !Object.values<number>(WIRE).includes(wire)) throw new Foreign();
  const length = wire === WIRE.lengthDelimited ? await varint(cursor) : 0;
  const beyond = cursor.positionBytes + length - endBytes;
  if (beyond > 0) throw beyond > LIMITS.fileBytes ? new Foreign() : new Overlong();
  return { number, wire, length };
}

/** Passes over the value of a field. */
export async function skip(cursor: ByteCursor, { wire, length }: Field): Promise<void> {
  if (wire === WIRE.varint) await varint(cursor);
  else await cursor.skip(wire === WIRE.fixed64 ? 8 : wire === WIRE.fixed32 ? 4 : length);
}

/** A number of up to 64 bits, as far as it is exact; larger ones only have to be passed over. */
async function varint(cursor: ByteCursor): Promise<number> {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = await cursor.byte();
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return value;
  }
  throw new Foreign();
}

/** The number of a field whose key was just read. @throws Foreign when it holds something else, which others pass over */
export async function numberOf(cursor: ByteCursor, { wire }: Field): Promise<number> {
  if (wire !== WIRE.varint) throw new Foreign();
  return varint(cursor);
}

/** The field whose key was just read, as it is written. */
export async function copied(cursor: ByteCursor, field: Field): Promise<Buffer> {
  const { number, wire, length } = field;
  if (wire === WIRE.lengthDelimited) return delimited(number, await cursor.take(length));
  const key = encodedVarint(8 * number + wire);
  if (wire !== WIRE.varint) return Buffer.concat([key, await cursor.take(wire === WIRE.fixed64 ? 8 : 4)]);
  const value: number[] = [];
  do value.push(await cursor.byte());
  while ((value.at(-1) ?? 0) >= 0x80 && value.length < 10);
  return Buffer.concat([key, Buffer.from(value)]);
}

/** A field of bytes, a text or a message. */
export function delimited(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([
    encodedVarint(8 * number + WIRE.lengthDelimited),
    encodedVarint(content.length),
    content,
  ]);
}

/** A field that holds a whole number below 2⁵³. */
export function numeric(number: number, value: number): Buffer {
  return Buffer.concat([encodedVarint(8 * number + WIRE.varint), encodedVarint(value)]);
}

function encodedVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Buffer.from([...bytes, rest]);
}
