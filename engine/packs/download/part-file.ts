import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { hashFile } from '../../files/hash-file.js';
import { errnoOf } from '../../shared/errno.js';

/**
 * Bytes after which a part is brought to the disk and its record with it. A power failure, or a program that is killed,
 * costs no more than this; each costs a flush of the disk.
 */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;

/** What is remembered of a part beside its bytes. */
const recordSchema = z.object({
  /** The published address, whatever mirror its bytes came from. */
  url: z.string(),
  /** Names the version of the file that the bytes are of; without one only a checksum tells versions apart. */
  validator: z.string().exactOptional(),
  /** The whole file's, as its server said. */
  totalBytes: z.int().nonnegative().exactOptional(),
  /** Bytes that are on the disk for certain. */
  keptBytes: z.int().nonnegative(),
});

export type PartRecord = Omit<z.output<typeof recordSchema>, 'keptBytes'>;

/**
 * A file that is received: `<path>.part` with its bytes, and `<path>.part.json` with what is known of them. It gets its
 * name when it is whole. The record never promises more than the disk holds.
 */
export class PartFile {
  readonly #path: string;
  #record: PartRecord | undefined;
  #keptBytes = 0;
  #handle: FileHandle | undefined;
  #lengthBytes = 0;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Finds what an earlier attempt left, from this process or another one. */
  static async find(path: string): Promise<PartFile> {
    const part = new PartFile(path);
    const found = await readRecord(part.#recordPath);
    if (!found) return part;
    const { keptBytes, ...record } = found;
    part.#record = record;
    part.#keptBytes = Math.min(keptBytes, await sizeOf(part.#partPath));
    return part;
  }

  /** What is known of the kept bytes; undefined where there are none. */
  get record(): PartRecord | undefined {
    return this.#keptBytes > 0 ? this.#record : undefined;
  }

  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** Bytes that are here, brought to the disk or not. */
  get lengthBytes(): number {
    return this.#handle ? this.#lengthBytes : this.#keptBytes;
  }

  /** Feeds the kept bytes to a hash. */
  async hashKept(hash: Hash, signal: AbortSignal): Promise<void> {
    if (this.#keptBytes > 0) await hashFile(this.#partPath, hash, signal, this.#keptBytes);
  }

  /** Begins an empty part in place of whatever there is. */
  async begin(record: PartRecord): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    // Emptied before the new record is written: it must never stand beside another version's bytes.
    this.#handle = await open(this.#partPath, 'w');
    this.#record = record;
    this.#lengthBytes = 0;
    await this.#checkpoint();
  }

  /** Goes on behind the kept bytes. */
  async goOn(record: PartRecord): Promise<void> {
    this.#handle = await open(this.#partPath, 'r+');
    await this.#handle.truncate(this.#keptBytes);
    this.#record = record;
    this.#lengthBytes = this.#keptBytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    const handle = this.#openHandle();
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, written, undefined, this.#lengthBytes);
      written += bytesWritten;
      this.#lengthBytes += bytesWritten;
    }
    if (this.#lengthBytes - this.#keptBytes >= CHECKPOINT_BYTES) await this.#checkpoint();
  }

  /** Closes the part and keeps all of it for another attempt. */
  async close(): Promise<void> {
    const handle = this.#handle;
    if (!handle) return;
    try {
      await this.#checkpoint();
    } finally {
      this.#handle = undefined;
      await handle.close();
    }
  }

  /** Gives the whole file its name. */
  async finish(): Promise<void> {
    await this.close();
    await rename(this.#partPath, this.#path);
    await rm(this.#recordPath, { force: true });
  }

  /** Forgets what was received. */
  async discard(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    this.#keptBytes = 0;
    await rm(this.#recordPath, { force: true });
    await rm(this.#partPath, { force: true });
  }

  async #checkpoint(): Promise<void> {
    const record = this.#record;
    await this.#openHandle().datasync();
    this.#keptBytes = this.#lengthBytes;
    const temporary = `${this.#recordPath}.tmp`;
    await writeFile(temporary, JSON.stringify({ ...record, keptBytes: this.#keptBytes }));
    await rename(temporary, this.#recordPath);
  }

  #openHandle(): FileHandle {
    if (!this.#handle) throw new Error(`${this.#partPath} is not open`);
    return this.#handle;
  }

  get #partPath(): string {
    return `${this.#path}.part`;
  }

  get #recordPath(): string {
    return `${this.#path}.part.json`;
  }
}

/** Whether a file is there with these bytes, as far as is known of it. */
export async function isWhole(
  path: string,
  expected: { readonly bytes: number | undefined; readonly sha256: string | undefined },
  signal: AbortSignal,
): Promise<boolean> {
  const sizeBytes = await sizeOf(path);
  if (sizeBytes === 0 || (expected.bytes !== undefined && sizeBytes !== expected.bytes)) return false;
  if (expected.sha256 === undefined) return true;
  const hash = createHash('sha256');
  await hashFile(path, hash, signal);
  return hash.digest('hex') === expected.sha256;
}

/** 0 where there is no file. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return 0;
    throw thrown;
  }
}

/** A record that is missing or cannot be read belongs to no part that could be built on. */
async function readRecord(path: string): Promise<z.output<typeof recordSchema> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
