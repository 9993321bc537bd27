import { matchAt, spoken } from '../piece.js';
import type { Piece, Rule } from '../piece.js';
import { cardinalWords, digitWords, numberWords, ordinalWords, pluralOf, yearWords } from './number-words.js';

/** A number as people write it; the quantifiers are bounded so that a match costs a bounded time. */
export const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d{1,3}(?:[ '’]\d{3}){2,6}(?![\d])|\d{1,36})(?:\.\d{1,36})?`;

const END = String.raw`(?![\p{L}\d])`;
const ORDINAL = /(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:st|nd|rd|th|ST|ND|RD|TH)(?![\p{L}\d])/uy;
/** Two digits are a decade behind an article or a part of it; else '60s' is a minute. */
const DECADE = /(\d{3}0|(?<=(?:the|early|mid|late|your|his|her|their|my)[ -])\d0)['’]?s(?![\p{L}\d])/uy;
const NUMBER_WITH_S = /(\d{1,3})['’]s(?![\p{L}\d])/uy;
const SHORT_DECADE = /['’](\d0)s(?![\p{L}\d])/uy;
const SHORT_YEAR = /['’](\d\d)(?![\p{L}\d])/uy;
const FRACTION = /(?:(\d{1,3}) )?(\d{1,3})[/⁄](\d{1,3})(?![\p{L}\d/.,]*\d|\p{L})/uy;
const VULGAR = /(?:(\d{1,9}) ?)?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/uy;
const PERCENT = new RegExp(`([-+]?${NUMBER})(?:\\s?%?\\s?[-–—]\\s?(${NUMBER}))?\\s?([%‰])`, 'uy');
const YEAR = /(1[1-9]\d\d|20\d\d)(?![\p{L}\d%]|[.,]\d)/uy;
const YEAR_RANGE = /(1[1-9]\d\d|20\d\d)([-–—])(\d\d|1[1-9]\d\d|20\d\d)(?![\p{L}\d]|[-–.,]\d)/uy;
const RANGE = new RegExp(`(${NUMBER})(?:[-–]| [-–] | ?[~～] ?)(${NUMBER})(?![\\p{L}\\d]|[-–]\\d| ?=)`, 'uy');
const SIGNED = new RegExp(`([-+±])(${NUMBER})(?!\\p{L})`, 'uy');
const SIZE = new RegExp(`(${NUMBER}) ?[x×] ?(?=\\d)`, 'uy');
/** What follows the first sign of 3 × 4 = 12, 2 × 3 × 4 = 24 and 6 × 10⁵: a product, not a size. */
const CALCULATION = /[\d.,]{1,24}(?: ?[x×] ?[\d.,]{1,24}){0,4}(?: ?=|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺^])/y;
const FACTOR = new RegExp(`(${NUMBER})[x×]${END}`, 'uy');
const POWER = /(\d{1,9})\^([-+]?\d{1,4})(?![\p{L}\d])/uy;
const SCIENTIFIC = new RegExp(`(${NUMBER})[eE]([-+]?\\d{1,4})${END}`, 'uy');
const PLAIN = new RegExp(NUMBER, 'uy');
const RATIO = /(\d{1,4}):(\d{1,4})(?![\p{L}\d:])/uy;

const DENOMINATORS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['2', ['half', 'halves']],
  ['4', ['quarter', 'quarters']],
]);
const VULGAR_PARTS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['½', ['1', '2']],
  ['⅓', ['1', '3']],
  ['⅔', ['2', '3']],
  ['¼', ['1', '4']],
  ['¾', ['3', '4']],
  ['⅕', ['1', '5']],
  ['⅖', ['2', '5']],
  ['⅗', ['3', '5']],
  ['⅘', ['4', '5']],
  ['⅙', ['1', '6']],
  ['⅚', ['5', '6']],
  ['⅛', ['1', '8']],
  ['⅜', ['3', '8']],
  ['⅝', ['5', '8']],
  ['⅞', ['7', '8']],
]);

function fractionWords(whole: string | undefined, upper: string, lower: string): string[] {
  const singular = upper === '1';
  const named = DENOMINATORS.get(lower);
  const ordinal = ordinalWords(lower);
  const last = ordinal.pop() ?? '';
  const noun = named ? [singular ? named[0] : named[1]] : [...ordinal, singular ? last : pluralOf(last)];
  if (whole === undefined) return [...cardinalWords(upper), ...noun];
  return [...cardinalWords(whole), 'and', ...(singular ? ['a'] : cardinalWords(upper)), ...noun];
}

/** 21st, 1,000th */
export const ordinal: Rule = ({ text }, at) => {
  const match = matchAt(ORDINAL, text, at);
  return match && [spoken(at, at + match[0].length, ordinalWords((match[1] ?? '').replaceAll(',', '')))];
};

/** 1990s, 90s, '90s */
export const decade: Rule = ({ text }, at) => {
  const match = matchAt(DECADE, text, at) ?? matchAt(SHORT_DECADE, text, at);
  const digits = match?.[1];
  if (match === undefined || digits === undefined) return undefined;
  const words = digits.length === 4 ? yearWords(digits) : cardinalWords(digits);
  const last = words.pop() ?? '';
  return [spoken(at, at + match[0].length, [...words, pluralOf(last)])];
};

/** two 2's, the 747's wings */
export const pluralOrPossessive: Rule = ({ text }, at) => {
  const match = matchAt(NUMBER_WITH_S, text, at);
  if (match?.[1] === undefined) return undefined;
  const words = cardinalWords(match[1]);
  const last = words.pop() ?? '';
  return [spoken(at, at + match[0].length, [...words, pluralOf(last)])];
};

/** '98 as a year */
export const shortYear: Rule = ({ text }, at) => {
  const match = matchAt(SHORT_YEAR, text, at);
  if (match?.[1] === undefined || /[\p{L}\d]/u.test(text[at - 1] ?? '')) return undefined;
  const words = match[1].startsWith('0') ? digitWords(match[1], 'oh') : cardinalWords(match[1]);
  return [spoken(at, at + match[0].length, words)];
};

/** 1/2, 2 3/4, ½, 2½; 24/7 is an idiom */
export const fraction: Rule = ({ text }, at) => {
  const vulgar = matchAt(VULGAR, text, at);
  const parts = VULGAR_PARTS.get(vulgar?.[2] ?? '');
  if (vulgar && parts) return [spoken(at, at + vulgar[0].length, fractionWords(vulgar[1], ...parts))];
  const match = matchAt(FRACTION, text, at);
  if (match === undefined) return undefined;
  const [all, whole, upper = '', lower = ''] = match;
  const end = at + all.length;
  if (whole === undefined && upper === '24' && lower === '7')
    return [spoken(at, end, ['twenty', 'four', 'seven'])];
  if (whole === undefined && upper === '50' && lower === '50') return [spoken(at, end, ['fifty', 'fifty'])];
  if (whole === undefined && upper === '9' && lower === '11') return [spoken(at, end, ['nine', 'eleven'])];
  const proper = Number(upper) < Number(lower) && Number(lower) > 1 && Number(lower) <= 100;
  if (proper) return [spoken(at, end, fractionWords(whole, upper, lower))];
  if (whole !== undefined) return undefined;
  return [spoken(at, end, [...cardinalWords(upper), 'over', ...cardinalWords(lower)])];
};

/** 5%, 3-5%, 2‰ */
export const percent: Rule = ({ text }, at) => {
  const match = matchAt(PERCENT, text, at);
  if (match === undefined) return undefined;
  const [all, from = '', to, sign] = match;
  const unit = sign === '%' ? ['percent'] : ['per', 'mille'];
  const upTo = to === undefined ? [] : ['to', ...numberWords(to)];
  return [spoken(at, at + all.length, [...numberWords(from), ...upTo, ...unit])];
};

/** 1990-2000, 2019–20 */
export const yearRange: Rule = ({ text }, at) => {
  const match = matchAt(YEAR_RANGE, text, at);
  if (match === undefined) return undefined;
  const [all, from = '', , to = ''] = match;
  const toWords = to.length === 2 && to.startsWith('0') ? digitWords(to, 'oh') : yearWords(to);
  return [spoken(at, at + all.length, [...yearWords(from), 'to', ...toWords])];
};

/** Four digits from 1100 to 2099 are read as a year: that is what they mostly are without a unit or a comma. */
export const year: Rule = ({ text }, at) => {
  const match = matchAt(YEAR, text, at);
  return match?.[1] === undefined ? undefined : [spoken(at, at + 4, yearWords(match[1]))];
};

/** 5-10, 3 – 4 */
export const range: Rule = ({ text }, at) => {
  const match = matchAt(RANGE, text, at);
  if (match === undefined) return undefined;
  const [all, from = '', to = ''] = match;
  return [spoken(at, at + all.length, [...numberWords(from), 'to', ...numberWords(to)])];
};

/** -5, +3, ±2, where the sign does not join two words */
export const signed: Rule = ({ text }, at) => {
  if (/[\p{L}\d)\]]/u.test(text[at - 1] ?? '')) return undefined;
  const match = matchAt(SIGNED, text, at);
  if (match === undefined) return undefined;
  const [all, sign, digits = ''] = match;
  const signWords = sign === '-' ? ['minus'] : sign === '+' ? ['plus'] : ['plus', 'or', 'minus'];
  return [spoken(at, at + all.length, [...signWords, ...numberWords(digits)])];
};

