import { matchAt, spoken } from '../piece.js';
import type { Rule } from '../piece.js';
import { cardinalReading, numberReading, quantityReading } from './number-words.js';
import { NUMBER } from './numbers.js';

const CURRENCIES: ReadonlyMap<string, string> = new Map([
  ['¥', '元'],
  ['$', '美元'],
  ['US$', '美元'],
  ['HK$', '港元'],
  ['NT$', '新台币'],
  ['€', '欧元'],
  ['£', '英镑'],
  ['₩', '韩元'],
  ['₹', '卢比'],
  ['₽', '卢布'],
  ['RMB', '元'],
  ['CNY', '元'],
  ['USD', '美元'],
  ['EUR', '欧元'],
  ['GBP', '英镑'],
  ['JPY', '日元'],
  ['HKD', '港元'],
]);
const SIGN = String.raw`((?:US|HK|NT)?\$|[¥€£₩₹₽])`;
const CODE = String.raw`(RMB|CNY|USD|EUR|GBP|JPY|HKD)`;
const SCALE = '( ?(?:千万|百万|十万|万亿|[万亿千百]))?';
const BEFORE = new RegExp(
  `(-?)(?:${SIGN}|${CODE}) ?(-?)(${NUMBER})(?:[-–~～](${NUMBER}))?${SCALE}元?(?![\\d元]|\\.\\d)`,
  'uy',
);
const AFTER = new RegExp(`(${NUMBER})${SCALE} ?(?:${SIGN}|${CODE})(?![A-Za-z\\d])`, 'uy');
const YUAN_WITH_FEN = /(\d{1,12}(?:,\d{3}){0,4})\.(\d)(\d)(?=元)/y;

/** The empty last places of a price are not said. */
function amount(written: string, scale: string | undefined, currency: string): string {
  const needed = written.replace(/\.00$|(?<=\.\d)0$/, '');
  return quantityReading(needed) + (scale?.trim() ?? '') + currency;
}

/** ¥100 and ¥100元 → 一百元, $1.5亿 → 一点五亿美元 */
export const amountAfterSign: Rule = ({ text }, at) => {
  const match = matchAt(BEFORE, text, at);
  if (match === undefined) return undefined;
  const [all, outerSign, sign, code, innerSign, from = '', to, scale] = match;
  const currency = CURRENCIES.get(sign ?? code ?? '');
  if (currency === undefined) return undefined;
  const minus = outerSign === '-' || innerSign === '-' ? '负' : '';
  const reading =
    to === undefined
      ? amount(from, scale, currency)
      : `${numberReading(from)}到${amount(to, scale, currency)}`;
  return [spoken(at, at + all.length, [minus + reading], 'zh')];
};

/** 100€ → 一百欧元 */
export const amountBeforeSign: Rule = ({ text }, at) => {
  const match = matchAt(AFTER, text, at);
  const currency = CURRENCIES.get(match?.[3] ?? match?.[4] ?? '');
  if (match?.[1] === undefined || currency === undefined) return undefined;
  return [spoken(at, at + match[0].length, [amount(match[1], match[2], currency)], 'zh')];
};

/** 12.50元 → 十二点五元: the empty last place is not said */
export const yuan: Rule = ({ text }, at) => {
  const match = matchAt(YUAN_WITH_FEN, text, at);
  if (match === undefined) return undefined;
  const [all, whole = '', tenths = '', hundredths = ''] = match;
  const plainWhole = whole.replaceAll(',', '');
  if (hundredths !== '0') return [spoken(at, at + all.length, [numberReading(all)], 'zh')];
  const reading = tenths === '0' ? cardinalReading(plainWhole) : numberReading(`${plainWhole}.${tenths}`);
  return [spoken(at, at + all.length, [reading], 'zh')];
};
