/** Mandarin: readings by pinyin-pro, words by the Unicode segmenter, corrections and tone sandhi of our own. */

import { pinyin } from 'pinyin-pro';
import { erhuaPhonemes, syllablePhonemes, toneMark, type Syllable } from './pinyin.js';
import { correctReadings, type Reading } from './readings.js';
import { applySandhi } from './sandhi.js';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Words where a final 儿 is a syllable of its own. */
const FULL_ER: ReadonlySet<string> = new Set('女婴幼孤胎少健男宠'.split(''));

/**
 * Pronounces the words of one phrase (no pause inside), which see each other for polyphones and sandhi.
 *
 * @param words each of Han characters only; longer runs are segmented inside
 * @returns phonemes a word; empty where a word has no known reading
 */
export function pronounceMandarin(words: readonly string[]): string[][] {
  const syllables = readSyllables(words.join(''));
  const readings: Reading[] = [];
  const ownerOf: number[] = [];
  let wordIndex = 0;
  words.forEach((word, owner) => {
    for (const { segment } of segmenter.segment(word)) {
      for (const character of segment) {
        const syllable = syllables[readings.length] ?? { pinyin: '', tone: 0 };
        readings.push({ character, wordIndex, syllable });
        ownerOf.push(owner);
      }
      wordIndex += 1;
    }
  });
  const phonemes: string[][] = words.map(() => []);
  spokenPhonemes(applySandhi(correctReadings(readings))).forEach((syllable, at) => {
    phonemes[ownerOf[at] ?? 0]?.push(...syllable);
  });
  return phonemes;
}

/** Phonemes a character. A suffix 儿 takes over the tone of the syllable that it colours: [x, wa] [ɻ, ↘] for 话儿. */
function spokenPhonemes(readings: readonly Reading[]): string[][] {
  return readings.map(({ syllable }, at) => {
    if (isSuffixEr(readings, at)) return ['ɻ', ...toneMark(readings[at - 1]?.syllable.tone ?? 0)];
    return (isSuffixEr(readings, at + 1) ? erhuaPhonemes(syllable) : syllablePhonemes(syllable)) ?? [];
  });
}

/** 儿 at the end of a word, or alone after one. */
function isSuffixEr(readings: readonly Reading[], at: number): boolean {
  const previous = readings[at - 1];
  const next = readings[at + 1];
  const reading = readings[at];
  if (reading?.character !== '儿' || reading.syllable.pinyin !== 'er' || previous === undefined) return false;
  if (FULL_ER.has(previous.character) || previous.character === '儿') return false;
  return syllablePhonemes(previous.syllable) !== undefined && reading.wordIndex !== next?.wordIndex;
}

/** One syllable a character, tones as in the dictionary (no sandhi but lexical neutral tones). */
function readSyllables(text: string): Syllable[] {
  return pinyin(text, { type: 'all', toneType: 'none', toneSandhi: false }).map((reading) => ({
    pinyin: reading.isZh ? reading.pinyin.toLowerCase() : '',
    tone: reading.num,
  }));
}
