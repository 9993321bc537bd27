import { expect, test } from 'vitest';
import type { PendingWord } from '../types.js';
import { createPhonemizer } from './phonemizer.js';

const phonemizer = createPhonemizer({
  dictionary: {
    lookup: (word) => {
      const entries: Readonly<Record<string, string>> = { the: 'DH AH0', apple: 'AE1 P AH0 L' };
      return Object.hasOwn(entries, word) ? [(entries[word] ?? '').split(' ')] : [];
    },
  },
  espeak: { ipa: (words) => Promise.resolve(words.map(() => '')) },
});
const en = (text: string): PendingWord => ({ text, language: 'en' });
const zh = (text: string): PendingWord => ({ text, language: 'zh' });

async function say(words: readonly PendingWord[]): Promise<string[]> {
  return (await phonemizer.phonemize(words)).map((phonemes) => phonemes.join(''));
}

test('both languages in the order of the text', async () => {
  expect(await say([zh('我'), zh('吃'), en('the'), en('apple'), zh('苹果')])).toEqual([
    'wo↓',
    'ꭧʰɨ→',
    'ði',
    'ˈæpəl',
    'pʰiŋ↗kwo↓',
  ]);
});

test('a pause ends sandhi', async () => {
  expect(await say([zh('我'), zh('好')])).toEqual(['wo↗', 'xaʊ↓']);
  expect(await say([{ ...zh('我'), followedBy: ',' }, zh('好')])).toEqual(['wo↓', 'xaʊ↓']);
});

test('a weak form looks at English only', async () => {
  expect(await say([en('the'), zh('爱')])).toEqual(['ðə', 'aɪ↘']);
});

test('what nobody can pronounce is an empty list', async () => {
  expect(await say([en('☃'), zh('𠀀')])).toEqual(['', '']);
  expect(await say([])).toEqual([]);
});
