import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenCount, tokenize, type TokenAlphabet } from './tokens.js';
import { PUNCTUATION_SYMBOLS, type Language, type PunctuationSymbol, type Unit } from './types.js';

const NOWHERE = { start: 0, end: 0 };
const ALPHABET: TokenAlphabet = {
  pad: 0,
  spacing: 'words',
  spelling: { en: {}, zh: {} },
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

  test('an alphabet without a space parts no words, and lacks no sound', () => {
    const alphabet = { ...ALPHABET, symbols: { ...ALPHABET.symbols, any: { ',': 3 } } };
    const { ids, unknownSymbols } = tokenize({ units: [word('h'), word('l')] }, alphabet, 10);
    expect([ids, unknownSymbols]).toEqual([[0, 50, 54, 0], []]);
  });

  test('unknown symbols are named, also those called like members of an object', () => {
    const tokens = tokenize({ units: [word('h ☃ constructor ɹ')] }, ALPHABET, 512);
    expect(tokens.ids).toEqual([0, 50, 123, 0]);
    expect(tokens.unknownSymbols).toEqual(['☃', ...Array.from('constructor')]);
  });
});

/** KittenTTS: words and marks joined by spaces, an ellipsis at the end. */
const KITTEN: TokenAlphabet = { ...ALPHABET, before: [0], after: [10, 0], spacing: 'all' };

describe('an alphabet of its own manner', () => {
  test.each<[string, TokenAlphabet, Unit[], number[]]>([
    [
      'joins marks by spaces',
      KITTEN,
      [word('h'), mark(','), mark('.'), word('l')],
      [0, 50, 16, 3, 16, 4, 16, 54, 10, 0],
    ],
    ['puts nothing after', { ...ALPHABET, after: [] }, [word('h')], [0, 50]],
    ['puts nothing around', { ...ALPHABET, before: [], after: [] }, [word('h')], [50]],
    [
      'spells a phoneme, split or whole',
      { ...ALPHABET, spelling: { en: { ɚ: 'əɹ', ɝ: 'ɜɹ' }, zh: {} } },
      [word('ɚ ɝ')],
      [0, 83, 123, 180, 0],
    ],
    [
      'spells phonemes in a row, as many of them as it can',
      { ...ALPHABET, spelling: { en: { 'h l': 'lh', 'h l ə h': 'ə' }, zh: {} } },
      [word('h l h l ə h h'), word('l'), word('l')],
      [0, 54, 50, 83, 50, 16, 54, 16, 54, 0],
    ],
    [
      'spells each language by itself, and only whole phonemes',
      { ...ALPHABET, spelling: { en: { x: 'h' }, zh: {} } },
      [word('x xl'), word('x', 'zh')],
      [0, 50, 54, 16, 201, 0],
    ],
  ])('%s', (_, alphabet, units, ids) => {
    expect(tokenize({ units }, alphabet, 512).ids).toEqual(ids);
    expect(tokenCount({ units }, alphabet)).toBe(ids.length);
  });

  test('counts what says something', () => {
    expect(tokenize({ units: [word('h ə'), mark('.')] }, KITTEN, 512)).toMatchObject({ contentCount: 4 });
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

const someAlphabet: fc.Arbitrary<TokenAlphabet> = fc.record(
  {
    pad: fc.constant(0),
    symbols: fc.constant(ALPHABET.symbols),
    before: fc.array(fc.constantFrom(0, 1), { maxLength: 2 }),
    after: fc.array(fc.constantFrom(0, 10), { maxLength: 3 }),
    spacing: fc.constantFrom('words' as const, 'all' as const),
    spelling: fc.constantFrom({ en: {}, zh: {} }, { en: { h: 'lll', '☃': 'ɜɹ' }, zh: { hə: 'aʊx' } }),
  },
  { requiredKeys: ['pad', 'symbols', 'spacing', 'spelling'] },
);

const spellingOf = (alphabet: TokenAlphabet, language: Language, phoneme: string): string =>
  alphabet.spelling[language][phoneme] ?? phoneme;

test('for any units and alphabet: ends in place, units in order, count foretold, nothing lost unnamed', () => {
  fc.assert(
    fc.property(fc.array(someUnit, { maxLength: 12 }), someAlphabet, (units, alphabet) => {
      const { ids, contentCount, unitOfToken, unknownSymbols } = tokenize({ units }, alphabet, 10_000);
      expect(tokenCount({ units }, alphabet)).toBe(ids.length);
      expect(unitOfToken).toHaveLength(ids.length);
      const { before = [0], after = [0] } = alphabet;
      expect(contentCount).toBe(ids.length - before.length - after.length);
      expect(ids.slice(0, before.length)).toEqual(before);
      expect(ids.slice(ids.length - after.length)).toEqual(after);
      const owners = Array.from(unitOfToken).filter((unit) => unit >= 0);
      expect(owners).toEqual(owners.toSorted((a, b) => a - b));
      const characterCount = units.map((unit) =>
        unit.kind === 'punct'
          ? 1
          : unit.phonemes.map((one) => spellingOf(alphabet, unit.language, one)).join('').length,
      );
      const total = characterCount.reduce((sum, count) => sum + count, 0);
      expect(owners.length + unknownSymbols.length).toBeLessThanOrEqual(total);
      units.forEach((unit, index) => {
        if (unit.kind === 'punct') expect(owners).toContain(index);
      });
    }),
    { numRuns: 500 },
  );
});
