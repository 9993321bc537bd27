/**
 * Pages that no browser would lay out either. The parser's time grows with the square of the depth, so they are looked at
 * before they are parsed, in one pass.
 */
const MAX_DEPTH = 1000;
const MAX_TAGS = 300_000;

const TAG = /<(\/?)([a-z][a-z\d]{0,15})(?=[\s/>])/gi;
/** They have no end, or one that the next of their kind implies: they nest only within something that does. */
const UNNESTED = new Set([
  ...['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'],
  ...['p', 'li', 'td', 'th', 'tr', 'dt', 'dd', 'option', 'optgroup', 'tbody', 'thead', 'tfoot', 'rp', 'rt'],
]);

/** Whether a page can be taken apart in reasonable time. */
export function isParsable(source: string): boolean {
  let depth = 0;
  let tagCount = 0;
  for (let at = source.indexOf('<'); at !== -1; at = source.indexOf('<', at + 1))
    if (++tagCount > MAX_TAGS) return false;
  for (const [, slash, name = ''] of source.matchAll(TAG)) {
    if (UNNESTED.has(name.toLowerCase())) continue;
    depth = Math.max(0, depth + (slash === '/' ? -1 : 1));
    if (depth > MAX_DEPTH) return false;
  }
  return true;
}

const SILENT_ELEMENT = /<(script|style|template|noscript)[\s>][^]*?(?:<\/\1\s*>|$)/gi;
const BLOCK_TAG =
  /<\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|blockquote|pre|hr)(?:\s[^<>]{0,1000})?\/?>/gi;
const ANY_TAG = /<!--[^]*?(?:-->|$)|<\/?[a-z][^<>]{0,4000}>|<![^<>]{0,1000}>/gi;

/** The words of a page without taking it apart: its tags are cut out. Entities are left to the text front end. */
export function wordsWithoutTags(source: string): string {
  return source
    .replace(SILENT_ELEMENT, ' ')
    .replace(BLOCK_TAG, '\n\n')
    .replace(ANY_TAG, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n\n');
}
