import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../../shared/errno.js';
import { SottoError } from '../../shared/errors.js';
import { Refusal } from './findings.js';
import { openFolder } from './folder-source.js';
import { LIMITS } from './limits.js';
import { openZip } from './zip-source.js';

/** One file of what is imported. */
export interface SourceFile {
  /** Below the source's top, parted by slashes, whatever the system. */
  readonly path: string;
  readonly bytes: number;
  /** Its contents from the start, in chunks. @throws Refusal when it cannot be unpacked */
  read(): AsyncIterable<Buffer>;
}

/** Files of a folder or a zip, read only. */
export interface Listing {
  readonly files: readonly SourceFile[];
  close(): Promise<void>;
}

/** A listing without the folders that hold everything else, and without litter. */
export interface Source extends Listing {
  /** Folder that the paths are below: on the disk, or within the zip. */
  readonly where: string;
}

/**
 * Opens a folder or a zip. Every name in it is checked before anything is read: none leaves the folder.
 * @throws SottoError `file-unreadable`; Refusal
 */
export async function openSource(path: string): Promise<Source> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (thrown) {
    throw new SottoError(
      {
        code: 'file-unreadable',
        message: `${path} cannot be read: ${errnoOf(thrown) ?? String(thrown)}`,
        next: 'check the path',
      },
      { cause: thrown },
    );
  }
  const source = isFolder ? await openFolder(path) : await openZip(path);
  const listed = source.files.filter(({ path: name }) => !isLitter(name));
  const top = topOf(listed.map((file) => file.path));
  const files = listed.map((file) => ({ ...file, path: file.path.slice(top.length) }));
  try {
    checkTotal(files);
  } catch (thrown) {
    await source.close();
    throw thrown;
  }
  return { ...source, files, where: isFolder ? join(path, top) : top };
}

function checkTotal(files: readonly SourceFile[]): void {
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (totalBytes > LIMITS.totalBytes)
    throw new Refusal(
      'source-too-large',
      `its files have ${totalBytes} bytes together; an import reads ${LIMITS.totalBytes} at most`,
      { bytes: totalBytes, maxBytes: LIMITS.totalBytes },
      'name the folder of one model alone',
    );
}

/** @throws Refusal for a file that is larger than a model, or whatever it is, can be */
export function checkSize({ path, bytes }: Pick<SourceFile, 'path' | 'bytes'>, maxBytes: number): void {
  if (bytes > maxBytes)
    throw new Refusal('file-too-large', `${path} has ${bytes} bytes; such a file has ${maxBytes} at most`, {
      file: path,
      bytes,
      maxBytes,
    });
}

/** Reads a small file whole. @throws Refusal when it is larger than that */
export async function readWhole(file: SourceFile, maxBytes: number): Promise<Buffer> {
  checkSize(file, maxBytes);
  const chunks: Buffer[] = [];
  for await (const chunk of file.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads a file of text. @throws Refusal */
export async function readText(file: SourceFile): Promise<string> {
  return (await readWhole(file, LIMITS.textBytes)).toString('utf8');
}

/** The file's own name, without folders. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What systems and tools leave in folders; versions of files in `.git` and `.cache` are none of the model. */
function isLitter(path: string): boolean {
  const parts = path.split('/');
  return parts.some((part) => part.startsWith('.') || part === '__MACOSX') || parts.at(-1) === 'Thumbs.db';
}

/** Folders that hold everything else, as the start of every path: archives are packed with one, as a rule. */
function topOf(paths: readonly string[]): string {
  const first = paths[0] ?? '';
  const top = first.slice(0, first.indexOf('/') + 1);
  if (top === '' || !paths.every((path) => path.startsWith(top))) return '';
  return top + topOf(paths.map((path) => path.slice(top.length)));
}
