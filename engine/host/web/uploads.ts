import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { ReceivedFiles } from '../../services/downloads.js';
import { SottoError } from '../../shared/errors.js';
import type { SentFile } from '../../shared/bridge.js';

export interface UploadOptions {
  /** Exists, and belongs to this host alone. */
  readonly folder: string;
  readonly maxFileBytes: number;
  readonly receivedFiles: ReceivedFiles;
}

export interface Upload {
  /** As the page tells it; only its last part is kept. */
  readonly fileName: string;
  /** What the sender announced; it may be wrong or missing. */
  readonly announcedBytes: number | undefined;
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Writes a file that a page sends into the host's folder, as it comes.
 * @throws SottoError `too-large`; nothing is left of the file then
 */
export async function receiveUpload(upload: Upload, options: UploadOptions): Promise<SentFile> {
  const { folder, maxFileBytes, receivedFiles } = options;
  if ((upload.announcedBytes ?? 0) > maxFileBytes) throw tooLarge(maxFileBytes);
  const path = join(folder, randomUUID());
  let byteCount = 0;
  const limit = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      byteCount += chunk.length;
      if (byteCount > maxFileBytes) done(tooLarge(maxFileBytes));
      else done(null, chunk);
    },
  });
  const source = upload.body === null ? Readable.from([]) : Readable.fromWeb(upload.body);
  try {
    await pipeline(source, limit, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
  const fileName = plainName(upload.fileName);
  return { fileId: receivedFiles.receive({ path, fileName }), fileName };
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
    message: `the file is larger than ${Math.floor(maxFileBytes / 1024 / 1024)} MB`,
    kept: 'nothing of it was kept',
    next: 'split it into smaller files',
    details: { maxFileBytes },
  });
}
