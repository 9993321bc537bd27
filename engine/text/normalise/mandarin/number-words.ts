const DIGITS = '零一二三四五六七八九';
const PLACES = ['', '十', '百', '千'] as const;
const SCALES = ['', '万', '亿', '万亿'] as const;
const MAX_CARDINAL_DIGITS = SCALES.length * 4;

function digitHan(digit: string | undefined): string {
  return DIGITS[Number(digit ?? '0')] ?? '零';
}

/** Digits read one by one: '407' → 四零七. On the telephone 一 is 幺. */
export function digitReading(digits: string, one: '一' | '幺' = '一'): string {
  return Array.from(digits, (digit) => (digit === '1' ? one : digitHan(digit))).join('');
}

/** Up to four digits, without a leading zero of its own: '0305' → 三百零五. */
function belowTenThousand(digits: string): string {
  let reading = '';
  let zeroPending = false;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits[at];
    if (digit === '0') {
      zeroPending = reading !== '';
      continue;
    }
    if (zeroPending) reading += '零';
    zeroPending = false;
    reading += digitHan(digit) + (PLACES[digits.length - 1 - at] ?? '');
  }
  return reading;
}

/** 两千, 两万, 两亿 and 两百 as they are said; 二十 and a final 二 stay. */
function withLiang(reading: string): string {
  return reading.replace(/(^|[万亿])二(?=[千百万亿])/g, '$1两').replace(/(?<=零)二(?=千)/g, '两');
}

/** A whole number: '10500' → 一万零五百; beyond 9999 万亿 its digits are read one by one. */
export function cardinalReading(digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, '');
  if (plain === '0') return '零';
  if (plain.length > MAX_CARDINAL_DIGITS) return digitReading(plain);
  let reading = '';
  let gap = false;
  for (let rest = plain, scale = Math.ceil(plain.length / 4) - 1; rest !== ''; scale -= 1) {
    const group = rest.slice(0, rest.length - scale * 4);
    rest = rest.slice(group.length);
    if (Number(group) === 0) {
      gap = reading !== '';
      continue;
    }
    if (reading !== '' && (gap || group.startsWith('0'))) reading += '零';
    gap = false;
    reading += belowTenThousand(group) + (SCALES[scale] ?? '');
  }
  return withLiang(reading.replace(/^一十/, '十'));
}

/** A number as written, with optional sign, separators and decimals: '-1,234.5' → 负一千二百三十四点五. */
export function numberReading(written: string): string {
  const [whole = '', decimals] = written.replace(/^[-+]/, '').replace(/[, ]/g, '').split('.');
  const sign = written.startsWith('-') ? '负' : '';
  const point = decimals === undefined || decimals === '' ? '' : `点${digitReading(decimals)}`;
  return sign + cardinalReading(whole === '' ? '0' : whole) + point;
}

/** A number of things: 2 is 两. */
export function quantityReading(written: string): string {
  const reading = numberReading(written);
  return reading === '二' ? '两' : reading;
}
