import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../shared/errno.js';

/** Size of a file, or of everything in a folder, in bytes; 0 where there is none. */
export async function bytesOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const sizes = await Promise.all((await readdir(path)).map((name) => bytesOf(join(path, name))));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (thrown) {
    // Files come and go while they are counted.
    if (errnoOf(thrown) === 'ENOENT') return 0;
    throw thrown;
  }
}
