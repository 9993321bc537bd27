import type { PackFile } from '../manifest.js';
import { HashedFile } from './hashed-file.js';
import type { SourceFile } from './source.js';

/** Copies a file and hashes what was written. */
export function copyFile(file: SourceFile, folder: string, name: string): Promise<PackFile> {
  return writeChunks(file.read(), folder, name);
}

/** Writes a file of a pack and hashes it. */
export async function writeChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  folder: string,
  name: string,
): Promise<PackFile> {
  const file = await HashedFile.create(folder, name);
  try {
    for await (const chunk of chunks) await file.write(chunk);
    return await file.finish();
  } finally {
    await file.close();
  }
}
