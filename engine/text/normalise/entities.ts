import type { Language } from '../types.js';
import { matchAt, skipped, spoken } from './piece.js';
import type { Rule } from './piece.js';

const ENTITY = /&(?:([A-Za-z]{2,8})|#(\d{1,7})|#[xX]([\da-fA-F]{1,6}));/y;
const READINGS: ReadonlyMap<string, Readonly<Record<Language, string>>> = new Map([
  ['amp', { en: 'and', zh: '和' }],
  ['lt', { en: 'less than', zh: '小于' }],
  ['gt', { en: 'greater than', zh: '大于' }],
  ['copy', { en: 'copyright', zh: '版权' }],
  ['euro', { en: 'euro', zh: '欧元' }],
  ['pound', { en: 'pound', zh: '英镑' }],
  ['deg', { en: 'degrees', zh: '度' }],
  ['times', { en: 'times', zh: '乘' }],
  ['plusmn', { en: 'plus or minus', zh: '正负' }],
]);
const QUOTES = new Set(['quot', 'apos', 'ldquo', 'rdquo', 'lsquo', 'rsquo', 'laquo', 'raquo']);
const SPACES = new Set(['nbsp', 'ensp', 'emsp', 'thinsp', 'shy']);

/** HTML entities: what has a name is read, what lays out is skipped. */
export const entity: Rule = ({ text, language }, at) => {
  const match = matchAt(ENTITY, text, at);
  if (match === undefined) return undefined;
  const end = at + match[0].length;
  const name = match[1] ?? '';
  const reading = READINGS.get(name);
  if (reading) return [spoken(at, end, language === 'zh' ? [reading.zh] : reading.en.split(' '), language)];
  if (QUOTES.has(name)) return [skipped(at, end, 'quote')];
  if (SPACES.has(name)) return [skipped(at, end, 'whitespace')];
  if (name === 'hellip') return [{ kind: 'punct', start: at, end, symbol: '…', level: 'clause' }];
  if (name === 'mdash' || name === 'ndash')
    return [{ kind: 'punct', start: at, end, symbol: '—', level: 'clause' }];
  return match[1] === undefined ? [skipped(at, end, 'html')] : undefined;
};
