import { expect, it } from 'vitest';
import { bytesText } from './byte-size.js';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.5 kB'],
  [512 * 1024 * 1024, '536.9 MB'],
  [2e15, '2000.0 TB'],
])('%d bytes are %s', (bytes, expected) => expect(bytesText(bytes)).toBe(expected));