/** 3 × 4 = 12, 1920x1080 (the first factor with its sign), 2x */
export const product: Rule = ({ text }, at) => {
  const size = matchAt(SIZE, text, at);
  if (size?.[1] !== undefined) {
    const end = at + size[0].length;
    const sign = matchAt(CALCULATION, text, end) ? 'times' : 'by';
    return [spoken(at, end, [...numberWords(size[1]), sign])];
  }
  const factor = matchAt(FACTOR, text, at);
  if (factor?.[1] === undefined) return undefined;
  return [
    spoken(at, at + factor[0].length, [...numberWords(factor[1]), factor[1] === '1' ? 'time' : 'times']),
  ];
};

/** 10^6, 6.02e23 */
export const power: Rule = ({ text }, at) => {
  const match = matchAt(POWER, text, at);
  if (match) {
    const [all, base = '', exponent = ''] = match;
    const tail =
      exponent === '2'
        ? ['squared']
        : exponent === '3'
          ? ['cubed']
          : ['to', 'the', 'power', ...numberWords(exponent)];
    return [spoken(at, at + all.length, [...numberWords(base), ...tail])];
  }
  const scientific = matchAt(SCIENTIFIC, text, at);
  if (scientific === undefined) return undefined;
  const [all, mantissa = '', exponent = ''] = scientific;
  const words = [...numberWords(mantissa), 'times', 'ten', 'to', 'the', ...numberWords(exponent)];
  return [spoken(at, at + all.length, words)];
};

