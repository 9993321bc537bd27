import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../files/hash-file.js';
import { SottoError } from '../shared/errors.js';
import type { PackFile } from './manifest.js';

/** Files of a pack as its manifest describes them: so many bytes, with this hash. */

/**
 * The bytes of a file, verified: what is checked is what is given.
 * @throws SottoError `pack-corrupt`
 */
export async function readVerified(packDir: string, packId: string, entry: PackFile): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(packDir, entry.file));
  } catch (error) {
    throw corrupt(packId, entry, 'cannot be read', error);
  }
  if (bytes.length !== entry.bytes) throw otherSize(packId, entry, bytes.length);
  if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256)
    throw corrupt(packId, entry, 'does not match its SHA-256');
  return bytes;
}

/**
 * Lets a file be loaded by its path, verified before, and looked at again after: a model of hundreds of megabytes would
 * otherwise be in memory twice while it is loaded.
 * @throws SottoError `pack-corrupt`, also when the file was touched meanwhile; what `load` throws
 */
export async function useVerified<T>(
  packDir: string,
  packId: string,
  entry: PackFile,
  load: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(packDir, entry.file);
  const before = await lookAt(path, packId, entry);
  if (before.size !== BigInt(entry.bytes)) throw otherSize(packId, entry, Number(before.size));
  if ((await hashOf(path, packId, entry)) !== entry.sha256)
    throw corrupt(packId, entry, 'does not match its SHA-256');
  const loaded = await load(path);
  const after = await lookAt(path, packId, entry);
  if (after.ino !== before.ino || after.mtimeNs !== before.mtimeNs || after.size !== before.size)
    throw corrupt(packId, entry, 'was changed while it was being loaded');
  return loaded;
}

async function lookAt(path: string, packId: string, entry: PackFile) {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    throw corrupt(packId, entry, 'cannot be read', error);
  }
}

async function hashOf(path: string, packId: string, entry: PackFile): Promise<string> {
  const hash = createHash('sha256');
  try {
    await hashFile(path, hash);
  } catch (error) {
    throw corrupt(packId, entry, 'cannot be read', error);
  }
  return hash.digest('hex');
}

function otherSize(packId: string, entry: PackFile, byteCount: number): SottoError {
  return corrupt(packId, entry, `has ${byteCount} bytes, ${entry.bytes} are expected`);
}

function corrupt(packId: string, { file }: PackFile, what: string, cause?: unknown): SottoError {
  return new SottoError(
    {
      code: 'pack-corrupt',
      message: `${file} of the voice pack "${packId}" ${what}`,
      kept: 'nothing was loaded from it',
      next: 'install the pack again',
      details: { file },
    },
    { cause },
  );
}
