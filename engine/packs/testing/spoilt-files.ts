import type { ModelFolder } from './model-folders.js';

/** Files of models, spoilt for tests of what is refused. */

/** Some files put in place of others, or taken away. */
export const changed = (files: ModelFolder, change: Record<string, Uint8Array | undefined>): ModelFolder =>
  Object.fromEntries(
    Object.entries({ ...files, ...change }).filter(
      (entry): entry is [string, Uint8Array] => entry[1] !== undefined,
    ),
  );

export const bytesOf = (value: string): Uint8Array => Buffer.from(value, 'utf8');

/** The beginning of a file. */
export const half = (bytes: Uint8Array | undefined): Uint8Array => (bytes ?? new Uint8Array()).slice(0, 3000);

/** One byte changed inside the weights, so that it is still a model. */
export function flipped(bytes: Uint8Array | undefined): Uint8Array {
  const copy = Uint8Array.from(bytes ?? []);
  copy[copy.length - 400] = (copy[copy.length - 400] ?? 0) ^ 1;
  return copy;
}

/** Numbers with one among them that is none. */
export function withNan(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer).setFloat32(400, Number.NaN, true);
  return bytes;
}
