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
 * Lets files be loaded by the path of the first one, verified before, and looked at again after: a model of hundreds of
 * megabytes would otherwise be in memory twice while it is loaded.
 * @throws SottoError `pack-corrupt`, also when a file was touched meanwhile; what `load` throws
 */
export async function useVerified<T>(
  packDir: string,
  packId: string,
  [first, ...others]: readonly [PackFile, ...PackFile[]],
  load: (path: string) => Promise<T>,
): Promise<T> {
  const entries = [first, ...others];
  const before = [];
  for (const entry of entries) before.push(await verify(join(packDir, entry.file), packId, entry));
  const loaded = await load(join(packDir, first.file));
  for (const [index, entry] of entries.entries()) {
    const [now, then] = [await lookAt(join(packDir, entry.file), packId, entry), before[index]];
    if (now.ino !== then?.ino || now.mtimeNs !== then.mtimeNs || now.size !== then.size)
      throw corrupt(packId, entry, 'was changed while it was being loaded');
  }
  return loaded;
}

async function verify(path: string, packId: string, entry: PackFile) {
  const found = await lookAt(path, packId, entry);
  if (found.size !== BigInt(entry.bytes)) throw otherSize(packId, entry, Number(found.size));
  if ((await hashOf(path, packId, entry)) !== entry.sha256)
    throw corrupt(packId, entry, 'does not match its SHA-256');
  return found;
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
