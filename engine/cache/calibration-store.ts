import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { replaceFile } from '../files/atomic-file.js';
import { unwritable } from '../files/file-errors.js';
import { errnoOf } from '../shared/errno.js';

/** A mix a day for a month, at some tens of kilobytes each. */
const MAX_ENTRIES = 32;
/** Of all packs together: some megabytes. Who tries mixes out leaves a file for each. */
const MAX_FILES = 256;
const FILE_MODE = 0o644;
const SUFFIX = '.f32';

/**
 * Rows of statistics that were calibrated for style vectors, in memory and in a folder. A file is little-endian float32
 * and named by what it was measured with; one that is not a whole row of numbers counts as none. The oldest ones make room.
 */
export class CalibrationStore {
  readonly #dir: string | null;
  readonly #soundSha256: string;
  readonly #width: number;
  readonly #maxFiles: number;
  readonly #rows = new LRUCache<string, Float32Array>({ max: MAX_ENTRIES });

  /**
   * @param dir null keeps them in memory
   * @param soundSha256 of the pack
   * @param width numbers in a row
   */
  constructor(dir: string | null, soundSha256: string, width: number, maxFiles = MAX_FILES) {
    this.#dir = dir;
    this.#soundSha256 = soundSha256;
    this.#width = width;
    this.#maxFiles = maxFiles;
  }

  async get(styleSha256: string): Promise<Float32Array | undefined> {
    const known = this.#rows.get(styleSha256);
    if (known || this.#dir === null) return known;
    const read = await readRow(this.#path(this.#dir, styleSha256), this.#width);
    if (read) this.#rows.set(styleSha256, read);
    return read;
  }

  /** @throws SottoError `file-unwritable`; the row is kept in memory all the same */
  async put(styleSha256: string, row: Float32Array): Promise<void> {
    this.#rows.set(styleSha256, row);
    if (this.#dir === null) return;
    const bytes = new DataView(new ArrayBuffer(row.length * 4));
    for (const [index, value] of row.entries()) bytes.setFloat32(index * 4, value, true);
    await makeFolder(this.#dir);
    await replaceFile(this.#path(this.#dir, styleSha256), new Uint8Array(bytes.buffer), FILE_MODE);
    await removeOldest(this.#dir, this.#maxFiles);
  }

  #path(dir: string, styleSha256: string): string {
    const name = createHash('sha256').update(`${this.#soundSha256}:${styleSha256}`).digest('hex');
    return join(dir, `${name}${SUFFIX}`);
  }
}

async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (thrown) {
    throw unwritable(dir, thrown);
  }
}

/** Another process may do the same at the same time. */
async function removeOldest(dir: string, maxFiles: number): Promise<void> {
  try {
    const names = (await readdir(dir)).filter((name) => name.endsWith(SUFFIX));
    if (names.length <= maxFiles) return;
    const paths = names.map((name) => join(dir, name));
    const dated = await Promise.all(
      paths.map(async (path) => ({ path, writtenMs: await writtenAtMs(path) })),
    );
    const oldest = dated.sort((a, b) => a.writtenMs - b.writtenMs).slice(0, names.length - maxFiles);
    await Promise.all(oldest.map(({ path }) => rm(path, { force: true })));
  } catch (thrown) {
    throw unwritable(dir, thrown);
  }
}

/** The beginning of time for a file that is gone. */
async function writtenAtMs(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return 0;
    throw thrown;
  }
}

async function readRow(path: string, width: number): Promise<Float32Array | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (thrown) {
    // Whatever keeps it from being read, it is calibrated anew.
    if (errnoOf(thrown) !== undefined) return undefined;
    throw thrown;
  }
  if (bytes.length !== width * 4) return undefined;
  const row = Float32Array.from({ length: width }, (_, index) => bytes.readFloatLE(index * 4));
  return row.every(Number.isFinite) ? row : undefined;
}
