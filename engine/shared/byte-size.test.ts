import { expect, it } from 'vitest';
import { bytesText, memoryText } from './byte-size.js';

it.each([
  [0, '0 B', '0 B'],
  [999, '999 B', '999 B'],
  [1500, '1.5 kB', '1.5 kB'],
  [512 * 1024 * 1024, '536.9 MB', '512.0 MB'],
  [2e15, '2000.0 TB', '1819.0 TB'],
])('%d bytes are %s on the disk and %s of memory', (bytes, onDisk, inMemory) => {
  expect(bytesText(bytes)).toBe(onDisk);
  expect(memoryText(bytes)).toBe(inMemory);
});
