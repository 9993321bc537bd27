import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackFile } from '../manifest.js';

/** A file of a pack that is being written, and hashed on the way. */
export class HashedFile {
  readonly #handle: FileHandle;
  readonly name: string;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  /** @throws when it is there already */
  static async create(folder: string, name: string): Promise<HashedFile> {
    return new HashedFile(await open(join(folder, name), 'wx'), name);
  }

  private constructor(handle: FileHandle, name: string) {
    this.#handle = handle;
    this.name = name;
  }

  /** How much was written. */
  get bytes(): number {
    return this.#bytes;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    await this.#handle.writeFile(chunk);
    this.#bytes += chunk.length;
  }

  /** What is renamed into place has to be on the disk, or a power failure leaves a pack of zeros. */
  async finish(): Promise<PackFile> {
    await this.#handle.sync();
    return { file: this.name, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
