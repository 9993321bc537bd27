import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, namesIn } from '../files/presence.js';
import { isProcessRunning } from '../files/process-running.js';
import { errnoOf } from '../shared/errno.js';

/**
 * Folders beside the installed packs that are not packs: what is being written, and what is being taken away. They are
 * hidden, so that a list of packs passes over them, and lie in the same folder, so that a rename is enough.
 */

type Purpose = 'import' | 'removed' | 'replaced';

const NAME = /^\.(import|removed|replaced)-(\d+)-[0-9a-f]{8}(?:-(.+))?$/;

function hiddenName(purpose: Purpose, packId = ''): string {
  const suffix = packId === '' ? '' : `-${packId}`;
  return `.${purpose}-${process.pid}-${randomBytes(4).toString('hex')}${suffix}`;
}

/** Makes a folder to write a pack into. */
export async function makeStaging(packsDir: string): Promise<string> {
  await mkdir(packsDir, { recursive: true });
  const folder = join(packsDir, hiddenName('import'));
  await mkdir(folder);
  return folder;
}

/** Puts a finished folder in its place, and what was there before away. Whatever fails, one of them is there. */
export async function activate(staging: string, packsDir: string, packId: string): Promise<void> {
  const target = join(packsDir, packId);
  const aside = join(packsDir, hiddenName('replaced', packId));
  const wasThere = await renamed(target, aside);
  try {
    await rename(staging, target);
  } catch (thrown) {
    if (wasThere) await rename(aside, target);
    throw thrown;
  }
  if (wasThere) await rm(aside, { recursive: true, force: true });
}

/** Takes a pack's folder out of sight, then deletes it. @returns whether there was one */
export async function takeAway(packsDir: string, packId: string): Promise<boolean> {
  const aside = join(packsDir, hiddenName('removed'));
  if (!(await renamed(join(packsDir, packId), aside))) return false;
  await rm(aside, { recursive: true, force: true });
  return true;
}

/**
 * Removes what killed imports and removals left behind. A pack that was put aside for another one, which then never took
 * its place, is put back. What a process that still runs is at is its own.
 */
export async function cleanLeftovers(packsDir: string): Promise<void> {
  for (const name of await namesIn(packsDir)) {
    const [, purpose, pid, packId] = NAME.exec(name) ?? [];
    if (pid === undefined || isProcessRunning(Number(pid))) continue;
    const path = join(packsDir, name);
    const isLost = purpose === 'replaced' && packId !== undefined && !(await exists(join(packsDir, packId)));
    if (isLost) await rename(path, join(packsDir, packId));
    else await rm(path, { recursive: true, force: true });
  }
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}
