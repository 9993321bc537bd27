/** Grapheme-to-phoneme conversion of mixed English and Mandarin text. */

import type { Language, PendingWord, Phonemizer } from '../types.js';
import { createEnglish } from './english.js';
import type { Dictionary } from './dictionary.js';
import type { Espeak } from './espeak.js';

/**
 * Composes the dictionary, eSpeak NG and the Mandarin readings into the front end's phonemizer. The
 * Mandarin readings (about 100 ms to load) are loaded at the first Mandarin word.
 */
export function createPhonemizer(parts: {
  readonly dictionary: Dictionary;
  readonly espeak: Espeak;
}): Phonemizer {
  const english = createEnglish(parts.dictionary, parts.espeak);
  return {
    async phonemize(words) {
      const result: (readonly string[])[] = words.map(() => []);
      const place = (indices: readonly number[], phonemes: readonly (readonly string[])[]): void => {
        indices.forEach((index, at) => (result[index] = phonemes[at] ?? []));
      };
      const englishIndices = words.flatMap((word, index) => (word.language === 'en' ? [index] : []));
      place(englishIndices, await english.pronounce(englishStretch(words)));
      const phrases = mandarinPhrases(words);
      if (phrases.length === 0) return result;
      const { pronounceMandarin } = await import('./mandarin.js');
      for (const phrase of phrases) {
        place(phrase, pronounceMandarin(phrase.map((index) => words[index]?.text ?? '')));
      }
      return result;
    },
  };
}

/** The English words; one before a Mandarin word is final, since its weak form depends on English sounds. */
function englishStretch(words: readonly PendingWord[]): PendingWord[] {
  return words.flatMap((word, index) => {
    if (word.language !== 'en') return [];
    const changes = word.followedBy === undefined && isLanguage(words[index + 1], 'zh');
    return [changes ? { ...word, followedBy: ',' as const } : word];
  });
}

/** Runs of adjacent Mandarin words without a pause inside, as indices. */
function mandarinPhrases(words: readonly PendingWord[]): number[][] {
  const phrases: number[][] = [];
  words.forEach((word, index) => {
    if (word.language !== 'zh') return;
    const previous = words[index - 1];
    const continues = isLanguage(previous, 'zh') && previous?.followedBy === undefined;
    if (continues) phrases.at(-1)?.push(index);
    else phrases.push([index]);
  });
  return phrases;
}

function isLanguage(word: PendingWord | undefined, language: Language): boolean {
  return word?.language === language;
}
