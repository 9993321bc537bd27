import { matchAt, skipped, spelled, spoken } from '../piece.js';
import type { Piece, Rule } from '../piece.js';
import { cardinalWords, digitWords, numberWords } from './number-words.js';

const PHONE =
  /(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,5}\)[ .-]?)?(?:\d{2,5}[ .-]){1,4}\d{3,5}(?![\p{L}\d]|[-.]\d)|\+\d{8,15}(?!\d)/uy;
const PHONE_MIN_DIGITS = 7;
const PHONE_MAX_DIGITS = 15;
/** 555-1234, (212) 555-0100, 020 7946 0958, +44 …: what makes a run of digits a telephone number. */
const PHONE_SHAPE =
  /^(?:\+|\(|0\d|\d{3}[-. ]\d{4}$|\d{3}[-.]\d{3}[-.]\d{4}$|1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4}$|\d{3} \d{3} \d{4}$)/;
const GROUP = /\d+/g;

/** Digit groups of a number that is a name: read one by one, with a pause between the groups. */
export const phoneNumber: Rule = ({ text }, at) => {
  if (/[\p{L}\d]/u.test(text[at - 1] ?? '')) return undefined;
  const match = matchAt(PHONE, text, at);
  if (match === undefined) return undefined;
  const [written] = match;
  const digitCount = written.replace(/\D/g, '').length;
  if (digitCount < PHONE_MIN_DIGITS || digitCount > PHONE_MAX_DIGITS || !PHONE_SHAPE.test(written))
    return undefined;
  const pieces: Piece[] = [];
  let end = at;
  for (const group of written.matchAll(GROUP)) {
    const start = at + group.index;
    const plus = written[group.index - 1] === '+';
    const before = plus ? start - 1 : start;
    if (before > end) {
      if (end > at) pieces.push({ kind: 'break', start: end, end, level: 'clause' });
      pieces.push(skipped(end, before, 'joiner'));
    }
    end = start + group[0].length;
    const words = digitWords(group[0], 'oh');
    pieces.push(spoken(before, end, plus ? ['plus', ...words] : words));
  }
  return pieces;
};

const DIGIT_GROUPS = /\d{1,9}(?:-\d{1,9}){2,7}(?![\p{L}\d])/uy;
/** Numbers in more than two groups (accounts, ISBNs) are read digit by digit. */
export const digitGroups: Rule = ({ text }, at) => {
  const match = matchAt(DIGIT_GROUPS, text, at);
  if (match === undefined) return undefined;
  const pieces: Piece[] = [];
  for (const group of match[0].matchAll(/\d+|-/g)) {
    const start = at + group.index;
    const end = start + group[0].length;
    pieces.push(group[0] === '-' ? skipped(start, end, 'joiner') : spoken(start, end, digitWords(group[0])));
    if (group[0] === '-') pieces.push({ kind: 'break', start: end, end, level: 'clause' });
  }
  return pieces;
};

const VERSION = /([vV])?(\d{1,5}(?:\.\d{1,5}){2,4}|(?<=[vV])\d{1,5}(?:\.\d{1,5})?)(?![\p{L}\d]|\.\d)/uy;
/** 1.2.3 and IP addresses: numbers with 'point' or 'dot' between them; v2 is 'version two'. */
export const version: Rule = ({ text }, at) => {
  const match = matchAt(VERSION, text, at);
  if (match?.[2] === undefined) return undefined;
  const parts = match[2].split('.');
  const address = parts.length === 4 && parts.every((part) => Number(part) < 256);
  const words = parts.flatMap((part, index) => {
    const reading = address && part.length > 2 ? digitWords(part) : cardinalWords(part);
    return index === 0 ? reading : [address ? 'dot' : 'point', ...reading];
  });
  return [spoken(at, at + match[0].length, match[1] === undefined ? words : ['version', ...words])];
};

const SCALED = /(\d{1,9}(?:\.\d{1,6})?)(k|K|M|bn|tn)(?![\p{L}\d])/uy;
const SCALE_NAMES: ReadonlyMap<string, string> = new Map([
  ['k', 'K'],
  ['K', 'K'],
  ['M', 'million'],
  ['bn', 'billion'],
  ['tn', 'trillion'],
]);
const MONEY_BEFORE =
  /\b(?:salary|salaries|wages?|pa(?:id|y|ys|ying)|earn(?:s|ed|ing)?|costs?|pric(?:e|ed)|budget|worth|income|loan|debt|rent|bonus|deposit|fees?|spen[dt]|ow(?:e|es|ed))\b[^.!?\n]{0,24}$/i;
const RACE = / (?:race|run|walk|runner)/y;
const MONEY_AFTER =
  / ?(?:a year|a month|per year|per month|in (?:cash|debt|savings)|salary|dollars|bucks|pounds|euros)\b/y;
