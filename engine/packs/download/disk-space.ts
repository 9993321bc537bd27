import { statfs } from 'node:fs/promises';
import { SottoError } from '../../shared/errors.js';
import { PARTS_KEPT } from './file-failure.js';

/** Left free beyond what is asked for: a system whose disk is full to the last byte works no more. */
const RESERVE_BYTES = 100_000_000;

/** Bytes that this person may still write in a folder's file system. */
export async function freeDiskBytes(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}

/** @throws SottoError `disk-full`, with what is needed and what is free */
export function checkRoom(dir: string, neededBytes: number, freeBytes: number): void {
  if (neededBytes === 0 || neededBytes + RESERVE_BYTES <= freeBytes) return;
  throw new SottoError({
    code: 'disk-full',
    message: `the download needs ${megabytes(neededBytes + RESERVE_BYTES)}, ${megabytes(freeBytes)} are free in ${dir}`,
    kept: PARTS_KEPT,
    next: 'free some space and start it again',
    details: { neededBytes: neededBytes + RESERVE_BYTES, freeBytes, path: dir },
  });
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
