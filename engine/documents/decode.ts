import { SottoError } from '../shared/errors.js';

/** The names that `TextDecoder` has for what a byte order mark announces. */
const BYTE_ORDER_MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/** Control characters that no text has; tab, line ends, form feed, the old end of file and escape are met in real ones. */
const FOREIGN_CONTROLS = /[\u0000-\u0008\u000e-\u0019\u001c-\u001f]/g;

/** More of them than this share of a text, and it is not one. */
const MAX_CONTROL_SHARE = 0.002;

/**
 * Decodes a text file. In this order: what a byte order mark says; what the file itself declares; UTF-8, when all of it is
 * valid; else a guess between GB18030 and Windows-1252. The mark is no part of the text.
 *
 * The guess: Chinese text in GB18030 has its high bytes in pairs, Western text has them one by one between ASCII letters.
 *
 * @param declared a name that the file gives its encoding, such as HTML's `charset`; an unknown name is passed over
 * @throws SottoError `binary-input`
 */
export function decodeText(bytes: Uint8Array, name: string, declared?: string): string {
  const mark = BYTE_ORDER_MARKS.find((candidate) => candidate.bytes.every((byte, at) => bytes[at] === byte));
  // Half a unit at the end of UTF-16 is a torn file, of which the rest is still worth hearing.
  if (mark && mark.encoding !== 'utf-8') return checked(new TextDecoder(mark.encoding).decode(bytes), name);
  if (bytes.includes(0)) throw binary(name);
  const text =
    (declared !== undefined && !mark ? decodeStrictly(bytes, declared) : undefined) ??
    decodeStrictly(bytes, 'utf-8') ??
    (mark ? new TextDecoder('utf-8').decode(bytes) : undefined) ??
    (looksChinese(bytes) ? decodeStrictly(bytes, 'gb18030') : undefined) ??
    decodeWestern(bytes);
  return checked(text, name);
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (thrown) {
    // RangeError: a name that nobody knows. TypeError: bytes that are not of this encoding.
    if (thrown instanceof RangeError || thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}

/** Windows-1252's characters from 0x80 to 0x9f; a space where it has none. */
const WESTERN_EXTRAS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Windows-1252, by a table: not every version of Node has more than Latin-1 under this name. */
function decodeWestern(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (unit) => WESTERN_EXTRAS[unit.charCodeAt(0) - 0x80] ?? ' ');
}

function looksChinese(bytes: Uint8Array): boolean {
  let pairedCount = 0;
  let singleCount = 0;
  for (let at = 0; at < bytes.length; at++) {
    let end = at;
    while ((bytes[end] ?? 0) >= 0x80) end++;
    if (end - at > 1) pairedCount += end - at;
    else singleCount += end - at;
    at = end;
  }
  return pairedCount > singleCount;
}

function checked(text: string, name: string): string {
  const controlCount = text.match(FOREIGN_CONTROLS)?.length ?? 0;
  if (text.includes('\0') || controlCount > text.length * MAX_CONTROL_SHARE) throw binary(name);
  return text;
}

function binary(name: string): SottoError {
  return new SottoError({
    code: 'binary-input',
    message: `${name} is not a text`,
    kept: 'the file is untouched',
    next: 'give a text, Markdown, HTML or subtitle file',
  });
}
