import { stat } from 'node:fs/promises';
import { errnoOf } from '../shared/errno.js';
import { SottoError } from '../shared/errors.js';
import { openAtomicFile } from '../files/atomic-file.js';
import type { ByteTarget } from './byte-target.js';
import { unwritable } from '../files/file-errors.js';
import { openDevice, standardOutput } from './pipe-target.js';

/** Names of descriptors: even when one leads to a file, the file belongs to whoever opened the descriptor. */
const STANDARD_OUTPUT_PATHS = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);
const DESCRIPTOR_PATH = /^\/(?:dev|proc\/self)\/fd\/\d+$|^\/dev\/stderr$/;

/**
 * Opens what a person named as the output: `-` for standard output, a FIFO or a device written straight, any
 * other path as a file that appears only when it is whole.
 */
export async function openTarget(path: string): Promise<ByteTarget> {
  if (STANDARD_OUTPUT_PATHS.has(path)) return standardOutput();
  if (DESCRIPTOR_PATH.test(path)) return openDevice(path);
  if (path === '') {
    throw new SottoError({
      code: 'file-unwritable',
      message: 'the output path is empty',
      next: 'name a file',
    });
  }
  const existing = await stat(path).catch((thrown: unknown) => {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw unwritable(path, thrown);
  });
  if (existing?.isDirectory() || (existing === undefined && /[/\\]$/.test(path))) {
    throw new SottoError({
      code: 'file-unwritable',
      message: `cannot write ${path}: it is a directory`,
      kept: 'the directory is untouched',
      next: 'name a file inside it',
      details: { path },
    });
  }
  if (existing !== undefined && !existing.isFile()) return openDevice(path);
  return openAtomicFile(path, existing === undefined ? undefined : existing.mode & 0o777);
}
