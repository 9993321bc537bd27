import { createReadStream } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { errnoOf } from '../../shared/errno.js';
import { Refusal } from './findings.js';
import { LIMITS } from './limits.js';
import type { Listing, SourceFile } from './source.js';

/**
 * Lists a folder. Links may point to files within it; what is no file or folder (a pipe, a device) is passed over.
 * @throws Refusal for a link that leaves the folder, and beyond the limits
 */
export async function openFolder(folder: string): Promise<Listing> {
  const root = await realpath(folder);
  const files: SourceFile[] = [];
  await list(root, root, '', files);
  return { files, close: () => Promise.resolve() };
}

async function list(root: string, folder: string, prefix: string, files: SourceFile[]): Promise<void> {
  if (prefix.split('/').length > LIMITS.depth)
    throw new Refusal('too-deep', `folders lie within each other more than ${LIMITS.depth} deep`, {
      depth: LIMITS.depth,
    });
  for (const name of (await readdir(folder)).toSorted()) {
    const path = join(folder, name);
    const shown = prefix + name;
    if ((await lstat(path)).isSymbolicLink()) await checkLink(root, path, shown);
    const found = await stat(path);
    if (found.isDirectory()) await list(root, path, `${shown}/`, files);
    else if (found.isFile())
      files.push({
        path: shown,
        bytes: found.size,
        read: () => createReadStream(path) as AsyncIterable<Buffer>,
      });
    checkCount(files.length);
  }
}

/** @throws Refusal */
export function checkCount(files: number): void {
  if (files > LIMITS.files)
    throw new Refusal('too-many-files', `there are more than ${LIMITS.files} files`, { files: LIMITS.files });
}

async function checkLink(root: string, path: string, shown: string): Promise<void> {
  const target = await targetOf(path);
  const inside = target === undefined ? '' : relative(root, target);
  const leaves = inside === '' || inside === '..' || inside.startsWith(`..${sep}`);
  if (leaves)
    throw new Refusal(
      'link-outside',
      target === undefined
        ? `${shown} is a link that leads nowhere`
        : `${shown} is a link to something outside the folder`,
      { file: shown },
      'copy the folder with the files themselves in place of links (cp -rL), and import the copy',
    );
  // A link to a folder above would be listed for ever.
  if ((await stat(path)).isDirectory())
    throw new Refusal('link-to-folder', `${shown} is a link to a folder`, { file: shown });
}

/** Where a link leads in the end; undefined where that is nowhere. */
async function targetOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (thrown) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR'].includes(errnoOf(thrown) ?? '')) return undefined;
    throw thrown;
  }
}
