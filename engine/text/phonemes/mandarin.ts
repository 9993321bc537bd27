/** Mandarin: readings by pinyin-pro, words by the Unicode segmenter, tone sandhi here. */

import { pinyin } from 'pinyin-pro';
import { applySandhi, type SpokenWord } from './sandhi.js';
import { syllablePhonemes, type Syllable } from './pinyin.js';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Splits a run of Han characters into words. The words tile the run. */
export function segmentHan(run: string): string[] {
  return Array.from(segmenter.segment(run), ({ segment }) => segment);
}

/**
 * Pronounces the words of one phrase (no pause inside), which see each other for polyphones and sandhi.
 *
 * @param words each of Han characters only; longer runs are segmented inside
 * @returns phonemes a word; empty where a word has no known reading
 */
export function pronounceMandarin(words: readonly string[]): string[][] {
  const readings = readSyllables(words.join(''));
  const spoken: SpokenWord[] = [];
  const owner: number[] = [];
  let at = 0;
  words.forEach((word, index) => {
    for (const part of segmentHan(word)) {
      const characters = Array.from(part);
      spoken.push({ characters, syllables: readings.slice(at, at + characters.length) });
      owner.push(index);
      at += characters.length;
    }
  });
  const phonemes: string[][] = words.map(() => []);
  applySandhi(spoken).forEach((syllables, index) => {
    for (const syllable of syllables)
      phonemes[owner[index] ?? 0]?.push(...(syllablePhonemes(syllable) ?? []));
  });
  return phonemes;
}

/** One syllable a character, tones as in the dictionary (no sandhi but lexical neutral tones). */
function readSyllables(text: string): Syllable[] {
  return pinyin(text, { type: 'all', toneType: 'none', toneSandhi: false, v: true }).map((reading) => ({
    pinyin: reading.isZh ? reading.pinyin.replaceAll('ü', 'v').toLowerCase() : '',
    tone: reading.num,
  }));
}
