import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { unwritable } from '../../files/file-errors.js';
import type { ReceivedCopy, ReceivedFiles } from '../../services/received-files.js';
import type { SentFile } from '../../shared/bridge.js';
import { bytesText } from '../../shared/byte-size.js';
import type { Clock } from '../../shared/clock.js';
import { SottoError } from '../../shared/errors.js';
import type { Unsubscribe } from '../../shared/transport.js';

export interface UploadsOptions {
  /** Of this host alone. What an earlier one left in it is deleted. */
  readonly dir: string;
  readonly maxFileBytes: number;
  readonly receivedFiles: ReceivedFiles;
  readonly clock: Clock;
}

export interface Upload {
  /** As the page tells it; only its last part is kept. */
  readonly fileName: string;
  /** What the sender announced; it may be wrong or missing. */
  readonly announcedBytes: number | undefined;
  readonly body: ReadableStream<Uint8Array> | null;
}

/** Files that pages send. */
export interface Uploads {
  /** Writes a file as it comes. @throws SottoError `too-large`, `file-unwritable`; nothing is left of the file then */
  receive(upload: Upload): Promise<SentFile>;
  /** Deletes them all. */
  close(): Promise<void>;
}

/** What is done with a file begins when it has come; whoever works with it longer keeps it. */
const KEPT_FOR_MS = 60 * 60 * 1000;

export async function openUploads(options: UploadsOptions): Promise<Uploads> {
  const { dir, maxFileBytes, receivedFiles, clock } = options;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const stopTimers = new Set<Unsubscribe>();

  function deleteLater(path: string): ReceivedCopy {
    const keep = (): void => {
      stop();
      stopTimers.delete(stop);
    };
    const discard = (): void => {
      keep();
      // What cannot be deleted now goes with the folder.
      rm(path, { force: true }).catch(() => undefined);
    };
    const stop = clock.after(KEPT_FOR_MS, discard);
    stopTimers.add(stop);
    return { keep, discard };
  }

  return {
    async receive({ fileName: givenName, announcedBytes = 0, body }) {
      if (announcedBytes > maxFileBytes) throw tooLarge(maxFileBytes);
      const path = join(dir, randomUUID());
      const source = body === null ? Readable.from([]) : Readable.fromWeb(body);
      try {
        const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
        await pipeline(source, limitTo(maxFileBytes), file);
      } catch (thrown) {
        await rm(path, { force: true });
        throw unwritable(path, thrown, 'nothing of it was kept');
      }
      const fileName = plainName(givenName);
      return { fileId: receivedFiles.receive({ path, fileName, copy: deleteLater(path) }), fileName };
    },
    async close() {
      for (const stop of stopTimers) stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function limitTo(maxBytes: number): Transform {
  let byteCount = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      byteCount += chunk.length;
      if (byteCount > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
}

const MAX_NAME_LENGTH = 200;

/** A name fit to be shown and to be part of another one: no folders, nothing invisible, its end kept when it is long. */
function plainName(name: string): string {
  const last = basename(name.replaceAll('\\', '/')).replaceAll(/\p{C}/gu, '').trim();
  return last.slice(-MAX_NAME_LENGTH) || 'file';
}

function tooLarge(maxFileBytes: number): SottoError {
  return new SottoError({
    code: 'too-large',
    message: `the file is larger than ${bytesText(maxFileBytes)}`,
    kept: 'nothing of it was kept',
    next: 'split it into smaller files; of a model, give its path on this machine instead',
    details: { maxFileBytes },
  });
}
