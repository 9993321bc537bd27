import type { CharClass } from '../language.js';
import type { Language } from '../types.js';
import * as addresses from './addresses.js';
import * as abbreviations from './english/abbreviations.js';
import * as englishCodes from './english/codes.js';
import * as englishDates from './english/dates.js';
import * as englishMoney from './english/money.js';
import * as english from './english/numbers.js';
import { romanNumeral } from './english/roman.js';
import * as englishTimes from './english/times.js';
import * as englishUnits from './english/units.js';
import { entity } from './entities.js';
import * as mandarinCodes from './mandarin/codes.js';
import * as mandarinDates from './mandarin/dates.js';
import * as mandarinMoney from './mandarin/money.js';
import * as mandarin from './mandarin/numbers.js';
import * as mandarinTimes from './mandarin/times.js';
import * as mandarinUnits from './mandarin/units.js';
import * as markup from './markup.js';
import type { Rule } from './piece.js';
import { punctuation } from './punctuation.js';
import * as quiet from './quiet.js';
import * as symbols from './symbols.js';
import { hanWords, latinWord } from './words.js';

/** The rules for what starts with a digit, the most specific first: a date is tried before its year. */
const ENGLISH_DIGITS: readonly Rule[] = [
  quiet.emoji,
  addresses.email,
  addresses.fileName,
  addresses.bareDomain,
  englishDates.isoDate,
  englishDates.numericDate,
  englishCodes.zipCode,
  englishCodes.phoneNumber,
  englishCodes.digitGroups,
  englishCodes.version,
  englishTimes.halfDayTime,
  englishTimes.clockTime,
  englishDates.dayFirstDate,
  englishMoney.amountBeforeSign,
  english.decade,
  english.pluralOrPossessive,
  englishUnits.feetAndInches,
  englishUnits.quantity,
  english.ordinal,
  english.percent,
  english.yearRange,
  english.fraction,
  english.range,
  englishCodes.hexadecimal,
  english.product,
  english.power,
  english.ratio,
  englishCodes.scaledNumber,
  englishCodes.mixedCode,
  english.year,
  english.plain,
];

const MANDARIN_DIGITS: readonly Rule[] = [
  quiet.emoji,
  addresses.email,
  addresses.fileName,
  addresses.bareDomain,
  mandarinDates.isoDate,
  mandarinCodes.phoneNumber,
  mandarinCodes.numberAsName,
  mandarinDates.decade,
  mandarinDates.yearRange,
  mandarinDates.year,
  mandarinTimes.timeRange,
  mandarinTimes.clockTime,
  mandarinDates.monthOrDay,
  mandarinCodes.version,
  mandarinMoney.yuan,
  mandarinMoney.amountBeforeSign,
  mandarinUnits.quantity,
  mandarin.percent,
  mandarin.fraction,
  mandarin.range,
  mandarin.product,
  mandarin.power,
  mandarin.ratio,
  mandarinCodes.mixedCode,
  mandarin.plain,
];

const LATIN: readonly Rule[] = [
  addresses.url,
  addresses.email,
  addresses.fileName,
  addresses.bareDomain,
  addresses.filePath,
  abbreviations.abbreviation,
  abbreviations.saintOrStreet,
];
const ENGLISH_LATIN: readonly Rule[] = [
  ...LATIN,
  englishDates.monthFirstDate,
  englishDates.monthYear,
  englishDates.shortDayOrMonth,
  englishMoney.amountAfterSign,
  englishCodes.version,
  abbreviations.initials,
  englishCodes.letterWithSign,
  romanNumeral,
  englishCodes.mixedCode,
  symbols.slashPhrase,
  latinWord,
];
const MANDARIN_LATIN: readonly Rule[] = [
  ...LATIN,
  mandarinMoney.amountAfterSign,
  mandarinCodes.version,
  abbreviations.initials,
  englishCodes.letterWithSign,
  mandarinCodes.mixedCode,
  symbols.slashPhrase,
  latinWord,
];

const MARKUP: readonly Rule[] = [
  markup.escape,
  markup.linkStart,
  markup.linkEnd,
  markup.htmlTag,
  markup.autolinkEnd,
  entity,
];
const QUIET_TAIL: readonly Rule[] = [
  quiet.emoji,
  quiet.control,
  symbols.operator,
  symbols.exponent,
  symbols.raisedExponent,
  symbols.commentSign,
  symbols.arithmeticSign,
  markup.emphasis,
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
  addresses.filePath,
  englishCodes.numberSign,
  addresses.handle,
  englishCodes.phoneNumber,
  english.decade,
  english.shortYear,
  englishTimes.timeRangeDash,
  englishMoney.amountAfterSign,
  englishUnits.quantity,
  english.percent,
  english.signed,
  english.commaInNumber,
  abbreviations.about,
  abbreviations.numero,
];
const MANDARIN_SIGNS: readonly Rule[] = [
  addresses.filePath,
  addresses.handle,
  mandarinCodes.phoneNumber,
  mandarinMoney.amountAfterSign,
  mandarinUnits.quantity,
  mandarin.percent,
  mandarin.signed,
];

const FOREIGN: readonly Rule[] = [
  english.fraction,
  symbols.raisedExponent,
  symbols.greekLetter,
  symbols.namedSymbol,
];
const LAST_RESORT: readonly Rule[] = [quiet.foreignLetters, quiet.anySymbol];

const BY_CLASS: Readonly<Record<Exclude<CharClass, 'space'>, Readonly<Record<Language, readonly Rule[]>>>> = {
  digit: { en: [...ENGLISH_DIGITS, ...LAST_RESORT], zh: [...MANDARIN_DIGITS, ...LAST_RESORT] },
  latin: { en: [...ENGLISH_LATIN, ...LAST_RESORT], zh: [...MANDARIN_LATIN, ...LAST_RESORT] },
  han: { en: [mandarin.ordinal, hanWords, ...LAST_RESORT], zh: [mandarin.ordinal, hanWords, ...LAST_RESORT] },
  foreign: { en: [...FOREIGN, ...LAST_RESORT], zh: [...FOREIGN, ...LAST_RESORT] },
  other: {
    en: [...MARKUP, ...ENGLISH_SIGNS, ...QUIET_TAIL],
    zh: [...MARKUP, ...MANDARIN_SIGNS, ...QUIET_TAIL],
  },
};

/** The rules to try, in order, on text of a class read in a language; the last one takes anything. */
export function rulesFor(charClass: Exclude<CharClass, 'space'>, language: Language): readonly Rule[] {
  return BY_CLASS[charClass][language];
}
