import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';
import { linesOf, TextBytes } from './text-input.js';

/** Bytes in pieces of any size. */
const pieces = (bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const result: Uint8Array[] = [];
  let start = 0;
  for (const size of [...sizes, bytes.length]) {
    result.push(bytes.subarray(start, start + size));
    start += size;
  }
  return result;
};

async function collect(chunks: Uint8Array[]): Promise<string[]> {
  const lines: string[] = [];
  const stream = (async function* () {
    yield* await Promise.resolve(chunks);
  })();
  for await (const line of linesOf(stream, 'input')) lines.push(line);
  return lines;
}

const text = fc.string({ unit: fc.constantFrom('a', 'é', '中', '🙂', '\n', '\r\n', ' ') });
const sizes = fc.array(fc.integer({ min: 0, max: 7 }));

describe('TextBytes', () => {
  it.each([
    ['UTF-8', (value: string) => Buffer.from(value)],
    ['UTF-8 with a mark', (value: string) => Buffer.from(`\ufeff${value}`)],
    ['UTF-16 LE', (value: string) => Buffer.from(`\ufeff${value}`, 'utf16le')],
    ['UTF-16 BE', (value: string) => Buffer.from(`\ufeff${value}`, 'utf16le').swap16()],
  ])('reads %s however it is cut', (_name, encode) => {
    fc.assert(
      fc.property(text, sizes, (value, cut) => {
        const bytes = new TextBytes('input');
        const decoded = pieces(encode(value), cut).map((piece) => bytes.push(piece));
        expect(decoded.join('') + bytes.end()).toBe(value);
      }),
    );
  });

  it('refuses a NUL and a cut character', () => {
    expect(() => new TextBytes('input').push(Buffer.from('a\0b'))).toThrow(/input is not text/);
    const cut = new TextBytes('input');
    cut.push(Buffer.from([0x61, 0xe4]));
    expect(() => cut.end()).toThrow(/input is not text/);
  });
});

describe('linesOf', () => {
  it('gives lines that make up the text, each with one line end', async () => {
    await fc.assert(
      fc.asyncProperty(text, sizes, async (value, cut) => {
        const lines = await collect(pieces(Buffer.from(value), cut));
        expect(lines.join('')).toBe(value);
        for (const line of lines.slice(0, -1)) expect(line.indexOf('\n')).toBe(line.length - 1);
      }),
    );
  });
});

describe('nearest', () => {
  const voices = ['en_ivy', 'en_rowan', 'en_callum', 'zh_lian', 'zh_wei'];
  it.each([
    ['rowen', ['en_rowan']],
    ['en_rowann', ['en_rowan']],
    ['IVI', ['en_ivy']],
    ['zh_lain', ['zh_lian']],
    ['somebody else', []],
  ])('%s', (wanted, expected) => {
    expect(nearest(wanted, voices)).toEqual(expected);
  });
});
