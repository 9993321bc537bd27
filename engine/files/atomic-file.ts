import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, readdir, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../shared/errno.js';
import type { ByteTarget } from '../export/byte-target.js';
import { unwritable } from './file-errors.js';
import { isProcessRunning } from './process-running.js';

const KEPT = 'nothing was left half-written';

/**
 * A file that appears under its name only when it is whole: bytes go to a hidden file beside it, which is synced
 * and renamed on `commit`. A symbolic link is followed.
 * @param mode permissions of the file, whatever the umask; the system's usual ones where it is undefined
 * @throws SottoError `file-unwritable`
 */
export async function openAtomicFile(path: string, mode: number | undefined): Promise<ByteTarget> {
  const target = await resolveLink(path);
  await removeAbandoned(target);
  const temporary = join(
    dirname(target),
    `${temporaryPrefix(target)}${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
  );
  try {
    const handle = await open(temporary, 'wx', mode ?? 0o666);
    const file = new AtomicFile(path, target, temporary, handle);
    if (mode !== undefined)
      await handle.chmod(mode).catch((thrown: unknown) => tolerateForeign(thrown, file));
    return file;
  } catch (thrown) {
    throw unwritable(path, thrown, KEPT);
  }
}

/**
 * Replaces a file's content whole: who reads it, after a crash too, finds the old content or the new.
 * @throws SottoError `file-unwritable`
 */
export async function replaceFile(path: string, content: Uint8Array, mode: number): Promise<void> {
  const target = await openAtomicFile(path, mode);
  try {
    await target.write(content);
    await target.commit();
  } catch (thrown) {
    await target.discard();
    throw thrown;
  }
}

/** File systems without permissions (FAT, some network shares) refuse to set them; there are none to keep then. */
async function tolerateForeign(thrown: unknown, file: AtomicFile): Promise<void> {
  if (['EPERM', 'ENOTSUP', 'ENOSYS'].includes(errnoOf(thrown) ?? '')) return;
  await file.discard();
  throw thrown;
}

class AtomicFile implements ByteTarget {
  readonly seekable = true;
  readonly #path: string;
  readonly #target: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  #lengthBytes = 0;
  #ended = false;

  constructor(path: string, target: string, temporary: string, handle: FileHandle) {
    this.#path = path;
    this.#target = target;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writeAt(bytes, this.#lengthBytes);
    this.#lengthBytes += bytes.length;
  }

  async patchStart(bytes: Uint8Array): Promise<void> {
    await this.#writeAt(bytes, 0);
  }

  async commit(): Promise<void> {
    try {
      await this.#handle.sync();
      await this.#handle.close();
      await rename(this.#temporary, this.#target);
      this.#ended = true;
    } catch (thrown) {
      throw unwritable(this.#path, thrown, KEPT);
    }
  }

  async discard(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#handle.close();
    await rm(this.#temporary, { force: true });
  }

  discardSync(): void {
    if (this.#ended) return;
    this.#ended = true;
    rmSync(this.#temporary, { force: true });
  }

  async #writeAt(bytes: Uint8Array, positionBytes: number): Promise<void> {
    let done = 0;
    try {
      while (done < bytes.length) {
        const { bytesWritten } = await this.#handle.write(
          bytes,
          done,
          bytes.length - done,
          positionBytes + done,
        );
        done += bytesWritten;
      }
    } catch (thrown) {
      throw unwritable(this.#path, thrown, KEPT);
    }
  }
}

async function resolveLink(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return path;
    throw unwritable(path, thrown, KEPT);
  }
}

function temporaryPrefix(target: string): string {
  return `.${basename(target)}.sotto-`;
}

/** Removes what a killed writer of the same file left behind; a writer that still runs keeps its own. */
async function removeAbandoned(target: string): Promise<void> {
  const prefix = temporaryPrefix(target);
  const names = await readdir(dirname(target)).catch((thrown: unknown) => {
    // An unreadable directory may still be writable; opening the file gives the answer that counts.
    if (errnoOf(thrown) !== undefined) return [];
    throw thrown;
  });
  for (const name of names) {
    if (!name.startsWith(prefix) || !name.endsWith('.tmp')) continue;
    const writerPid = Number.parseInt(name.slice(prefix.length), 10);
    if (Number.isInteger(writerPid) && !isProcessRunning(writerPid))
      await rm(join(dirname(target), name), { force: true });
  }
}
