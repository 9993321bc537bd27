import { matchAt, skipped } from './piece.js';
import type { Piece, Rule } from './piece.js';

const MAX_LINK_TEXT = 400;
const EMPHASIS = /\*{1,3}|~~|`{1,3}|_{1,3}|={2}(?=\S)/y;
const WORD_CHAR = /[\p{L}\p{N}]/u;
const TARGET =
  /\]\(\s{0,4}<?[^()\s<>]{0,2048}(?:\([^()\s]{0,256}\)[^()\s]{0,256})?>?(?:\s{1,4}(?:"[^"\n]{0,256}"|'[^'\n]{0,256}'))?\s{0,4}\)/y;
const REFERENCE = /\]\[[^[\]\n]{0,64}\]/y;
const FOOTNOTE = /\[\^[^[\]\s]{1,32}\]:?/y;
const HTML_TAG =
  /<\/?[A-Za-z][A-Za-z\d-]{0,32}(?:\s[^<>]{0,1024})?\/?>|<!--[\s\S]{0,4096}?-->|<![A-Za-z][^<>]{0,256}>|<\?[^<>]{0,256}>/y;
const BREAKING_TAG =
  /^<\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|blockquote|pre|hr)[\s/>]/i;
const AUTOLINK = /<(?=(?:https?|ftp|mailto):[^<>\s]{1,2048}>|[\w.+-]{1,64}@[\w.-]{1,253}>)/iy;
const ESCAPE = /\\(?=[\\`*_{}[\]()#+.!|<>~-])/y;

/** The bracket that closes the one at `at`, within a bounded reach. */
function closingBracket(text: string, at: number): number | undefined {
  const reach = Math.min(text.length, at + MAX_LINK_TEXT);
  for (let depth = 0, index = at; index < reach; index += 1) {
    const unit = text[index];
    if (unit === '\\') index += 1;
    else if (unit === '[') depth += 1;
    else if (unit === ']' && --depth === 0) return index;
  }
  return undefined;
}

/** '[' or '![' that opens a link or an image: the text in it is read. */
export const linkStart: Rule = ({ text }, at) => {
  const bracketAt = text[at] === '!' && text[at + 1] === '[' ? at + 1 : at;
  if (text[bracketAt] !== '[') return undefined;
  const note = matchAt(FOOTNOTE, text, bracketAt);
  if (note) return [skipped(at, bracketAt + note[0].length, 'markup')];
  const close = closingBracket(text, bracketAt);
  if (close === undefined) return undefined;
  const linked = matchAt(TARGET, text, close) ?? matchAt(REFERENCE, text, close);
  return linked && [skipped(at, bracketAt + 1, 'markup')];
};

/** '](address)' or '][reference]' at the end of a link. */
export const linkEnd: Rule = ({ text }, at) => {
  if (text[at] !== ']') return undefined;
  const match = matchAt(TARGET, text, at) ?? matchAt(REFERENCE, text, at);
  return match && [skipped(at, at + match[0].length, 'link-target')];
};

/** Marks of emphasis and code: they touch a word on one side at least, and do not stand inside one. */
export const emphasis: Rule = ({ text }, at) => {
  const match = matchAt(EMPHASIS, text, at);
  if (match === undefined) return undefined;
  const [marks] = match;
  const end = at + marks.length;
  const before = text[at - 1] ?? ' ';
  const after = text[end] ?? ' ';
  const touchesBefore = !/\s/.test(before);
  const touchesAfter = !/\s/.test(after);
  if (!touchesBefore && !touchesAfter) return undefined;
  const inside = WORD_CHAR.test(before) && WORD_CHAR.test(after);
  if (inside && (marks.startsWith('_') || (marks === '*' && /\d/.test(before) && /\d/.test(after))))
    return undefined;
  return [skipped(at, end, 'markup')];
};

/** HTML tags and comments; those of blocks part the text. */
export const htmlTag: Rule = ({ text }, at) => {
  if (text[at] !== '<') return undefined;
  if (matchAt(AUTOLINK, text, at)) return [skipped(at, at + 1, 'markup')];
  const match = matchAt(HTML_TAG, text, at);
  if (match === undefined) return undefined;
  const end = at + match[0].length;
  const tag: Piece = skipped(at, end, 'html');
  return BREAKING_TAG.test(match[0]) ? [tag, { kind: 'break', start: end, end, level: 'sentence' }] : [tag];
};

/** '>' that closes an address in angle brackets. */
export const autolinkEnd: Rule = ({ text }, at) => {
  const opened =
    text[at] === '>' &&
    /<(?:(?:https?|ftp|mailto):[^<>\s]*|[\w.+-]+@[\w.-]+)$/i.test(text.slice(Math.max(0, at - 2100), at));
  return opened ? [skipped(at, at + 1, 'markup')] : undefined;
};

/** The backslash that makes the next character plain. */
export const escape: Rule = ({ text }, at) =>
  matchAt(ESCAPE, text, at) ? [skipped(at, at + 1, 'markup')] : undefined;
