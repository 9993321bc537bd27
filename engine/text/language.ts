import type { Language } from './types.js';

/** What a code point is to the scanner; decides which rules are tried on it. */
export type CharClass = 'space' | 'digit' | 'latin' | 'han' | 'foreign' | 'other';

const HAN = /^[\p{Script=Han}〇]$/u;
const LATIN = /^[\p{Script=Latin}]$/u;
const SPACE = /^[\s\u0085\u180e]$/u;
const LETTER = /^[\p{L}\p{N}]$/u;

/** Classifies one code point. The first 128, which are most of them, do not reach a regular expression. */
export function classify(codePoint: number): CharClass {
  if (codePoint < 0x80) {
    if (codePoint >= 0x30 && codePoint <= 0x39) return 'digit';
    if ((codePoint >= 0x41 && codePoint <= 0x5a) || (codePoint >= 0x61 && codePoint <= 0x7a)) return 'latin';
    return codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d) ? 'space' : 'other';
  }
  if (codePoint >= 0x4e00 && codePoint <= 0x9fff) return 'han';
  const char = String.fromCodePoint(codePoint);
  if (SPACE.test(char)) return 'space';
  if (HAN.test(char)) return 'han';
  if (LATIN.test(char)) return 'latin';
  return LETTER.test(char) ? 'foreign' : 'other';
}

/** How far to look for a letter that decides the language of digits and symbols. */
const NEIGHBOUR_REACH = 64;
/** How much of a paragraph is counted to find its main language. */
const COUNT_REACH = 2000;

function languageOfClass(charClass: CharClass): Language | undefined {
  if (charClass === 'han') return 'zh';
  return charClass === 'latin' ? 'en' : undefined;
}

function nearest(text: string, from: number, step: 1 | -1): Language | undefined {
  for (
    let at = from, left = NEIGHBOUR_REACH;
    left > 0 && at >= 0 && at < text.length;
    at += step, left -= 1
  ) {
    const language = languageOfClass(classify(text.charCodeAt(at)));
    if (language) return language;
  }
  return undefined;
}

/**
 * The language with more words in the beginning of a text, a Han character counting as half a word;
 * undefined where it has no letters of either.
 */
export function mainLanguage(text: string): Language | undefined {
  let han = 0;
  let latinWords = 0;
  let inWord = false;
  const end = Math.min(text.length, COUNT_REACH);
  for (let at = 0; at < end; at += 1) {
    const charClass = classify(text.charCodeAt(at));
    if (charClass === 'han') han += 1;
    if (charClass === 'latin' && !inWord) latinWords += 1;
    inWord = charClass === 'latin';
  }
  if (han === 0 && latinWords === 0) return undefined;
  return han / 2 > latinWords ? 'zh' : 'en';
}

/**
 * The language in which the digits and symbols from `start` to `end` are read: that of the letters round them
 * where both sides agree or only one side has letters, else the paragraph's.
 */
export function languageBetween(text: string, start: number, end: number, paragraph: Language): Language {
  const before = nearest(text, start - 1, -1);
  const after = nearest(text, end, 1);
  if (before === undefined || after === undefined) return before ?? after ?? paragraph;
  return before === after ? before : paragraph;
}
