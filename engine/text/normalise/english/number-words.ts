const ONES = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
] as const;
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const;
const SCALES = ['', 'thousand', 'million', 'billion', 'trillion', 'quadrillion', 'quintillion'] as const;
const MAX_CARDINAL_DIGITS = SCALES.length * 3;

const IRREGULAR_ORDINALS: ReadonlyMap<string, string> = new Map([
  ['one', 'first'],
  ['two', 'second'],
  ['three', 'third'],
  ['five', 'fifth'],
  ['eight', 'eighth'],
  ['nine', 'ninth'],
  ['twelve', 'twelfth'],
]);

function belowHundred(value: number): string[] {
  if (value < 20) return [ONES[value] ?? ''];
  const tens = TENS[Math.floor(value / 10)] ?? '';
  return value % 10 === 0 ? [tens] : [tens, ONES[value % 10] ?? ''];
}

function belowThousand(value: number): string[] {
  if (value < 100) return belowHundred(value);
  const hundreds = [...belowHundred(Math.floor(value / 100)), 'hundred'];
  return value % 100 === 0 ? hundreds : [...hundreds, ...belowHundred(value % 100)];
}

/** Digits read one by one: '407' → four zero seven. */
export function digitWords(digits: string, zero: 'zero' | 'oh' = 'zero'): string[] {
  return Array.from(digits, (digit) => (digit === '0' ? zero : (ONES[Number(digit)] ?? digit)));
}

/** A whole number without sign or separators; beyond quintillions its digits are read one by one. */
export function cardinalWords(digits: string): string[] {
  const plain = digits.replace(/^0+(?=\d)/, '');
  if (plain.length > MAX_CARDINAL_DIGITS) return digitWords(plain);
  if (plain === '0') return ['zero'];
  const words: string[] = [];
  for (let rest = plain, scale = Math.ceil(plain.length / 3) - 1; rest !== ''; scale -= 1) {
    const headLength = rest.length - scale * 3;
    const group = Number(rest.slice(0, headLength));
    rest = rest.slice(headLength);
    if (group === 0) continue;
    words.push(...belowThousand(group));
    if (scale > 0) words.push(SCALES[scale] ?? '');
  }
  return words;
}

/** '21' → twenty first. */
export function ordinalWords(digits: string): string[] {
  const words = cardinalWords(digits);
  const last = words.pop() ?? '';
  const ordinal =
    IRREGULAR_ORDINALS.get(last) ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ordinal];
}

/** A number as written, with an optional sign, thousands separators and decimals: '-1,234.50'. */
export function numberWords(written: string): string[] {
  const negative = written.startsWith('-');
  const [whole = '', decimals] = written.replace(/^[-+]/, '').replace(/[, ']/g, '').split('.');
  const words = whole === '' ? ['zero'] : cardinalWords(whole);
  if (decimals !== undefined && decimals !== '') words.push('point', ...digitWords(decimals));
  return negative ? ['minus', ...words] : words;
}

/** A year of three or four digits: 1905 → nineteen oh five, 2007 → two thousand seven. */
export function yearWords(digits: string): string[] {
  const year = Number(digits);
  if (digits.length !== 4 || (year >= 2000 && year < 2010) || year % 1000 === 0) return cardinalWords(digits);
  const century = belowHundred(Math.floor(year / 100));
  const rest = year % 100;
  if (rest === 0) return [...century, 'hundred'];
  return rest < 10 ? [...century, 'oh', ...belowHundred(rest)] : [...century, ...belowHundred(rest)];
}

/** 'forty' → 'forties', 'six' → 'sixes'. */
export function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** Whether a written number means exactly one thing, so that its noun stays singular. */
export function isSingular(written: string): boolean {
  return /^[-+]?1(?:\.0+)?$/.test(written) && !written.includes('.');
}
