import type { CharClass } from '../language.js';
import type { Language } from '../types.js';
import * as english from './english/numbers.js';
import * as mandarin from './mandarin/numbers.js';
import type { Rule } from './piece.js';
import { punctuation } from './punctuation.js';
import * as quiet from './quiet.js';
import * as symbols from './symbols.js';
import { hanWords, latinWord } from './words.js';

/** The rules for what starts with a digit, the most specific first: a date is tried before its year. */
const ENGLISH_DIGITS: readonly Rule[] = [
  english.ordinal,
  english.decade,
  english.percent,
  english.yearRange,
  english.fraction,
  english.range,
  english.product,
  english.power,
  english.ratio,
  english.year,
  english.plain,
];

const MANDARIN_DIGITS: readonly Rule[] = [
  mandarin.percent,
  mandarin.fraction,
  mandarin.range,
  mandarin.product,
  mandarin.power,
  mandarin.ratio,
  mandarin.plain,
];

const QUIET_TAIL: readonly Rule[] = [
  quiet.control,
  quiet.emoji,
  symbols.spacedHyphen,
  punctuation,
  quiet.bracket,
  quiet.quote,
  symbols.joiner,
  symbols.greekLetter,
  symbols.namedSymbol,
  quiet.malformed,
  quiet.foreignLetters,
  quiet.anySymbol,
];

const ENGLISH_SIGNS: readonly Rule[] = [
  english.decade,
  english.shortYear,
  english.percent,
  english.signed,
  english.fraction,
];
const MANDARIN_SIGNS: readonly Rule[] = [mandarin.percent, mandarin.signed];

const BY_CLASS: Readonly<Record<Exclude<CharClass, 'space'>, Readonly<Record<Language, readonly Rule[]>>>> = {
  digit: {
    en: [...ENGLISH_DIGITS, quiet.foreignLetters, quiet.anySymbol],
    zh: [...MANDARIN_DIGITS, quiet.foreignLetters, quiet.anySymbol],
  },
  latin: {
    en: [symbols.slashPhrase, latinWord, quiet.anySymbol],
    zh: [symbols.slashPhrase, latinWord, quiet.anySymbol],
  },
  han: { en: [hanWords, quiet.anySymbol], zh: [mandarin.ordinal, hanWords, quiet.anySymbol] },
  foreign: {
    en: [english.fraction, symbols.greekLetter, symbols.namedSymbol, quiet.foreignLetters, quiet.anySymbol],
    zh: [english.fraction, symbols.greekLetter, symbols.namedSymbol, quiet.foreignLetters, quiet.anySymbol],
  },
  other: { en: [...ENGLISH_SIGNS, ...QUIET_TAIL], zh: [...MANDARIN_SIGNS, ...QUIET_TAIL] },
};

/** The rules to try, in order, on text of a class read in a language; the last one takes anything. */
export function rulesFor(charClass: Exclude<CharClass, 'space'>, language: Language): readonly Rule[] {
  return BY_CLASS[charClass][language];
}