/** 10k, 4K, 2.5M, 3bn; about money k is a thousand */
export const scaledNumber: Rule = ({ text }, at) => {
  const match = matchAt(SCALED, text, at);
  if (match === undefined) return undefined;
  const [all, digits = '', scale = ''] = match;
  const end = at + all.length;
  const money =
    /^k$/i.test(scale) &&
    !matchAt(RACE, text, end) &&
    (MONEY_BEFORE.test(text.slice(Math.max(0, at - 40), at)) ||
      matchAt(MONEY_AFTER, text, end) !== undefined);
  return [spoken(at, end, [...numberWords(digits), money ? 'thousand' : (SCALE_NAMES.get(scale) ?? scale)])];
};

const HEXADECIMAL = /0[xX]([\dA-Fa-f]{1,16})(?![\p{L}\d])/uy;
/** 0x1F → zero X one F */
export const hexadecimal: Rule = ({ text }, at) => {
  const digits = matchAt(HEXADECIMAL, text, at)?.[1];
  if (digits === undefined) return undefined;
  const start = at + 2;
  const read = Array.from(digits.matchAll(RUN), (run): Piece => {
    const from = start + run.index;
    const [part] = run;
    return /\d/.test(part)
      ? spoken(from, from + part.length, digitWords(part))
      : spelled(from, from + part.length, part.toUpperCase());
  });
  return [spoken(at, at + 1, ['zero']), spelled(at + 1, start, 'X'), ...read];
};

const ZIP = /(\d{5})(?:-(\d{4}))?(?![\p{L}\d]|[-.,]\d)/uy;
const STATE_BEFORE =
  /(?:,|\p{Lu}\p{Ll}{2,24}) (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) $/u;
/** IL 62704: the ZIP code behind a state, digit by digit */
export const zipCode: Rule = ({ text }, at) => {
  const match = matchAt(ZIP, text, at);
  if (match?.[1] === undefined || !STATE_BEFORE.test(text.slice(Math.max(0, at - 32), at))) return undefined;
  const end = at + 5;
  const first = spoken(at, end, digitWords(match[1]));
  if (match[2] === undefined) return [first];
  return [first, skipped(end, end + 1, 'joiner'), spoken(end + 1, end + 5, digitWords(match[2]))];
};

const MIXED = /(?=[A-Za-z]{0,16}\d)(?=\d{0,16}[A-Za-z])[A-Za-z\d]{2,32}(?![\p{L}\d])/uy;
const RUN = /\d+|[A-Za-z]+/g;
const MANY_CHANGES = 4;

function digitsInCode(digits: string): string[] {
  if (digits.startsWith('0') || digits.length > 4) return digitWords(digits);
  if (digits.length <= 2 || digits.endsWith('00')) return cardinalWords(digits);
  const half = digits.length - 2;
  const tail = digits.slice(half);
  return [
    ...cardinalWords(digits.slice(0, half)),
    ...(tail.startsWith('0') ? ['oh', ...digitWords(tail.slice(1))] : cardinalWords(tail)),
  ];
}

/** A380, B2B, mp3, x86, 3D: letters and digits in one word. Capitals and short runs of letters are spelled. */
export const mixedCode: Rule = ({ text }, at) => {
  const match = matchAt(MIXED, text, at);
  if (match === undefined) return undefined;
  const runs = [...match[0].matchAll(RUN)];
  const opaque = runs.length > MANY_CHANGES;
  return runs.map((run): Piece => {
    const start = at + run.index;
    const [part] = run;
    const end = start + part.length;
    if (/\d/.test(part)) return spoken(start, end, opaque ? digitWords(part) : digitsInCode(part));
    const letters =
      opaque || part.length <= 2 || !/[aeiouy]/i.test(part) || (part.length <= 3 && /^[A-Z]+$/.test(part));
    return letters ? spelled(start, end, part.toUpperCase()) : spoken(start, end, [part]);
  });
};

const NUMBERED = /#(\d{1,9})(?![\p{L}\d])/uy;
/** #5 → number five */
export const numberSign: Rule = ({ text }, at) => {
  const match = matchAt(NUMBERED, text, at);
  return match?.[1] === undefined
    ? undefined
    : [spoken(at, at + match[0].length, ['number', ...cardinalWords(match[1])])];
};

const LANGUAGE_NAME = /([A-Z])(\+\+|#)(?![\p{L}\d])/uy;
/** C++, C#, F# */
export const letterWithSign: Rule = ({ text }, at) => {
  const match = matchAt(LANGUAGE_NAME, text, at);
  if (match?.[1] === undefined) return undefined;
  const sign = match[2] === '#' ? ['sharp'] : ['plus', 'plus'];
  return [spelled(at, at + 1, match[1]), spoken(at + 1, at + match[0].length, sign)];
};
