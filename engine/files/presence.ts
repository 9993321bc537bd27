import { readdir, stat } from 'node:fs/promises';
import { errnoOf } from '../shared/errno.js';

/** Names in a folder; none where there is no folder. @throws what the file system says of any other trouble */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

/** Whether something is at a path; a link counts by what it leads to. @throws as `namesIn` */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}
