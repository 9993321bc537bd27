import type { Language } from '../types.js';
import { cardinalWords } from './english/number-words.js';
import { cardinalReading } from './mandarin/number-words.js';
import { matchAt, skipped, spoken } from './piece.js';
import type { Rule } from './piece.js';

/** Symbols that are read out, in English and in Mandarin. */
const READINGS: ReadonlyMap<string, Readonly<Record<Language, string>>> = new Map([
  ['&', { en: 'and', zh: '和' }],
  ['@', { en: 'at', zh: '艾特' }],
  ['#', { en: 'number', zh: '井号' }],
  ['%', { en: 'percent', zh: '百分号' }],
  ['+', { en: 'plus', zh: '加' }],
  ['=', { en: 'equals', zh: '等于' }],
  ['/', { en: 'slash', zh: '斜杠' }],
  ['\\', { en: 'backslash', zh: '反斜杠' }],
  ['<', { en: 'less than', zh: '小于' }],
  ['>', { en: 'greater than', zh: '大于' }],
  ['$', { en: 'dollar', zh: '美元' }],
  ['£', { en: 'pound', zh: '英镑' }],
  ['€', { en: 'euro', zh: '欧元' }],
  ['¥', { en: 'yen', zh: '元' }],
  ['¢', { en: 'cent', zh: '美分' }],
  ['°', { en: 'degrees', zh: '度' }],
  ['©', { en: 'copyright', zh: '版权' }],
  ['±', { en: 'plus or minus', zh: '正负' }],
  ['×', { en: 'times', zh: '乘' }],
  ['÷', { en: 'divided by', zh: '除以' }],
  ['≈', { en: 'approximately', zh: '约等于' }],
  ['≠', { en: 'is not equal to', zh: '不等于' }],
  ['≤', { en: 'less than or equal to', zh: '小于等于' }],
  ['≥', { en: 'greater than or equal to', zh: '大于等于' }],
  ['→', { en: 'to', zh: '到' }],
  ['§', { en: 'section', zh: '节' }],
  ['¶', { en: 'paragraph', zh: '段' }],
  ['√', { en: 'square root of', zh: '根号' }],
  ['∞', { en: 'infinity', zh: '无穷' }],
  ['∑', { en: 'sum', zh: '求和' }],
  ['∂', { en: 'partial', zh: '偏' }],
  ['№', { en: 'number', zh: '号码' }],
  ['Ω', { en: 'ohms', zh: '欧姆' }],
  ['℃', { en: 'degrees Celsius', zh: '摄氏度' }],
  ['℉', { en: 'degrees Fahrenheit', zh: '华氏度' }],
  ['²', { en: 'squared', zh: '平方' }],
  ['³', { en: 'cubed', zh: '立方' }],
]);

const GREEK_NAMES =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );
const SMALL_ALPHA = 0x3b1;

const ARITHMETIC: ReadonlyMap<string, Readonly<Record<Language, string>>> = new Map([
  ['*', { en: 'times', zh: '乘以' }],
  ['·', { en: 'times', zh: '乘以' }],
  ['/', { en: 'divided by', zh: '除以' }],
  ['-', { en: 'minus', zh: '减' }],
]);
const OPERATION = /([*·/-]) ?(?=[\d(])/y;
const EQUATION_FOLLOWS = /[-*·/] ?[\d.,()]{1,24} ?=/y;

/** Symbols that stand between two words without being read when they touch both. */
const TOUCHING_JOINERS = /[-_/~·]/;
const SLASH_PHRASES = /(and)(\/)(or)(?!\p{L})/iuy;

/** 2 * 3, 10 / 5; a hyphen is a minus where an equals sign follows, else it is a range or a dash */
export const arithmeticSign: Rule = ({ text, language }, at) => {
  const sign = matchAt(OPERATION, text, at)?.[1];
  const names = ARITHMETIC.get(sign ?? '');
  if (names === undefined || !/[\d)] ?$/.test(text.slice(Math.max(0, at - 2), at))) return undefined;
  if (sign === '-' && !matchAt(EQUATION_FOLLOWS, text, at)) return undefined;
  return [spoken(at, at + 1, language === 'zh' ? [names.zh] : names.en.split(' '), language)];
};

const OPERATORS: ReadonlyMap<string, Readonly<Record<Language, string>>> = new Map([
  ['>=', { en: 'greater than or equal to', zh: '大于等于' }],
  ['<=', { en: 'less than or equal to', zh: '小于等于' }],
  ['!=', { en: 'is not equal to', zh: '不等于' }],
  ['==', { en: 'equals', zh: '等于' }],
  ['->', { en: 'to', zh: '到' }],
  ['=>', { en: 'to', zh: '到' }],
]);
const OPERATOR = /(?:[<>!=]=|[-=]>)(?![<>=!-])/y;
/** >=, ->, != with nothing of their kind round them */
export const operator: Rule = ({ text, language }, at) => {
  const names = OPERATORS.get(matchAt(OPERATOR, text, at)?.[0] ?? '');
  if (names === undefined || /[<>=!-]/.test(text[at - 1] ?? '')) return undefined;
  return [spoken(at, at + 2, language === 'zh' ? [names.zh] : names.en.split(' '), language)];
};

