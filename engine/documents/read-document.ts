import { open, type FileHandle } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { bytesText } from '../shared/byte-size.js';
import { errnoOf } from '../shared/errno.js';
import { SottoError } from '../shared/errors.js';
import { decodeText } from './decode.js';
import { isVisible, type Document, type DocumentKind, type LooseChapter, type ReadText } from './document.js';
import { declaredCharset, readHtml } from './html.js';
import { documentKind, refuseForeign } from './kind.js';
import { readMarkdown } from './markdown.js';
import { cutLongChapters } from './parts.js';
import { readSubtitles } from './subtitles.js';
import { readPlainText } from './txt.js';

/** Twice the longest novels; a larger file is a log or a mistake, and would fill the memory. */
export const MAX_DOCUMENT_BYTES = 32_000_000;
/** A page costs many times its size while it is taken apart. */
const MAX_HTML_BYTES = 8_000_000;

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there any more',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EIO: 'the device reported an error',
};

/**
 * Reads a file as chapters of text.
 * @param name what the person knows the file by, for its kind, its title and messages
 * @throws SottoError `file-unreadable`, `unsupported-document`, `document-broken`, `empty-input`, `binary-input`, `too-large`
 */
export async function readDocument(path: string, name = basename(path)): Promise<Document> {
  return documentOf(await readBytes(path, name), name);
}

/**
 * Makes a document of a file's bytes.
 * @throws SottoError as `readDocument`, what concerns the disk apart
 */
export function documentOf(bytes: Uint8Array, name: string): Document {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw tooLarge(name, MAX_DOCUMENT_BYTES);
  refuseForeign(bytes, name);
  try {
    return readText(bytes, name);
  } catch (thrown) {
    if (thrown instanceof SottoError) throw thrown;
    throw new SottoError(
      {
        code: 'document-broken',
        message: `${name} cannot be taken apart: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        kept: 'the file is untouched',
        next: 'save it as plain text and try again',
      },
      { cause: thrown },
    );
  }
}

function readText(bytes: Uint8Array, name: string): Document {
  let text = decodeText(bytes, name);
  const kind = documentKind(text, name);
  if (kind === 'html') {
    if (bytes.length > MAX_HTML_BYTES) throw tooLarge(name, MAX_HTML_BYTES);
    text = decodeText(bytes, name, declaredCharset(bytes));
  }
  const title = titleOfName(name);
  const read = READERS[kind](text, title, name);
  const chapters = placed(withoutEmpty(cutLongChapters(read.chapters)));
  if (chapters.length === 0) {
    throw new SottoError({
      code: 'empty-input',
      message: `there is nothing to read in ${name}`,
      kept: 'the file is untouched',
      next: 'give a file with words in it',
    });
  }
  return { title: read.title ?? title, chapters, skipped: read.skipped };
}

const READERS: Readonly<Record<DocumentKind, (text: string, title: string, name: string) => ReadText>> = {
  txt: readPlainText,
  md: readMarkdown,
  html: readHtml,
  subtitles: readSubtitles,
};

function titleOfName(name: string): string {
  const bare = basename(name, extname(name)).trim();
  return bare === '' ? name : bare;
}

/** White space between chapters goes with the one before it, so that no character is lost. */
function withoutEmpty(chapters: readonly LooseChapter[]): LooseChapter[] {
  const kept: { title: string; text: string }[] = [];
  let before = '';
  for (const { title, text } of chapters) {
    const last = kept.at(-1);
    if (isVisible(text)) {
      kept.push({ title, text: before + text });
      before = '';
    } else if (last) last.text += text;
    else before += text;
  }
  return kept;
}

function placed(chapters: readonly LooseChapter[]): Document['chapters'] {
  let startOffset = 0;
  return chapters.map((chapter) => {
    const at = startOffset;
    startOffset += chapter.text.length;
    return { ...chapter, startOffset: at };
  });
}

async function readBytes(path: string, name: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isDirectory()) throw notAFile(name, 'a folder', 'give the files inside it');
    if (!stat.isFile()) throw notAFile(name, 'no ordinary file', 'save its content as a file');
    if (stat.size > MAX_DOCUMENT_BYTES) throw tooLarge(name, MAX_DOCUMENT_BYTES);
    return await handle.readFile();
  } catch (thrown) {
    throw unreadable(name, thrown);
  } finally {
    await handle?.close();
  }
}

function unreadable(name: string, thrown: unknown): unknown {
  const errno = errnoOf(thrown);
  if (thrown instanceof SottoError || errno === undefined || !(thrown instanceof Error)) return thrown;
  if (errno === 'EISDIR') return notAFile(name, 'a folder', 'give the files inside it');
  return new SottoError(
    {
      code: 'file-unreadable',
      message: `cannot read ${name}: ${UNREADABLE[errno] ?? thrown.message}`,
      next: 'look whether the file is there and may be read, and add it again',
      details: { errno },
    },
    { cause: thrown },
  );
}

function notAFile(name: string, what: string, next: string): SottoError {
  return new SottoError({ code: 'unsupported-document', message: `${name} is ${what}`, next });
}

function tooLarge(name: string, limitBytes: number): SottoError {
  return new SottoError({
    code: 'too-large',
    message: `${name} is larger than ${bytesText(limitBytes)}`,
    kept: 'the file is untouched',
    next: 'cut it into smaller files',
    details: { limitBytes },
  });
}
