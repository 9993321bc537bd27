import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn } from '../../files/presence.js';
import { errnoOf } from '../../shared/errno.js';

const REMOVED = '.removed';

/**
 * Removes an item's folder. Renamed first, it is known as removed whatever happens meanwhile: a folder that no item names
 * may also be of a list that could not be read, and is somebody's hours of rendering.
 */
export async function removeItemFolder(dir: string): Promise<void> {
  const removed = `${dir}${REMOVED}`;
  try {
    await rename(dir, removed);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return;
    throw thrown;
  }
  await rm(removed, { recursive: true, force: true });
}

/** Goes on with removals that were cut short. */
export async function finishRemovals(narrationsDir: string): Promise<void> {
  for (const name of await namesIn(narrationsDir))
    if (name.endsWith(REMOVED)) await rm(join(narrationsDir, name), { recursive: true, force: true });
}