const EXPONENT = /\^([-+]?)(\d{1,3})(?!\d)/y;
/** x^2 */
export const exponent: Rule = ({ text, language }, at) => {
  const match = matchAt(EXPONENT, text, at);
  if (match?.[2] === undefined) return undefined;
  const { [1]: sign, [2]: digits } = match;
  const end = at + match[0].length;
  if (language === 'zh') {
    const reading = `${sign === '-' ? '负' : ''}${cardinalReading(digits)}次方`;
    return [spoken(at, end, ['的', reading], 'zh')];
  }
  if (sign === '' && digits === '2') return [spoken(at, end, ['squared'])];
  if (sign === '' && digits === '3') return [spoken(at, end, ['cubed'])];
  return [spoken(at, end, ['to', 'the', ...(sign === '-' ? ['minus'] : []), ...cardinalWords(digits)])];
};

const RAISED_DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const RAISED = /([⁻⁺]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})(?![⁰¹²³⁴⁵⁶⁷⁸⁹])/y;
/** Behind a longer word a raised number is mostly a footnote's. */
const BASE_BEFORE = /(?:[\d)\]]|(?<!\p{L})\p{L})$/u;
/** 10⁻⁶, xⁿ with digits; a lone ² or ³ is a symbol with a name, a lone ¹ a footnote */
export const raisedExponent: Rule = ({ text, language }, at) => {
  const match = matchAt(RAISED, text, at);
  if (match?.[2] === undefined || /^[¹²³]$/.test(match[0])) return undefined;
  if (!BASE_BEFORE.test(text.slice(Math.max(0, at - 3), at))) return undefined;
  const digits = Array.from(match[2], (raised) => String(RAISED_DIGITS.indexOf(raised))).join('');
  const minus = match[1] === '⁻';
  const end = at + match[0].length;
  if (language === 'zh')
    return [spoken(at, end, ['的', `${minus ? '负' : ''}${cardinalReading(digits)}次方`], 'zh')];
  return [spoken(at, end, ['to', 'the', ...(minus ? ['minus'] : []), ...cardinalWords(digits)])];
};

const CODE_BEFORE = /[=(){};][^\n]{0,64}\s$/;
/** x = a + b # sum: behind code the sign starts a comment and is not read; 'the # of rows' is a number */
export const commentSign: Rule = ({ text }, at) => {
  if (text[at] !== '#' || text[at + 1] !== ' ') return undefined;
  return CODE_BEFORE.test(text.slice(Math.max(0, at - 64), at)) ? [skipped(at, at + 1, 'symbol')] : undefined;
};

/** and/or, which has no 'slash' in it */
export const slashPhrase: Rule = ({ text }, at) => {
  const match = matchAt(SLASH_PHRASES, text, at);
  if (match === undefined) return undefined;
  return [spoken(at, at + 3, ['and']), skipped(at + 3, at + 4, 'joiner'), spoken(at + 4, at + 6, ['or'])];
};

/** A single Greek letter is a name in a formula; a Greek word is left to the rule for foreign letters. */
export const greekLetter: Rule = ({ text, language }, at) => {
  const code = (text[at] ?? '').toLowerCase().charCodeAt(0);
  const name = GREEK_NAMES[code - SMALL_ALPHA];
  if (name === undefined || /\p{Script=Greek}/u.test((text[at - 1] ?? '') + (text[at + 1] ?? '')))
    return undefined;
  const ohm = text[at] === 'Ω' && /\d\s?$/.test(text.slice(Math.max(0, at - 2), at));
  if (ohm) return [spoken(at, at + 1, [READINGS.get('Ω')?.[language] ?? name], language)];
  return [spoken(at, at + 1, [name])];
};

/** A symbol that has a name; a run of them is decoration. */
export const namedSymbol: Rule = ({ text, language }, at) => {
  const symbol = text[at] ?? '';
  const reading = READINGS.get(symbol);
  if (reading === undefined) return undefined;
  const repeated = text[at + 1] === symbol || text[at - 1] === symbol;
  if (repeated) return [skipped(at, at + 1, 'symbol')];
  return [spoken(at, at + 1, language === 'zh' ? [reading.zh] : reading.en.split(' '), language)];
};

/** A hyphen, slash, underscore or middle dot that joins what stands on its sides. */
export const joiner: Rule = ({ text }, at) => {
  if (!TOUCHING_JOINERS.test(text[at] ?? '')) return undefined;
  const touches = /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') || /[\p{L}\p{N}]/u.test(text[at + 1] ?? '');
  return touches ? [skipped(at, at + 1, 'joiner')] : undefined;
};

/** A hyphen with spaces on both sides is a dash. */
export const spacedHyphen: Rule = ({ text }, at) => {
  if (text[at] !== '-' || !/\s/.test(text[at - 1] ?? '') || !/\s/.test(text[at + 1] ?? '')) return undefined;
  return [{ kind: 'punct', start: at, end: at + 1, symbol: '—', level: 'clause' }];
};
