import { matchAt, spelled, spoken } from '../piece.js';
import type { Piece, Rule } from '../piece.js';
import { cardinalReading, digitReading, numberReading, quantityReading } from './number-words.js';

/** A number as written in Chinese text; the quantifiers are bounded so that a match costs a bounded time. */
export const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d{1,36})(?:\.\d{1,36})?`;
/** Measure words before which 2 is 两. */
export const MEASURES =
  '个個位名只隻条條张張本件辆輛台臺块塊杯瓶碗座栋棟层層间間家所次遍趟天周年岁歲倍句篇首部场場种種类類项項份' +
  '双雙对對副套支枝把根颗顆粒片朵头頭匹艘架封顿頓步斤吨噸米里小分秒两人口万千百亿声聲门門节節代轮輪点點元块角毛';

const PERCENT = new RegExp(`([-+]?${NUMBER})(?:\\s?([%‰])?\\s?[-–—~～到至]\\s?(${NUMBER}))?\\s?([%‰])`, 'uy');
const FRACTION = /(?:(\d{1,9})又)?(\d{1,4})[/⁄](\d{1,4})(?![\d/])/y;
const RANGE = new RegExp(`(${NUMBER})[ ]?[-–—~～至][ ]?(${NUMBER})(?![\\d-]| ?=)([${MEASURES}])?`, 'uy');
const SIGNED = new RegExp(`([-+±])(${NUMBER})`, 'uy');
const ORDINAL = /第(\d{1,15})/y;
const PRODUCT = new RegExp(`(${NUMBER}) ?[x×] ?(?=\\d)`, 'uy');
const FACTOR = new RegExp(`(${NUMBER})[x×](?![A-Za-z\\d])`, 'uy');
const RATIO = /(\d{1,4}):(\d{1,4})(?![\d:])/y;
const POWER = /(\d{1,9})\^(\d{1,4})(?!\d)/y;
/** Four digits like these without a measure word name a year: 2024奥运会. */
const LIKELY_YEAR = /^(?:19|20)\d\d$/;
const AMOUNT_FOLLOWS = /[元万亿多余块美日欧英港度毫厘公平立]/;
const PLAIN = new RegExp(`(${NUMBER})( ?[多几余]?[${MEASURES}])?`, 'uy');

function han(start: number, end: number, reading: string): Piece {
  return spoken(start, end, [reading], 'zh');
}

/** 5% → 百分之五, 3-5% → 百分之三到五 */
export const percent: Rule = ({ text }, at) => {
  const match = matchAt(PERCENT, text, at);
  if (match === undefined) return undefined;
  const [all, from = '', innerSign, to, sign] = match;
  const minus = from.startsWith('-') ? '负' : '';
  const base = sign === '%' ? '百分之' : '千分之';
  const upTo = to === undefined ? '' : `到${innerSign === undefined ? '' : base}${numberReading(to)}`;
  return [han(at, at + all.length, minus + base + numberReading(from.replace(/^[-+]/, '')) + upTo)];
};

/** 1/2 → 二分之一, 2又1/2 → 二又二分之一 */
export const fraction: Rule = ({ text }, at) => {
  const match = matchAt(FRACTION, text, at);
  if (match === undefined) return undefined;
  const [all, whole, upper = '', lower = ''] = match;
  const head = whole === undefined ? '' : `${cardinalReading(whole)}又`;
  return [han(at, at + all.length, `${head}${cardinalReading(lower)}分之${cardinalReading(upper)}`)];
};

/** 5-10 → 五到十 */
export const range: Rule = ({ text }, at) => {
  const match = matchAt(RANGE, text, at);
  if (match === undefined) return undefined;
  const [all, from = '', to = '', measure] = match;
  const end = at + all.length - (measure?.length ?? 0);
  const read = measure === undefined ? numberReading : quantityReading;
  return [han(at, end, `${read(from)}到${read(to)}`)];
};

/** -5 → 负五 */
export const signed: Rule = ({ text }, at) => {
  if (/[A-Za-z\d)]/.test(text[at - 1] ?? '')) return undefined;
  const match = matchAt(SIGNED, text, at);
  if (match === undefined) return undefined;
  const [all, sign, digits = ''] = match;
  const signReading = sign === '-' ? '负' : sign === '+' ? '正' : '正负';
  return [han(at, at + all.length, signReading + numberReading(digits))];
};

/** 第2 → 第二, never 第两 */
export const ordinal: Rule = ({ text }, at) => {
  const match = matchAt(ORDINAL, text, at);
  return match?.[1] === undefined
    ? undefined
    : [han(at, at + match[0].length, `第${cardinalReading(match[1])}`)];
};

/** 3x4 → 三乘四, 2x → 两倍 */
export const product: Rule = ({ text }, at) => {
  const size = matchAt(PRODUCT, text, at);
  if (size?.[1] !== undefined) return [han(at, at + size[0].length, `${numberReading(size[1])}乘`)];
  const factor = matchAt(FACTOR, text, at);
  return factor?.[1] === undefined
    ? undefined
    : [han(at, at + factor[0].length, `${quantityReading(factor[1])}倍`)];
};

/** 3:1 → 三比一 */
export const ratio: Rule = ({ text }, at) => {
  const match = matchAt(RATIO, text, at);
  if (match === undefined) return undefined;
  const [all, from = '', to = ''] = match;
  return [han(at, at + all.length, `${cardinalReading(from)}比${cardinalReading(to)}`)];
};

/** 10^6 → 十的六次方 */
export const power: Rule = ({ text }, at) => {
  const match = matchAt(POWER, text, at);
  if (match === undefined) return undefined;
  const [all, base = '', exponent = ''] = match;
  const reading = exponent === '2' ? '平方' : exponent === '3' ? '立方' : `${cardinalReading(exponent)}次方`;
  return [han(at, at + all.length, `${cardinalReading(base)}的${reading}`)];
};

/** Any other number; a leading zero or great length makes it a code that is read digit by digit. */
export const plain: Rule = ({ text }, at) => {
  const match = matchAt(PLAIN, text, at);
  const written = match?.[1];
  if (match === undefined || written === undefined) return undefined;
  const end = at + written.length;
  const named = match[2] === undefined && LIKELY_YEAR.test(written) && !AMOUNT_FOLLOWS.test(text[end] ?? '');
  if (named || /^(?:0\d+|\d{13,})$/.test(written)) return [spelled(at, end, digitReading(written), 'zh')];
  return [han(at, end, match[2] === undefined ? numberReading(written) : quantityReading(written))];
};
