import { matchAt, spoken } from '../piece.js';
import type { Rule } from '../piece.js';
import { cardinalWords, isSingular, numberWords } from './number-words.js';
import { NUMBER } from './numbers.js';

interface Currency {
  readonly one: string;
  readonly many: string;
  readonly smallOne?: string;
  readonly smallMany?: string;
}

const cents = { smallOne: 'cent', smallMany: 'cents' } as const;
const DOLLAR: Currency = { one: 'dollar', many: 'dollars', ...cents };
const prefixed = (adjective: string, currency: Currency): Currency => ({
  ...currency,
  one: `${adjective} ${currency.one}`,
  many: `${adjective} ${currency.many}`,
});
const POUND: Currency = { one: 'pound', many: 'pounds', smallOne: 'penny', smallMany: 'pence' };
const EURO: Currency = { one: 'euro', many: 'euros', ...cents };
const YEN: Currency = { one: 'yen', many: 'yen' };
const YUAN: Currency = { one: 'yuan', many: 'yuan' };
const FRANC: Currency = {
  one: 'Swiss franc',
  many: 'Swiss francs',
  smallOne: 'centime',
  smallMany: 'centimes',
};
const RUPEE: Currency = { one: 'rupee', many: 'rupees' };
const WON: Currency = { one: 'won', many: 'won' };

const BY_SIGN: ReadonlyMap<string, Currency> = new Map([
  ['$', DOLLAR],
  ['US$', prefixed('U S', DOLLAR)],
  ['CA$', prefixed('Canadian', DOLLAR)],
  ['C$', prefixed('Canadian', DOLLAR)],
  ['AU$', prefixed('Australian', DOLLAR)],
  ['A$', prefixed('Australian', DOLLAR)],
  ['NZ$', prefixed('New Zealand', DOLLAR)],
  ['HK$', prefixed('Hong Kong', DOLLAR)],
  ['S$', prefixed('Singapore', DOLLAR)],
  ['£', POUND],
  ['€', EURO],
  ['¥', YEN],
  ['₹', RUPEE],
  ['₩', WON],
  ['₽', { one: 'ruble', many: 'rubles' }],
  ['₿', { one: 'bitcoin', many: 'bitcoins' }],
  ['USD', prefixed('U S', DOLLAR)],
  ['CAD', prefixed('Canadian', DOLLAR)],
  ['AUD', prefixed('Australian', DOLLAR)],
  ['EUR', EURO],
  ['GBP', POUND],
  ['JPY', YEN],
  ['CNY', YUAN],
  ['RMB', YUAN],
  ['CHF', FRANC],
  ['INR', RUPEE],
  ['KRW', WON],
]);
const SCALES: ReadonlyMap<string, string> = new Map([
  ['k', 'thousand'],
  ['thousand', 'thousand'],
  ['m', 'million'],
  ['mn', 'million'],
  ['mm', 'million'],
  ['million', 'million'],
  ['b', 'billion'],
  ['bn', 'billion'],
  ['billion', 'billion'],
  ['t', 'trillion'],
  ['tn', 'trillion'],
  ['trillion', 'trillion'],
]);
const SIGN = String.raw`((?:US|CA|C|AU|A|NZ|HK|S)?\$|[£€¥₹₩₽₿])`;
const CODE = String.raw`(USD|CAD|AUD|EUR|GBP|JPY|CNY|RMB|CHF|INR|KRW)`;
const SCALE = String.raw`(?: ?([kKmMbBtT]|mn|mm|bn|tn|[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion)(?![\p{L}\d]))?`;
const BEFORE = new RegExp(
  `([-+]?)(?:${SIGN} ?|${CODE} )([-+]?)(${NUMBER})(?: ?[-–] ?[$£€¥]?(${NUMBER}))?${SCALE}`,
  'uy',
);
const AFTER = new RegExp(`(${NUMBER})${SCALE} ?(?:([$£€¥₹₩₽])(?!\\d)|${CODE}(?![\\p{L}\\d]))`, 'uy');
const SMALL = /(\d{1,3})(¢|p)(?![\p{L}\d])/uy;

function amountWords(written: string, scale: string | undefined, currency: Currency): string[] {
  const many = currency.many.split(' ');
  const one = currency.one.split(' ');
  if (scale !== undefined)
    return [...numberWords(written), SCALES.get(scale.toLowerCase()) ?? scale, ...many];
  const [whole = '0', decimals] = written.replaceAll(',', '').split('.');
  const { smallOne, smallMany } = currency;
  if (decimals?.length !== 2 || smallOne === undefined || smallMany === undefined) {
    return [...numberWords(written), ...(isSingular(written) ? one : many)];
  }
  const small =
    decimals === '00' ? [] : [...cardinalWords(decimals), decimals === '01' ? smallOne : smallMany];
  if (Number(whole) === 0 && small.length > 0) return small;
  const large = [...cardinalWords(whole), ...(whole === '1' ? one : many)];
  return small.length === 0 ? large : [...large, 'and', ...small];
}

/** $5, £3.50, €1.2m, -$20, US$5, USD 5, $5-10 */
export const amountAfterSign: Rule = ({ text }, at) => {
  const match = matchAt(BEFORE, text, at);
  if (match === undefined) return undefined;
  const [all, outerSign, symbol, code, innerSign, from = '', to, scale] = match;
  const currency = BY_SIGN.get(symbol ?? code ?? '');
  if (currency === undefined) return undefined;
  const minus = outerSign === '-' || innerSign === '-' ? ['minus'] : [];
  const end = at + all.length;
  if (to === undefined) return [spoken(at, end, [...minus, ...amountWords(from, scale, currency)])];
  return [spoken(at, end, [...numberWords(from), 'to', ...amountWords(to, scale, currency)])];
};

/** 5€, 20 USD, 50¢, 80p */
export const amountBeforeSign: Rule = ({ text }, at) => {
  const match = matchAt(AFTER, text, at);
  const currency = BY_SIGN.get(match?.[3] ?? match?.[4] ?? '');
  if (match && currency)
    return [spoken(at, at + match[0].length, amountWords(match[1] ?? '', match[2], currency))];
  const small = matchAt(SMALL, text, at);
  if (small === undefined) return undefined;
  const [all, digits = '', sign] = small;
  const noun = sign === '¢' ? (digits === '1' ? 'cent' : 'cents') : digits === '1' ? 'penny' : 'pence';
  return [spoken(at, at + all.length, [...cardinalWords(digits), noun])];
};
