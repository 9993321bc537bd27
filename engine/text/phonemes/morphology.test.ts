import { describe, expect, test } from 'vitest';
import { derive, withEd, withS } from './morphology.js';

const STEMS: ReadonlyMap<string, string> = new Map([
  ['blog', 'b l ˈ ɔ ɡ'],
  ['like', 'l ˈ I k'],
  ['lick', 'l ˈ ɪ k'],
  ['try', 't ɹ ˈ I'],
  ['box', 'b ˈ ɑ k s'],
  ['final', 'f ˈ I n ə l'],
  ['happy', 'h ˈ æ p i'],
  ['wait', 'w ˈ A t'],
  ['code', 'k ˈ O d'],
]);
const lookup = (word: string): readonly string[] | undefined => STEMS.get(word)?.split(' ');

describe('endings by their sound', () => {
  test.each([
    ['k', 's'],
    ['b', 'z'],
    ['i', 'z'],
    ['ʃ', 'ɪ z'],
  ])('s after %s is %s', (last, ending) => {
    expect(withS([last])).toEqual([last, ...ending.split(' ')]);
  });

  test.each([
    ['k', 't'],
    ['s', 't'],
    ['b', 'd'],
    ['O', 'd'],
    ['t', 'ɪ d'],
  ])('ed after %s is %s', (last, ending) => {
    expect(withEd([last])).toEqual([last, ...ending.split(' ')]);
  });
});

test.each([
  ["blog's", 'b l ˈ ɔ ɡ z'],
  ["blogs'", 'b l ˈ ɔ ɡ z'],
  ['boxes', 'b ˈ ɑ k s ɪ z'],
  ['tries', 't ɹ ˈ I z'],
  ['tried', 't ɹ ˈ I d'],
  ['blogged', 'b l ˈ ɔ ɡ d'],
  ['blogging', 'b l ˈ ɔ ɡ ɪ ŋ'],
  ['liking', 'l ˈ I k ɪ ŋ'],
  ['licking', 'l ˈ ɪ k ɪ ŋ'],
  ['waiters', 'w ˈ A t əɹ z'],
  ['finally', 'f ˈ I n ə l i'],
  ['happiness', 'h ˈ æ p i n ə s'],
  ['unhappily', 'ə n h ˈ æ p i l i'],
  ['recode', 'ɹ ˌ i k ˈ O d'],
  ["code'd've", undefined],
  ['nothing', undefined],
  ["'s", undefined],
  ['', undefined],
])('%s', (word, phonemes) => {
  expect(derive(word, lookup)?.join(' ')).toBe(phonemes);
});
