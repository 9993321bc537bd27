/** Every phoneme string that the phonemizer can answer with, by language. Packs' alphabets are checked against it. */

import { ENGLISH_CONSONANTS, ENGLISH_VOWELS, PRIMARY_STRESS, SECONDARY_STRESS } from './arpabet.js';
import { MANDARIN_SYLLABLE_PHONEMES } from './pinyin.js';

export const ENGLISH_PHONEMES: ReadonlySet<string> = new Set([
  ...ENGLISH_CONSONANTS,
  ...ENGLISH_VOWELS,
  PRIMARY_STRESS,
  SECONDARY_STRESS,
]);

export const MANDARIN_PHONEMES: ReadonlySet<string> = MANDARIN_SYLLABLE_PHONEMES;
