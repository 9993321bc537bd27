import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadPack } from '../../packs/load-pack.js';
import { tokenize } from '../tokens.js';
import { PUNCTUATION_SYMBOLS, type Language, type Unit } from '../types.js';
import { ENGLISH_PHONEMES, MANDARIN_PHONEMES } from './inventory.js';

const STARTER = fileURLToPath(new URL('../../../models/starter', import.meta.url));
const source = { start: 0, end: 1 };

test.each<[Language, ReadonlySet<string>]>([
  ['en', ENGLISH_PHONEMES],
  ['zh', MANDARIN_PHONEMES],
])('the starter voice has a sound for every phoneme and mark of %s', async (language, inventory) => {
  const { manifest } = await loadPack(STARTER);
  const units: Unit[] = [
    { kind: 'word', text: 'all', language, source, phonemes: [...inventory] },
    ...PUNCTUATION_SYMBOLS.map((symbol): Unit => ({ kind: 'punct', symbol, source })),
  ];
  const { ids, unknownSymbols } = tokenize({ units }, manifest.alphabet, manifest.limits.maxTokens);
  expect(unknownSymbols).toEqual([]);
  // A phoneme is one token here: one that were split would be two sounds.
  expect(ids).toHaveLength(2 + inventory.size + PUNCTUATION_SYMBOLS.length);
});
