import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Fewer, larger reads: models have hundreds of megabytes. */
const READ_BYTES = 1024 * 1024;

/**
 * Feeds a file, or its first bytes, to a hash, holding little of it at a time.
 * @param byteCount from 1 on
 * @throws what the file system says; the signal's reason when it aborts
 */
export async function hashFile(
  path: string,
  hash: Hash,
  signal?: AbortSignal,
  byteCount = Infinity,
): Promise<void> {
  const stream = createReadStream(path, { end: byteCount - 1, highWaterMark: READ_BYTES });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
}
