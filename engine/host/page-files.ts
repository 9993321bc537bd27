import { readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';
import { errnoOf } from '../shared/errno.js';

export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
};

const MISSING = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

/**
 * Reads a file of the built interface for the path of an address.
 * @param pathname as it stands in the address, percent-encoded
 * @returns undefined when there is no such file, or when it lies outside the folder, links followed
 */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile | undefined> {
  const name = decoded(pathname);
  // A backslash is a separator on Windows, a colon names a drive or a stream there, and NUL ends a name in the system's calls.
  if (name === undefined || /[\\:\0]/.test(name)) return undefined;
  const contentType = CONTENT_TYPES[extname(name)];
  if (contentType === undefined) return undefined;
  try {
    const path = await realpath(join(folder, name));
    if (!isInside(await realpath(folder), path)) return undefined;
    return { bytes: new Uint8Array(await readFile(path)), contentType };
  } catch (thrown) {
    if (MISSING.has(errnoOf(thrown) ?? '')) return undefined;
    throw thrown;
  }
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A stray percent sign: no file is called so.
    return undefined;
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
