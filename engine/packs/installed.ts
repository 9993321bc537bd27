import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn } from '../files/presence.js';
import { errnoOf } from '../shared/errno.js';
import { SottoError, toErrorShape, type ErrorShape } from '../shared/errors.js';
import { parseManifest } from './load-pack.js';
import type { PackManifest } from './manifest.js';
import { filesOf } from './pack-files.js';
import { takeAway } from './pack-folders.js';

/** A folder among the installed packs. */
export interface InstalledPack {
  /** The folder's name, which is the pack's id where all is well. */
  readonly id: string;
  readonly dir: string;
  /** Undefined where it cannot be read. */
  readonly manifest: PackManifest | undefined;
  readonly diskBytes: number;
  /** Why it cannot be used; undefined where nothing is known against it. */
  readonly problem: ErrorShape | undefined;
}

/**
 * The installed packs, by name. Manifests are checked, and files by their presence and size; their contents are verified
 * when they are loaded.
 */
export async function listInstalled(packsDir: string): Promise<readonly InstalledPack[]> {
  const names = (await namesIn(packsDir)).filter((name) => !name.startsWith('.'));
  const packs: InstalledPack[] = [];
  for (const id of names.toSorted()) {
    const dir = join(packsDir, id);
    if ((await lookAt(dir))?.isDirectory() === true) packs.push(await inspect(id, dir));
  }
  return packs;
}

/**
 * Removes an installed pack: in one step out of the list, then from the disk.
 * @throws SottoError `unknown-pack`, `file-unwritable` when it cannot be moved (a program has it open)
 */
export async function removeInstalled(packsDir: string, packId: string): Promise<void> {
  const isName = (await namesIn(packsDir)).includes(packId) && !packId.startsWith('.');
  try {
    if (isName && (await takeAway(packsDir, packId))) return;
  } catch (thrown) {
    throw new SottoError(
      {
        code: 'file-unwritable',
        message: `the voice pack "${packId}" could not be removed: ${errnoOf(thrown) ?? String(thrown)}`,
        kept: 'what could not be removed yet is removed at the next start',
        next: 'close the programs that use it, and try again',
      },
      { cause: thrown },
    );
  }
  throw new SottoError({
    code: 'unknown-pack',
    message: `there is no voice pack "${packId}"`,
    kept: 'nothing was removed',
    next: 'look at the list of packs: it may be removed already',
  });
}

async function inspect(id: string, dir: string): Promise<InstalledPack> {
  const sizes = await sizesIn(dir);
  const diskBytes = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  try {
    const manifest = parseManifest(await manifestText(dir, id));
    return { id, dir, manifest, diskBytes, problem: problemOf(manifest, id, sizes) };
  } catch (thrown) {
    return { id, dir, manifest: undefined, diskBytes, problem: toErrorShape(thrown) };
  }
}

async function manifestText(dir: string, id: string): Promise<string> {
  try {
    return await readFile(join(dir, 'pack.json'), 'utf8');
  } catch (thrown) {
    throw new SottoError(
      { code: 'pack-invalid', message: `the folder "${id}" holds no pack.json`, next: 'remove it' },
      { cause: thrown },
    );
  }
}

function problemOf(
  manifest: PackManifest,
  id: string,
  sizes: ReadonlyMap<string, number>,
): ErrorShape | undefined {
  if (manifest.id !== id)
    return {
      code: 'pack-invalid',
      message: `the folder "${id}" holds the voice pack "${manifest.id}"`,
      next: `rename the folder to "${manifest.id}"`,
    };
  const damaged = filesOf(manifest).find(({ file, bytes }) => sizes.get(file) !== bytes);
  if (damaged === undefined) return undefined;
  const found = sizes.get(damaged.file);
  return {
    code: 'pack-corrupt',
    message: `${damaged.file} of the voice pack "${id}" ${found === undefined ? 'is missing' : `has ${found} bytes, ${damaged.bytes} are expected`}`,
    next: 'install the pack again',
    details: { file: damaged.file },
  };
}

/** Sizes of the files in a pack's folder, which holds no folders; a link that leads nowhere is no file. */
async function sizesIn(dir: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const name of await namesIn(dir)) {
    const found = await lookAt(join(dir, name));
    if (found?.isFile() === true) sizes.set(name, found.size);
  }
  return sizes;
}

/** Undefined where there is nothing: it was removed meanwhile, or is a link that leads nowhere. */
async function lookAt(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
