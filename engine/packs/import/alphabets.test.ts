import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ENGLISH_PHONEMES, MANDARIN_PHONEMES } from '../../text/phonemes/inventory.js';
import { tokenize, type TokenAlphabet } from '../../text/tokens.js';
import type { Language } from '../../text/types.js';
import { BOPOMOFO } from '../testing/model-folders.js';
import {
  BOPOMOFO_MANDARIN,
  ESPEAK_ENGLISH,
  KOKORO_MANDARIN,
  STYLETTS2_VOCABULARY,
  type Spelling,
} from './alphabets.js';
import { KOKORO_VOCABULARY } from './kokoro-vocabulary.js';

/** Every letter by itself, so that what is written can be read again. */
const LETTERS = Object.fromEntries(Array.from(BOPOMOFO, (symbol, at) => [symbol, at + 1]));

function alphabet(
  symbols: Readonly<Record<string, number>>,
  language: Language,
  spelling: Spelling,
): TokenAlphabet {
  return {
    pad: 0,
    before: [],
    after: [],
    spacing: 'words',
    symbols: { any: symbols, en: {}, zh: {} },
    spelling: { en: {}, zh: {}, [language]: spelling },
  };
}

/** Writes phonemes as a model is given them, and reads that again. */
function written(
  phonemes: string,
  language: Language,
  symbols: Readonly<Record<string, number>>,
  spelling: Spelling,
) {
  const unit = {
    kind: 'word',
    text: '',
    language,
    source: { start: 0, end: 1 },
    phonemes: phonemes.split(' '),
  } as const;
  const { ids, unknownSymbols } = tokenize({ units: [unit] }, alphabet(symbols, language, spelling), 100_000);
  const names = new Map(Object.entries(symbols).map(([symbol, id]) => [id, symbol]));
  return { text: ids.map((id) => names.get(id)).join(''), unknownSymbols };
}

it.each<[string, Language, ReadonlySet<string>, Readonly<Record<string, number>>, Spelling]>([
  ['Kokoro v1.0', 'en', ENGLISH_PHONEMES, KOKORO_VOCABULARY, {}],
  ['Kokoro v1.0', 'zh', MANDARIN_PHONEMES, KOKORO_VOCABULARY, KOKORO_MANDARIN],
  ['Kokoro v1.1-zh', 'zh', MANDARIN_PHONEMES, LETTERS, BOPOMOFO_MANDARIN],
  ['StyleTTS2', 'en', ENGLISH_PHONEMES, STYLETTS2_VOCABULARY, ESPEAK_ENGLISH],
])('%s has a spelling for every phoneme of %s', (_, language, inventory, symbols, spelling) => {
  for (const phoneme of inventory) {
    // Bopomofo writes a tone together with its final, and ɨ together with its initial.
    const inWord = '→↗↓↘'.includes(phoneme) ? `a ${phoneme}` : phoneme === 'ɨ' ? 's ɨ' : phoneme;
    expect(written(inWord, language, symbols, spelling).unknownSymbols).toEqual([]);
  }
});

describe('the IPA of eSpeak', () => {
  it.each([
    ['h ə l ˈ O', 'həlˈoʊ'],
    ['w ˈ ɜɹ l d', 'wˈɜːld'],
    ['f ˈ ɜɹ i', 'fˈɜːɹi'],
    ['b ˈ ɛ t əɹ', 'bˈɛtɚ'],
    ['k əɹ ˈ ɪ ɹ', 'kɚɹˈɪɹ'],
    ['m əɹ ˈ i', 'mɚɹˈiː'],
    ['s ˈ i', 'sˈiː'],
    ['h ˈ æ p i', 'hˈæpi'],
    ['ʤ ˈ ʌ ʤ', 'dʒˈʌdʒ'],
    ['ʧ ˈ ɔ ɹ ʧ', 'tʃˈɔːɹtʃ'],
  ])('writes %s as %s', (phonemes, ipa) => {
    expect(written(phonemes, 'en', STYLETTS2_VOCABULARY, ESPEAK_ENGLISH).text).toBe(ipa);
  });

  it('has the ids that KittenTTS was trained with', () => {
    // As in the vocabulary of Kokoro, which keeps StyleTTS2's numbers.
    for (const symbol of ['ˈ', 'ː', 'ɚ', '—', '…', ' ', 'a', 'ʔ'])
      expect(STYLETTS2_VOCABULARY[symbol]).toBe(KOKORO_VOCABULARY[symbol]);
    expect(Math.max(...Object.values(STYLETTS2_VOCABULARY))).toBe(177);
  });
});

describe('Mandarin', () => {
  it.each([
    ['n i ↓ x aʊ ↓', 'ni↓xau↓', 'ㄋㄧ3ㄏㄠ3'],
    ['ꭧ ʊŋ → k wo ↗', 'ꭧʊŋ→kwo↗', 'ㄓ中1ㄍ我2'],
    ['ʂ ɨ ↘', 'ʂɨ↘', 'ㄕ十4'],
    ['s ɨ ↘', 'sɨ↘', 'ㄙㄭ4'],
    ['p wo →', 'pwo→', 'ㄅㄛ1'],
    ['t ɤ', 'tɤ', 'ㄉㄜ5'],
    ['t ɤ ɻ ən ↗', 'tɤɻən↗', 'ㄉㄜ5ㄖㄣ2'],
    ['x wa ɻ ↘', 'xwaɚ↘', 'ㄏ穵R4'],
    ['aɻ ↗', 'ɚ↗', 'ㄦ2'],
    ['ɥe ↘', 'ɥe↘', '月4'],
  ])('writes %s as %s, and in bopomofo as %s', (phonemes, ipa, bopomofo) => {
    expect(written(phonemes, 'zh', KOKORO_VOCABULARY, KOKORO_MANDARIN).text).toBe(ipa);
    expect(written(phonemes, 'zh', LETTERS, BOPOMOFO_MANDARIN).text).toBe(bopomofo);
  });
});

/** Beside the checkout, where somebody put the release's configuration. */
const RELEASED = new URL('../../../../shared/data/kokoro-v1.0/config.json', import.meta.url);

it('knows the vocabulary of the release', async (context) => {
  const text = await readFile(RELEASED, 'utf8').catch(() => undefined);
  if (text === undefined) return context.skip();
  expect((JSON.parse(text) as { vocab: unknown }).vocab).toEqual(KOKORO_VOCABULARY);
});
