import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenCount, tokenize, type TokenAlphabet } from './tokens.js';
import { PUNCTUATION_SYMBOLS, type Language, type PunctuationSymbol, type Unit } from './types.js';

const NOWHERE = { start: 0, end: 0 };
const ALPHABET: TokenAlphabet = {
  pad: 0,
  symbols: {
    any: { ' ': 16, ',': 3, '.': 4, '?': 6 },
    en: { h: 50, ə: 83, l: 54, ˈ: 156, O: 31, ɜ: 87, ɹ: 123, ɜɹ: 180 },
    zh: { x: 201, aʊ: 202, a: 203, '↓': 169, ʨ: 204, ʨʰ: 205 },
  },
};

function word(phonemes: string, language: Language = 'en'): Unit {
  return { kind: 'word', text: 'w', language, source: NOWHERE, phonemes: phonemes.split(' ') };
}

function mark(symbol: PunctuationSymbol): Unit {
  return { kind: 'punct', symbol, source: NOWHERE };
}

describe('the sequence', () => {
  test.each<[string, Unit[], number[], number[]]>([
    ['nothing', [], [0, 0], [-1, -1]],
    ['a word', [word('h ə l ˈ O')], [0, 50, 83, 54, 156, 31, 0], [-1, 0, 0, 0, 0, 0, -1]],
    ['two English words', [word('h'), word('l')], [0, 50, 16, 54, 0], [-1, 0, -1, 1, -1]],
    ['two Mandarin words', [word('x', 'zh'), word('a', 'zh')], [0, 201, 203, 0], [-1, 0, 1, -1]],
    ['English, Mandarin', [word('h'), word('x', 'zh')], [0, 50, 16, 201, 0], [-1, 0, -1, 1, -1]],
    ['Mandarin, English', [word('x', 'zh'), word('h')], [0, 201, 16, 50, 0], [-1, 0, -1, 1, -1]],
    [
      'a mark before English',
      [word('h'), mark(','), word('l')],
      [0, 50, 3, 16, 54, 0],
      [-1, 0, 1, -1, 2, -1],
    ],
    [
      'a mark before Mandarin',
      [word('x', 'zh'), mark(','), word('a', 'zh')],
      [0, 201, 3, 203, 0],
      [-1, 0, 1, 2, -1],
    ],
    ['a mark at the end', [word('h'), mark('?')], [0, 50, 6, 0], [-1, 0, 1, -1]],
    ['a phoneme of two characters', [word('ɜɹ')], [0, 180, 0], [-1, 0, -1]],
    ['longest match', [word('ʨʰaʊ↓', 'zh')], [0, 205, 202, 169, 0], [-1, 0, 0, 0, -1]],
    ['marks by their stand-ins', [mark('、'), mark('…'), mark('—')], [0, 3, 4, 3, 0], [-1, 0, 1, 2, -1]],
  ])('%s', (_, units, ids, unitOfToken) => {
    const tokens = tokenize({ units }, ALPHABET, 512);
    expect(tokens.ids).toEqual(ids);
    expect(Array.from(tokens.unitOfToken)).toEqual(unitOfToken);
    expect(tokens.unknownSymbols).toEqual([]);
  });

  test('an alphabet without whole phonemes gets their parts', () => {
    const en = Object.fromEntries(Object.entries(ALPHABET.symbols.en).filter(([symbol]) => symbol !== 'ɜɹ'));
    const kokoro = { ...ALPHABET, symbols: { ...ALPHABET.symbols, en } };
    expect(tokenize({ units: [word('ɜɹ')] }, kokoro, 512).ids).toEqual([0, 87, 123, 0]);
  });

  test('unknown symbols are named, also those called like members of an object', () => {
    const tokens = tokenize({ units: [word('h ☃ constructor ɹ')] }, ALPHABET, 512);
    expect(tokens.ids).toEqual([0, 50, 123, 0]);
    expect(tokens.unknownSymbols).toEqual(['☃', ...Array.from('constructor')]);
  });
});

test('beyond the limit it says so and gives nothing', () => {
  const units = [word('h ə l')];
  expect(tokenize({ units }, ALPHABET, 5).ids).toHaveLength(5);
  expect(() => tokenize({ units }, ALPHABET, 4)).toThrow(
    expect.objectContaining({ code: 'contract-violation' }),
  );
});

const someUnit: fc.Arbitrary<Unit> = fc.oneof(
  fc.constantFrom(...PUNCTUATION_SYMBOLS).map(mark),
  fc
    .record({
      language: fc.constantFrom<Language>('en', 'zh'),
      phonemes: fc.array(fc.constantFrom('h', 'ə', 'ɜɹ', 'aʊ', 'ʨʰ', 'ˈ', '↓', '☃', 'hə'), { maxLength: 6 }),
    })
    .map(({ language, phonemes }): Unit => ({
      kind: 'word',
      text: 'w',
      language,
      source: NOWHERE,
      phonemes,
    })),
);

test('for any units: pads at the ends, units in order, count foretold, nothing lost unnamed', () => {
  fc.assert(
    fc.property(fc.array(someUnit, { maxLength: 12 }), (units) => {
      const { ids, unitOfToken, unknownSymbols } = tokenize({ units }, ALPHABET, 10_000);
      expect(tokenCount({ units }, ALPHABET)).toBe(ids.length);
      expect(unitOfToken).toHaveLength(ids.length);
      expect([ids[0], ids.at(-1), unitOfToken[0], unitOfToken.at(-1)]).toEqual([0, 0, -1, -1]);
      const owners = Array.from(unitOfToken).filter((unit) => unit >= 0);
      expect(owners).toEqual(owners.toSorted((a, b) => a - b));
      const characterCount = units.map((unit) => (unit.kind === 'punct' ? 1 : unit.phonemes.join('').length));
      const total = characterCount.reduce((sum, count) => sum + count, 0);
      expect(owners.length + unknownSymbols.length).toBeLessThanOrEqual(total);
      units.forEach((unit, index) => {
        if (unit.kind === 'punct') expect(owners).toContain(index);
      });
    }),
    { numRuns: 500 },
  );
});
