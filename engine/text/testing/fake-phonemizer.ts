import type { PendingWord, Phonemizer } from '../types.js';

/** Says one consonant a Latin letter and one syllable a Han character; nothing of words with a 'q'. */
export const letterPhonemizer: Phonemizer = {
  phonemize: (words) => Promise.resolve(words.map(phonemesOf)),
};

function phonemesOf({ text, language }: PendingWord): string[] {
  if (text.includes('q')) return [];
  return Array.from(text, () => (language === 'zh' ? ['x', 'a', '→'] : ['k'])).flat();
}
