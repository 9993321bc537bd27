import { matchAt, spelled, spoken } from '../piece.js';
import type { Piece, Rule } from '../piece.js';
import { cardinalReading, digitReading } from './number-words.js';

const YEAR = /(\d{4})(?= ?年)|(0\d|[1-9][1-9])(?=年(?!代|[来前后内间以之中的级]))/y;
const YEAR_RANGE = /((?:1[1-9]|20)\d\d)( ?[-–—~～至到] ?)((?:1[1-9]|20)\d\d)(?= ?年|(?!\d))/y;
const DECADE = /((?:1[1-9]|20)\d)0(?=年代)/y;
const ISO = /((?:1[1-9]|20)\d\d)([-/.])(0?[1-9]|1[0-2])\2([12]\d|3[01]|0?[1-9])(?!\d|[-/.]\d)/y;
const MONTH_OR_DAY = /(0?[1-9]|[12]\d|3[01])(?= ?[月日号號])/y;
const FIRST_READ_YEAR = 1100;
const LAST_READ_YEAR = 2099;
/** Two digits before 年 name a year only when they cannot be a plain count of years. */
const FIRST_SHORT_YEAR = 71;

function isYear(digits: string): boolean {
  const value = Number(digits);
  if (digits.length === 4) return value >= FIRST_READ_YEAR && value <= LAST_READ_YEAR;
  return digits.startsWith('0') || value >= FIRST_SHORT_YEAR;
}

/** 2024年 → 二零二四年, 98年 → 九八年, but 20年 → 二十年 */
export const year: Rule = ({ text }, at) => {
  const match = matchAt(YEAR, text, at);
  const digits = match?.[1] ?? match?.[2];
  if (digits === undefined || !isYear(digits)) return undefined;
  return [spelled(at, at + digits.length, digitReading(digits), 'zh')];
};

/** 2019-2021年 → 二零一九到二零二一年 */
export const yearRange: Rule = ({ text }, at) => {
  const match = matchAt(YEAR_RANGE, text, at);
  if (match === undefined) return undefined;
  const [all, from = '', dash = '', to = ''] = match;
  const dashStart = at + from.length;
  const dashEnd = dashStart + dash.length;
  return [
    spelled(at, dashStart, digitReading(from), 'zh'),
    spoken(dashStart, dashEnd, ['到'], 'zh'),
    spelled(dashEnd, at + all.length, digitReading(to), 'zh'),
  ];
};

/** 1990年代 → 一九九零年代 */
export const decade: Rule = ({ text }, at) => {
  const match = matchAt(DECADE, text, at);
  return match && [spelled(at, at + match[0].length, digitReading(match[0]), 'zh')];
};

/** 2024-03-05 → 二零二四年三月五日 */
export const isoDate: Rule = ({ text }, at) => {
  const match = matchAt(ISO, text, at);
  if (match === undefined) return undefined;
  const [all, yearDigits = '', , month = '', day = ''] = match;
  const yearEnd = at + yearDigits.length + 1;
  const monthEnd = yearEnd + month.length + 1;
  const han = (start: number, end: number, reading: string): Piece => spoken(start, end, [reading], 'zh');
  return [
    spelled(at, yearEnd - 1, digitReading(yearDigits), 'zh'),
    han(yearEnd - 1, yearEnd, '年'),
    han(yearEnd, monthEnd, `${cardinalReading(month)}月`),
    han(monthEnd, at + all.length, `${cardinalReading(day)}日`),
  ];
};

/** 2月, 2日, 2号: never 两 */
export const monthOrDay: Rule = ({ text }, at) => {
  const match = matchAt(MONTH_OR_DAY, text, at);
  return match?.[1] === undefined
    ? undefined
    : [spoken(at, at + match[1].length, [cardinalReading(match[1])], 'zh')];
};
