import { matchAt, spoken } from '../piece.js';
import type { Rule } from '../piece.js';
import { cardinalReading, quantityReading } from './number-words.js';

const CLOCK = /([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])( ?(?:[AaPp]\.?[Mm]\.?)(?![A-Za-z]))?/y;
const TIME_RANGE = /([01]?\d|2[0-4]):([0-5]\d)( ?[-–—~～] ?)(?=\d{1,2}:\d\d)/y;

function minutesReading(minutes: string): string {
  if (minutes === '00') return '';
  return `${minutes.startsWith('0') ? '零' : ''}${cardinalReading(minutes)}分`;
}

function clockReading(hours: string, minutes: string, seconds: string | undefined): string {
  const hour = `${quantityReading(hours.replace(/^0(?=\d)/, ''))}点`;
  if (seconds === undefined || seconds === '00') return hour + minutesReading(minutes);
  const minute = minutes === '00' ? '零分' : minutesReading(minutes);
  return `${hour}${minute}${seconds.startsWith('0') ? '零' : ''}${cardinalReading(seconds)}秒`;
}

function halfDay(mark: string): string {
  return /a/i.test(mark) ? '上午' : '下午';
}

/** 14:30 → 十四点三十分, 2:05 → 两点零五分, 3:00pm → 下午三点 */
export const clockTime: Rule = ({ text }, at) => {
  const match = matchAt(CLOCK, text, at);
  if (match === undefined) return undefined;
  const [all, hours = '', minutes = '', seconds, half] = match;
  const reading = clockReading(hours, minutes, seconds);
  return [spoken(at, at + all.length, half === undefined ? [reading] : [halfDay(half), reading], 'zh')];
};

/** 9:00-17:30 → 九点到… (the end is read on its own) */
export const timeRange: Rule = ({ text }, at) => {
  const match = matchAt(TIME_RANGE, text, at);
  if (match === undefined) return undefined;
  const [all, hours = '', minutes = '', dash = ''] = match;
  const timeEnd = at + all.length - dash.length;
  return [
    spoken(at, timeEnd, [clockReading(hours, minutes, undefined)], 'zh'),
    spoken(timeEnd, at + all.length, ['到'], 'zh'),
  ];
};