const DECIMAL_COMMA = /,\d{1,2}(?![\d,]|\.\d)/y;
/** 1,5: a decimal comma is said; any other comma between digits that groups no thousands is a pause, as in 1,2,3 */
export const commaInNumber: Rule = ({ text }, at) => {
  if (text[at] !== ',' || !/\d/.test(text[at - 1] ?? '') || !/\d/.test(text[at + 1] ?? '')) return undefined;
  const listed = /,\d{1,9}$/.test(text.slice(Math.max(0, at - 10), at));
  if (!listed && matchAt(DECIMAL_COMMA, text, at)) return [spoken(at, at + 1, ['comma'])];
  return [{ kind: 'punct', start: at, end: at + 1, symbol: ',', level: 'clause' }];
};

/** 3:1 */
export const ratio: Rule = ({ text }, at) => {
  const match = matchAt(RATIO, text, at);
  if (match === undefined) return undefined;
  const [all, from = '', to = ''] = match;
  return [spoken(at, at + all.length, [...cardinalWords(from), 'to', ...cardinalWords(to)])];
};

/** Any other number; a leading zero or great length makes it a code that is read digit by digit. */
export const plain: Rule = ({ text }, at): readonly Piece[] | undefined => {
  const match = matchAt(PLAIN, text, at);
  if (match === undefined) return undefined;
  const [written] = match;
  const code = /^(?:0\d+|\d{13,})$/.test(written);
  return [spoken(at, at + written.length, code ? digitWords(written) : numberWords(written))];
};
