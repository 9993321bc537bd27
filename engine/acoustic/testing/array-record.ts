import { readFileSync } from 'node:fs';

/** An array in a parity file that Python wrote (`array_record` in models/sotto_export/sampler.py). */
export interface ArrayRecord {
  readonly shape: readonly number[];
  /** Base64 of little-endian float32. */
  readonly float32: string;
}

/** The parity file of that name under models/sotto_export/fixtures. */
export function readFixture(name: string): unknown {
  const file = new URL(`../../../models/sotto_export/fixtures/${name}`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Its values, row after row. */
export function floatsOfRecord({ float32 }: ArrayRecord): Float32Array {
  const bytes = Buffer.from(float32, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

/** The largest difference between two arrays of one length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? NaN))), 0);
}
