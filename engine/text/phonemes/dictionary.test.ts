import { dictionary as source } from 'cmu-pronouncing-dictionary';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeDictionary } from '../../../scripts/build-dictionary.mjs';
import { openDictionary } from './dictionary.js';

const bytes = encodeDictionary(source);
const dictionary = openDictionary(bytes);
const headwords = Object.keys(source).filter((word) => !/\(\d+\)$/.test(word));

describe('the packaged dictionary', () => {
  test('holds every headword with its first pronunciation', () => {
    const wrong = headwords.filter((word) => {
      const expected = (source[word] ?? '').split('#')[0]?.trim();
      return dictionary.lookup(word)[0]?.join(' ') !== expected;
    });
    expect(wrong).toEqual([]);
  });

  test('gives the other pronunciations after the first', () => {
    expect(dictionary.lookup('live').map((symbols) => symbols.join(' '))).toEqual(['L AY1 V', 'L IH1 V']);
  });

  test.each(['', 'zzzzzz', 'a nonsense', '\u0000', '￿', 'constructor2', 'hellp', '__proto__'])(
    'does not know %j',
    (word) => {
      expect(dictionary.lookup(word)).toEqual([]);
    },
  );

  test('is small enough to be read at every start', () => {
    expect(bytes.byteLength).toBeLessThan(2_000_000);
  });
});

test('any set of words comes back as it went in, and nothing else', () => {
  const word = fc.stringMatching(/^[a-z'.-]{1,12}$/);
  const phones = fc.array(fc.constantFrom('AA1', 'B', 'K', 'ER0', 'ZH'), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.dictionary(word, phones, { minKeys: 1, maxKeys: 60 }), word, (entries, other) => {
      const opened = openDictionary(
        encodeDictionary(
          Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, value.join(' ')])),
        ),
      );
      for (const [key, value] of Object.entries(entries)) expect(opened.lookup(key)).toEqual([value]);
      if (!Object.hasOwn(entries, other)) expect(opened.lookup(other)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test.each([
  [new Uint8Array(0)],
  [new Uint8Array(64)],
  [Uint8Array.from('not a dictionary', (c) => c.charCodeAt(0))],
])('refuses other bytes', (other) => {
  expect(() => openDictionary(other)).toThrow(RangeError);
});
