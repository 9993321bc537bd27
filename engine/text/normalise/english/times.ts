import { matchAt, skipped, spelled, spoken } from '../piece.js';
import type { Piece, Rule } from '../piece.js';
import { cardinalWords } from './number-words.js';

const HALF_DAY = String.raw`(?: ?([AaPp])(?:\.[Mm]\.?|[Mm])(?![\p{L}\d]))`;
const CLOCK = new RegExp(
  String.raw`([01]?\d|2[0-4])[:.]([0-5]\d)(?::([0-5]\d)([.,]\d{1,6})?)?(Z(?![\p{L}\d]))?(?![\p{L}\d:%])${HALF_DAY}?`,
  'uy',
);
const CLOCK_HALF_DAY_TIGHT = new RegExp(String.raw`(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?${HALF_DAY}`, 'uy');
const STOP_ENDS_SENTENCE = /\s{1,4}["'“(]?\p{Lu}|\s{0,8}$/uy;

function minuteWords(minutes: string): string[] {
  if (minutes === '00') return [];
  return minutes.startsWith('0') ? ['oh', ...cardinalWords(minutes)] : cardinalWords(minutes);
}

function hourWords(hours: string): string[] {
  return cardinalWords(hours.replace(/^0(?=\d)/, ''));
}

/** 'a.m.' at the end of a sentence gives its stop to the sentence. */
function withHalfDay(text: string, start: number, end: number, words: string[], half: string): Piece[] {
  const letters = `${half.toUpperCase()}M`;
  const dotted = text[end - 1] === '.';
  const stops = dotted && matchAt(STOP_ENDS_SENTENCE, text, end) !== undefined;
  const wordsEnd = stops ? end - 1 : end;
  const halfStart = text.slice(start, wordsEnd).search(/ ?[AaPp][.Mm]/) + start;
  const pieces: Piece[] = [spoken(start, halfStart, words), spelled(halfStart, wordsEnd, letters)];
  if (stops) pieces.push({ kind: 'punct', start: wordsEnd, end, symbol: '.', level: 'sentence' });
  return pieces;
}

/** 3pm, 3 p.m., 10:30 AM */
export const halfDayTime: Rule = ({ text }, at) => {
  const match = matchAt(CLOCK_HALF_DAY_TIGHT, text, at);
  if (match === undefined) return undefined;
  const [all, hours = '', minutes = '00', half = ''] = match;
  const words = [...hourWords(hours), ...minuteWords(minutes)];
  return withHalfDay(text, at, at + all.length, words, half);
};

/** 14:30, 9:05, 12:30:45; the full hour is o'clock up to twelve and 'hundred' after it */
export const clockTime: Rule = ({ text }, at) => {
  const match = matchAt(CLOCK, text, at);
  if (match === undefined || text[at + (match[1]?.length ?? 0)] === '.') return undefined;
  const [all, hours = '', minutes = '', seconds, fraction = '', zone = '', half] = match;
  const hour = hourWords(hours);
  const end = at + all.length;
  const secondWords =
    seconds === undefined || seconds === '00'
      ? []
      : ['and', ...cardinalWords(seconds.replace(/^0/, '')), seconds === '01' ? 'second' : 'seconds'];
  if (half !== undefined)
    return withHalfDay(text, at, end, [...hour, ...minuteWords(minutes), ...secondWords], half);
  if (minutes === '00' && seconds === undefined) {
    const value = Number(hours);
    if (value === 0 || value === 24) return [spoken(at, end, ['midnight'])];
    return [spoken(at, end, [...hour, value <= 12 ? "o'clock" : 'hundred'])];
  }
  const middle = minutes === '00' ? ['hundred'] : minuteWords(minutes);
  const zeroSeconds = seconds === '00' ? ':00'.length : 0;
  const saidEnd = end - zone.length - fraction.length - zeroSeconds;
  const said = spoken(at, saidEnd, [...hour, ...middle, ...secondWords]);
  return saidEnd === end ? [said] : [said, skipped(saidEnd, end, 'symbol')];
};

const RANGE_DASH = /[-–—] ?(?=\d)/y;
const TIME_BEFORE = /(?:\d[:.]\d\d|\d ?[ap]\.?m\.?) ?$/i;

/** 9:00-17:30, 3pm - 5pm: the dash between two times */
export const timeRangeDash: Rule = ({ text }, at) => {
  const match = matchAt(RANGE_DASH, text, at);
  if (match === undefined || !TIME_BEFORE.test(text.slice(Math.max(0, at - 9), at))) return undefined;
  return [spoken(at, at + 1, ['to'])];
};
