import { matchAt, skipped, spoken } from '../piece.js';
import type { Piece, Rule } from '../piece.js';
import { ordinalWords, yearWords } from './number-words.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const MONTH_NAME = String.raw`(?:January|February|March|April|May|June|July|August|September|October|November|December)`;
const MONTH_SHORT = String.raw`(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?`;
const MONTH = `(${MONTH_NAME}|${MONTH_SHORT})`;
const DAY = String.raw`([12]\d|3[01]|0?[1-9])`;
const END = String.raw`(?![\p{L}\d])`;

const ISO = /(\d{4})([-/.])(0?[1-9]|1[0-2])\2([12]\d|3[01]|0?[1-9])(?=T\d\d:|[^\p{L}\d]|$)(?![-/]\d)/uy;
const NUMERIC = /(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\p{L}\d]|[-/.]\d)/uy;
const MONTH_FIRST = new RegExp(
  `${MONTH} ${DAY}(?:st|nd|rd|th)?(?:( ?[-–] ?)${DAY}(?:st|nd|rd|th)?)?${END}(?![:.]\\d)(?:(,? )(\\d{4})${END})?`,
  'uy',
);
const DAY_FIRST = new RegExp(
  `${DAY}(?:st|nd|rd|th)?(?: of)? ${MONTH}(?![\\p{L}])(?:(,? )(\\d{4})${END})?`,
  'uy',
);
const MONTH_YEAR = new RegExp(`${MONTH}(,? )((?:1[0-9]|20)\\d\\d)${END}`, 'uy');
const WEEKDAYS: ReadonlyMap<string, string> = new Map([
  ['Mon', 'Monday'],
  ['Tue', 'Tuesday'],
  ['Tues', 'Tuesday'],
  ['Wed', 'Wednesday'],
  ['Thu', 'Thursday'],
  ['Thur', 'Thursday'],
  ['Thurs', 'Thursday'],
  ['Fri', 'Friday'],
  ['Sat', 'Saturday'],
  ['Sun', 'Sunday'],
]);
/** A short weekday is one when a date or a time follows, or a full stop that does not end the sentence. */
const WEEKDAY = new RegExp(
  `(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(\\.?)(?=,? (?:${MONTH_NAME}|${MONTH_SHORT}|\\d))`,
  'uy',
);
/** A short month alone: 'in Sept. of'. May is a word; so is Mar without its stop. */
const LONE_MONTH = /(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.(?= \p{Ll}|,)/uy;

function monthNamed(written: string): string {
  const key = written.slice(0, 3).toLowerCase();
  return MONTHS.find((month) => month.toLowerCase().startsWith(key)) ?? written;
}

function plainDay(digits: string): string {
  return digits.replace(/^0/, '');
}

/** The comma before a year is heard as one; a space is skipped. */
function glue(text: string, start: number, end: number): Piece[] {
  if (text[start] !== ',') return [skipped(start, end, 'whitespace')];
  const comma: Piece = { kind: 'punct', start, end: start + 1, symbol: ',', level: 'none' };
  return [comma, skipped(start + 1, end, 'whitespace')];
}

/** 2024-03-05, 2024/3/5 → March fifth, twenty twenty four */
export const isoDate: Rule = ({ text }, at) => {
  const match = matchAt(ISO, text, at);
  if (match === undefined) return undefined;
  const [all, year = '', , month = '', day = ''] = match;
  const name = MONTHS[Number(month) - 1] ?? month;
  const date = spoken(at, at + all.length, [name, ...ordinalWords(plainDay(day)), ...yearWords(year)]);
  const end = at + all.length;
  return text[end] === 'T' ? [date, skipped(end, end + 1, 'joiner')] : [date];
};

/** 3/5/2024 is March fifth; where the first number cannot be a month, or dots divide it, the day comes first. */
export const numericDate: Rule = ({ text }, at) => {
  const match = matchAt(NUMERIC, text, at);
  if (match === undefined) return undefined;
  const [all, first = '', divider, second = '', year = ''] = match;
  const dayFirst = divider === '.' || Number(first) > 12;
  const [month, day] = dayFirst ? [second, first] : [first, second];
  const name = MONTHS[Number(month) - 1];
  if (name === undefined || Number(day) < 1 || Number(day) > 31) return undefined;
  if (year.length === 2 && divider === '.') return undefined;
  const yearPart = year.length === 2 ? yearWords((Number(year) < 50 ? '20' : '19') + year) : yearWords(year);
  return [spoken(at, at + all.length, [name, ...ordinalWords(plainDay(day)), ...yearPart])];
};

/** March 5, 2024; Mar. 5th; July 4-6 */
export const monthFirstDate: Rule = ({ text }, at) => {
  const match = matchAt(MONTH_FIRST, text, at);
  if (match === undefined) return undefined;
  const [all, month = '', from = '', dash, to, yearGlue, year] = match;
  const monthEnd = at + month.length;
  const yearLength = (year?.length ?? 0) + (yearGlue?.length ?? 0);
  const dayEnd = at + all.length - yearLength;
  const upTo = dash === undefined || to === undefined ? [] : ['to', ...ordinalWords(plainDay(to))];
  const pieces = [
    spoken(at, monthEnd, [monthNamed(month)]),
    skipped(monthEnd, monthEnd + 1, 'whitespace'),
    spoken(monthEnd + 1, dayEnd, [...ordinalWords(plainDay(from)), ...upTo]),
  ];
  if (yearGlue === undefined || year === undefined) return pieces;
  const yearStart = dayEnd + yearGlue.length;
  return [...pieces, ...glue(text, dayEnd, yearStart), spoken(yearStart, yearStart + 4, yearWords(year))];
};

/** 5 March 2024 → the fifth of March */
export const dayFirstDate: Rule = ({ text }, at) => {
  const match = matchAt(DAY_FIRST, text, at);
  if (match === undefined) return undefined;
  const [all, day = '', month = '', yearGlue, year] = match;
  const yearLength = (year?.length ?? 0) + (yearGlue?.length ?? 0);
  const monthEnd = at + all.length - yearLength;
  const article = /\bthe $/i.test(text.slice(Math.max(0, at - 4), at)) ? [] : ['the'];
  const date = spoken(at, monthEnd, [...article, ...ordinalWords(plainDay(day)), 'of', monthNamed(month)]);
  if (yearGlue === undefined || year === undefined) return [date];
  const yearStart = monthEnd + yearGlue.length;
  return [date, ...glue(text, monthEnd, yearStart), spoken(yearStart, yearStart + 4, yearWords(year))];
};

/** Jan 2024, March 1066 */
export const monthYear: Rule = ({ text }, at) => {
  const match = matchAt(MONTH_YEAR, text, at);
  if (match === undefined) return undefined;
  const [all, month = '', between = '', year = ''] = match;
  const monthEnd = at + month.length;
  const yearStart = monthEnd + between.length;
  return [
    spoken(at, monthEnd, [monthNamed(month)]),
    ...glue(text, monthEnd, yearStart),
    spoken(yearStart, at + all.length, yearWords(year)),
  ];
};

/** Mon, Tues. before a date; Sept. alone */
export const shortDayOrMonth: Rule = ({ text }, at) => {
  const weekday = matchAt(WEEKDAY, text, at);
  const name = WEEKDAYS.get(weekday?.[1] ?? '');
  if (weekday && name !== undefined) return [spoken(at, at + weekday[0].length, [name])];
  const month = matchAt(LONE_MONTH, text, at);
  return month?.[1] === undefined ? undefined : [spoken(at, at + month[0].length, [monthNamed(month[1])])];
};
