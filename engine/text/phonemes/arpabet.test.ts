import { dictionary } from 'cmu-pronouncing-dictionary';
import { expect, test } from 'vitest';
import { arpabetToPhonemes } from './arpabet.js';
import { ENGLISH_PHONEMES } from './inventory.js';

test.each([
  ['HH AH0 L OW1', 'h ə l ˈ O'],
  ['B ER1 D', 'b ˈ ɜɹ d'],
  ['B AH1 T ER0', 'b ˈ ʌ t əɹ'],
  ['CH ER2 CH', 'ʧ ˌ ɜɹ ʧ'],
  ['JH OY1 Z', 'ʤ ˈ Y z'],
  ['DH IH0 S TH IH1 NG ZH', 'ð ɪ s θ ˈ ɪ ŋ ʒ'],
])('%s → %s', (arpabet, phonemes) => {
  expect(arpabetToPhonemes(arpabet.split(' '))).toEqual(phonemes.split(' '));
});

test('every symbol of the dictionary has a phoneme of the inventory', () => {
  const symbols = new Set(
    Object.values(dictionary).flatMap((entry) => entry.split('#')[0]?.trim().split(' ') ?? []),
  );
  for (const phoneme of arpabetToPhonemes([...symbols])) expect(ENGLISH_PHONEMES).toContain(phoneme);
});

test('what is no ARPAbet is refused', () => {
  expect(() => arpabetToPhonemes(['QQ1'])).toThrow(RangeError);
});
