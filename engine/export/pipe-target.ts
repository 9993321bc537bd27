import { setTimeout as delay } from 'node:timers/promises';
import { open, type FileHandle } from 'node:fs/promises';
import { write as writeCallback } from 'node:fs';
import { promisify } from 'node:util';
import { errnoOf } from '../shared/errno.js';
import type { ByteTarget } from './byte-target.js';
import { unwritable } from '../files/file-errors.js';

const writeFd = promisify(writeCallback);

/** A pipe that another program made non-blocking answers EAGAIN when full; asked again this often. */
const FULL_PIPE_RETRY_MS = 5;

/**
 * Writes straight to standard output. Through the thread pool, because `process.stdout` blocks the event loop on
 * a full pipe, and a host that is blocked neither hears Ctrl-C nor answers its engine.
 * A reader that went away shows as the plain EPIPE error, for the host to end quietly.
 */
export function standardOutput(): ByteTarget {
  return new PipeTarget(1, 'standard output', undefined);
}

/** Writes straight to a FIFO or a device, which a rename would replace. Waits for a FIFO's reader. */
export async function openDevice(path: string): Promise<ByteTarget> {
  try {
    const handle = await counted(open(path, 'w'));
    return new PipeTarget(handle.fd, path, handle);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

let blockedCalls = 0;

/**
 * True while a thread waits for a reader. `process.exit` joins such a thread, so it would wait as well; only a
 * signal ends the process then.
 */
export function waitsForReader(): boolean {
  return blockedCalls > 0;
}

async function counted<T>(call: Promise<T>): Promise<T> {
  blockedCalls += 1;
  try {
    return await call;
  } finally {
    blockedCalls -= 1;
  }
}

class PipeTarget implements ByteTarget {
  readonly seekable = false;
  readonly #fd: number;
  readonly #name: string;
  readonly #handle: FileHandle | undefined;

  constructor(fd: number, name: string, handle: FileHandle | undefined) {
    this.#fd = fd;
    this.#name = name;
    this.#handle = handle;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      try {
        done += (await counted(writeFd(this.#fd, bytes, done, bytes.length - done))).bytesWritten;
      } catch (thrown) {
        if (errnoOf(thrown) === 'EAGAIN') await delay(FULL_PIPE_RETRY_MS);
        else if (errnoOf(thrown) === 'EPIPE') throw thrown;
        else throw unwritable(this.#name, thrown);
      }
    }
  }

  patchStart(): Promise<void> {
    return Promise.reject(new Error('a pipe has no start to go back to'));
  }

  async commit(): Promise<void> {
    await this.#handle?.close();
  }

  async discard(): Promise<void> {
    await this.#handle?.close();
  }

  discardSync(): void {
    // What a pipe has passed on cannot be taken back, and the descriptor ends with the process.
  }
}
