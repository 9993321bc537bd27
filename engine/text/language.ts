import type { Language } from './types.js';

/** What a code point is to the scanner; decides which rules are tried on it. */
export type CharClass = 'space' | 'digit' | 'latin' | 'han' | 'foreign' | 'other';

const HAN = /^[\p{Script=Han}〇]$/u;
const LATIN = /^[\p{Script=Latin}]$/u;
const SPACE = /^[\s\u0085\u180e]$/u;
const LETTER = /^[\p{L}\p{N}]$/u;

const CLASSES: readonly CharClass[] = ['space', 'digit', 'latin', 'han', 'foreign', 'other'];
/** Number of the class of each UTF-16 unit, counted from 1; 0 where it was not asked for yet. */
const knownClasses = new Uint8Array(0x10000);

/** Classifies one code point. Neighbours are looked at again and again, so only the first time costs regular expressions. */
export function classify(codePoint: number): CharClass {
  const known = CLASSES[(knownClasses[codePoint] ?? 0) - 1];
  if (known !== undefined) return known;
  const charClass = classOf(codePoint);
  if (codePoint < knownClasses.length) knownClasses[codePoint] = CLASSES.indexOf(charClass) + 1;
  return charClass;
}

function classOf(codePoint: number): CharClass {
  if (codePoint >= 0x30 && codePoint <= 0x39) return 'digit';
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
/** Words a Han character, on average. */
const HAN_WEIGHT = 0.6;

function languageOfClass(charClass: CharClass): Language | undefined {
  if (charClass === 'han') return 'zh';
  return charClass === 'latin' ? 'en' : undefined;
}

/** Letters glued to a number or one space behind it are mostly a unit, which says nothing about the language. */
const UNIT_LETTERS = /[ ]?[A-Za-zµΩ]{1,4}(?:\/[A-Za-z]{1,3})?(?![A-Za-z])/y;

function nearestBefore(text: string, from: number): Language | undefined {
  for (let at = from; at >= Math.max(0, from - NEIGHBOUR_REACH); at -= 1) {
    const language = languageOfClass(classify(text.charCodeAt(at)));
    if (language) return language;
  }
  return undefined;
}

function nearestAfter(text: string, from: number): Language | undefined {
  UNIT_LETTERS.lastIndex = from;
  const unit = UNIT_LETTERS.exec(text);
  const end = Math.min(text.length, from + NEIGHBOUR_REACH);
  for (let at = from + (unit?.[0].length ?? 0); at < end; at += 1) {
    const language = languageOfClass(classify(text.charCodeAt(at)));
    if (language) return language;
  }
  return undefined;
}

/**
 * The language with more words in the beginning of a text: a Han character counts as a good half of a word, and a stretch
 * without spaces that begins with a Latin letter ('example.com', but not '5km') as one. Undefined where there is
 * neither.
 */
export function mainLanguage(text: string): Language | undefined {
  let han = 0;
  let latinWords = 0;
  let inStretch = false;
  const end = Math.min(text.length, COUNT_REACH);
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const charClass = classify(code);
    if (charClass === 'han') han += 1;
    if (charClass === 'latin' && !inStretch) latinWords += 1;
    inStretch = charClass === 'latin' || charClass === 'digit' || (inStretch && code > 0x20 && code < 0x80);
  }
  if (han === 0 && latinWords === 0) return undefined;
  return han * HAN_WEIGHT > latinWords ? 'zh' : 'en';
}

/** No letters but a unit's stand between the place and the line's end. */
const BREAK_AHEAD_OF_LETTER = /^[ ]?(?:[A-Za-zµΩ]{1,4}(?:\/[A-Za-z]{1,3})?(?![A-Za-z]))?[^\p{L}\n]{0,64}\n/u;
const BREAK_BEHIND_LETTER = /\n[^\p{L}\n]{0,64}$/u;

/**
 * The language in which the digits and symbols from `start` to `end` are read: that of the letters round them
 * where both sides agree or only one side has letters, else that of the letters on the same line, else the paragraph's.
 */
export function languageBetween(text: string, start: number, end: number, paragraph: Language): Language {
  const before = nearestBefore(text, start - 1);
  const after = nearestAfter(text, end);
  if (before === undefined || after === undefined) return before ?? after ?? paragraph;
  if (before === after) return before;
  const lineStartsBehind = BREAK_BEHIND_LETTER.test(text.slice(Math.max(0, start - NEIGHBOUR_REACH), start));
  const lineEndsAhead = BREAK_AHEAD_OF_LETTER.test(text.slice(end, end + NEIGHBOUR_REACH));
  if (lineStartsBehind === lineEndsAhead) return paragraph;
  return lineEndsAhead ? before : after;
}
