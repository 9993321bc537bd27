import { matchAt, skipped, spelled, spoken } from '../piece.js';
import type { Piece, Rule } from '../piece.js';
import { cardinalReading, digitReading } from './number-words.js';

const MOBILE = /1[3-9]\d{9}(?!\d)/y;
const MOBILE_GROUPED = /1[3-9]\d([- ])\d{4}\1\d{4}(?!\d)/y;
const LANDLINE =
  /(?:(?:0\d{2,3}|400|800)-\d{3,4}[- ]?\d{3,4}|(?:0\d{2,3}|400|800)-\d{3,8})(?:-\d{1,6})?(?!\d)/y;
const INTERNATIONAL = /\+86[- ]?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/y;
const SERVICE =
  /(?:1[12]\d|110|120|119|12345|95\d{3}|10086|10010|10000)(?=(?:电话|热线|客服|$|[，。！？、]))/y;
const GROUP = /\d+|\D/g;

function groups(written: string, at: number): Piece[] {
  return Array.from(written.matchAll(GROUP), (match): Piece => {
    const [part] = match;
    const start = at + match.index;
    const end = start + part.length;
    if (part === '+') return spoken(start, end, ['加'], 'zh');
    return /\d/.test(part)
      ? spelled(start, end, digitReading(part, '幺'), 'zh')
      : skipped(start, end, 'joiner');
  });
}

/** 13812345678 → 幺三八…, 010-12345678, 拨打110 */
export const phoneNumber: Rule = ({ text }, at) => {
  const match =
    matchAt(INTERNATIONAL, text, at) ??
    matchAt(MOBILE, text, at) ??
    matchAt(MOBILE_GROUPED, text, at) ??
    matchAt(LANDLINE, text, at);
  if (match) return groups(match[0], at);
  const dialled = /[打拨叫]$/.test(text.slice(Math.max(0, at - 1), at));
  const service = dialled ? matchAt(/\d{3,5}(?!\d)/y, text, at) : matchAt(SERVICE, text, at);
  return service && groups(service[0], at);
};

const GENERATION = /([5-9][05]|[01][05])(?=后(?!来|面|天|年))/y;
const ROOM = /(\d{3,4})(?=(?:室|房|号房|教室|会议室|路|次列车|航班|班次|包厢|宿舍))/y;
/** 302室 → 三零二室, 302路, 90后: names, not amounts */
export const numberAsName: Rule = ({ text }, at) => {
  const match = matchAt(ROOM, text, at) ?? matchAt(GENERATION, text, at);
  return match?.[1] === undefined
    ? undefined
    : [spelled(at, at + match[1].length, digitReading(match[1], match[1].length > 2 ? '幺' : '一'), 'zh')];
};

const VERSION = /([vV])?(\d{1,5}(?:\.\d{1,5}){2,4}|(?<=[vV])\d{1,5}(?:\.\d{1,5})?)(?![A-Za-z\d]|\.\d)/y;
/** 1.2.3 → 一点二点三 */
export const version: Rule = ({ text }, at) => {
  const match = matchAt(VERSION, text, at);
  if (match?.[2] === undefined) return undefined;
  const reading = match[2].split('.').map(cardinalReading).join('点');
  return [spoken(at, at + match[0].length, match[1] === undefined ? [reading] : ['版本', reading], 'zh')];
};

const MIXED = /(?=[A-Za-z]{0,16}\d)(?=\d{0,16}[A-Za-z])[A-Za-z\d]{2,32}(?![A-Za-z\d])/y;
const RUN = /\d+|[A-Za-z]+/g;
/** A380, 5G, mp3 in Chinese text: digits are Mandarin, letters English. */
export const mixedCode: Rule = ({ text }, at) => {
  const match = matchAt(MIXED, text, at);
  if (match === undefined) return undefined;
  return Array.from(match[0].matchAll(RUN), (run): Piece => {
    const start = at + run.index;
    const [part] = run;
    const end = start + part.length;
    if (/\d/.test(part)) {
      if (part.length <= 2 && !part.startsWith('0')) return spoken(start, end, [cardinalReading(part)], 'zh');
      return spelled(start, end, digitReading(part, '幺'), 'zh');
    }
    const letters = part.length <= 2 || !/[aeiouy]/i.test(part) || /^[A-Z]{1,3}$/.test(part);
    return letters ? spelled(start, end, part.toUpperCase()) : spoken(start, end, [part]);
  });
};
