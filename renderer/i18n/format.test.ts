import { expect, test } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatEstimate,
  formatMemory,
  formatPercent,
  formatSeconds,
  formatSigned,
} from './format.js';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1000, '1 kB'],
  [256 * 1024 * 1024, '268 MB'],
  [1.5e9, '1.5 GB'],
  [2e15, '2,000 TB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes, 'en')).toBe(text));

test.each([
  [256 * 1024 * 1024, '256 MB'],
  [8 * 1024 ** 3, '8 GB'],
])('%d bytes of memory are %s', (bytes, text) => expect(formatMemory(bytes, 'en')).toBe(text));

test.each([
  [0, '0:00'],
  [65_400, '1:05'],
  [3_723_000, '1:02:03'],
])('%d ms of sound are %s', (durationMs, text) => expect(formatDuration(durationMs)).toBe(text));

test.each([
  [0, '1 second'],
  [8000, '8 seconds'],
  [43_000, '40 seconds'],
  [185_000, '3 minutes'],
  [7_200_000, '2 hours'],
])('%d ms take about %s', (durationMs, text) => expect(formatEstimate(durationMs, 'en')).toBe(text));

test('other numbers carry their sign, unit or per cent', () => {
  expect(formatEstimate(185_000, 'zh-CN')).toBe('3分钟');
  expect(formatSeconds(350, 'en')).toBe('0.35 sec');
  expect(formatPercent(0.425, 'en')).toBe('43%');
  expect([1.5, 0, -2].map((value) => formatSigned(value, 'en'))).toEqual(['+1.5', '0', '-2']);
});
