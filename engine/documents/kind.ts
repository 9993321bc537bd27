import { extname } from 'node:path';
import { SottoError } from '../shared/errors.js';
import type { DocumentKind } from './document.js';

/** Files that are no text, by how they begin: named, so that a person knows what they handed over. */
const FOREIGN_FILES = [
  { start: '%PDF-', name: 'a PDF file' },
  { start: 'PK\u0003\u0004', name: 'a ZIP archive, as EPUB and Word documents are' },
  { start: '\u00d0\u00cf\u0011\u00e0', name: 'an old Word or Office document' },
  { start: '{\\rtf', name: 'an RTF document' },
  { start: '\u00ff\u00d8\u00ff', name: 'a JPEG picture' },
  { start: '\u0089PNG', name: 'a PNG picture' },
  { start: 'GIF8', name: 'a GIF picture' },
  { start: 'ID3', name: 'an MP3 file' },
  { start: 'OggS', name: 'an Ogg file' },
  { start: 'fLaC', name: 'a FLAC file' },
  { start: '\u001f\u008b', name: 'a compressed file' },
  { start: '7z\u00bc\u00af', name: 'a 7z archive' },
  { start: 'Rar!', name: 'a RAR archive' },
] as const;

const KIND_OF_ENDING: Readonly<Record<string, DocumentKind>> = {
  '.md': 'md',
  '.markdown': 'md',
  '.mdown': 'md',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.srt': 'subtitles',
  '.vtt': 'subtitles',
};

/** How much of a text is looked at. */
const HEAD_CHARACTERS = 4096;

const HTML_START =
  /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html[\s>])/i;
const HTML_TAG = /<\/?[a-z][a-z\d]{0,15}(?:\s[^<>]{0,1000})?>/i;
const SUBTITLE_START =
  /^\s*(?:WEBVTT(?=\s|$)|\d{1,7}[ \t]*\r?\n[ \t]*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->)/;

/** @throws SottoError `unsupported-document` for a known kind of file that is no text, whatever its name says */
export function refuseForeign(bytes: Uint8Array, name: string): void {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const foreign = FOREIGN_FILES.find(({ start }) => head.startsWith(start));
  if (foreign === undefined) return;
  throw new SottoError({
    code: 'unsupported-document',
    message: `${name} is ${foreign.name}, which cannot be read aloud yet`,
    kept: 'the file is untouched',
    next: 'save it as text, Markdown or HTML',
  });
}

/**
 * Which reader a text is for. The content decides where it is plain to see; a name decides the rest, because Markdown
 * has no sign of its own. What is neither is plain text.
 */
export function documentKind(text: string, name: string): DocumentKind {
  const head = text.slice(0, HEAD_CHARACTERS);
  if (HTML_START.test(head)) return 'html';
  if (SUBTITLE_START.test(head)) return 'subtitles';
  const kind = KIND_OF_ENDING[extname(name).toLowerCase()] ?? 'txt';
  if (kind === 'html' && !HTML_TAG.test(text)) return 'txt';
  return kind;
}
