/** Tone sandhi of Mandarin: 一 and 不, reduplication, third tones. Tones in, spoken tones out. */

import type { Syllable } from './pinyin.js';

/** A word of the segmentation with a syllable for each of its characters. */
export interface SpokenWord {
  readonly characters: readonly string[];
  readonly syllables: readonly Syllable[];
}

interface Slot {
  readonly character: string;
  readonly word: number;
  syllable: Syllable;
}

const DIGITS: ReadonlySet<string> = new Set('零〇一二三四五六七八九十百千万亿幺两点');

/**
 * Applies sandhi within one phrase.
 *
 * @returns the syllables of each word; erhua (a final 儿 within a word) merges into the syllable before it
 */
export function applySandhi(words: readonly SpokenWord[]): Syllable[][] {
  const slots: Slot[] = words.flatMap((word, index) =>
    word.syllables.map((syllable, at) => ({ character: word.characters[at] ?? '', word: index, syllable })),
  );
  yiAndBu(slots);
  thirdTones(slots);
  const spoken: Syllable[][] = words.map(() => []);
  for (const slot of slots) spoken[slot.word]?.push(slot.syllable);
  return spoken.map((syllables, index) => withErhua(words[index]?.characters ?? [], syllables));
}

function setTone(slot: Slot, tone: number): void {
  slot.syllable = { ...slot.syllable, tone };
}

/** 一: 2 before a fourth tone, 4 before others, 1 in numbers, ordinals and at the end. 不: 2 before a fourth tone. */
function yiAndBu(slots: readonly Slot[]): void {
  slots.forEach((slot, at) => {
    const previous = slots[at - 1];
    const next = slots[at + 1];
    if (next === undefined) return;
    const between = previous?.character === next.character;
    if (slot.character === '不' && slot.syllable.pinyin === 'bu') {
      if (between) setTone(slot, 0);
      else if (next.syllable.tone === 4) setTone(slot, 2);
    }
    if (slot.character === '一' && slot.syllable.pinyin === 'yi' && slot.syllable.tone !== 0) {
      if (between && !DIGITS.has(next.character)) setTone(slot, 0);
      else if (!isCardinal(previous, next)) setTone(slot, beforeTone(next) === 4 ? 2 : 4);
    }
  });
}

/** 个 is often neutral, yet still acts as the fourth tone that it comes from. */
function beforeTone(next: Slot): number {
  return next.syllable.tone === 0 && next.character === '个' ? 4 : next.syllable.tone;
}

/** 一 keeps its first tone after 第 and digits, and before digits (一二三) other than 百千万亿. */
function isCardinal(previous: Slot | undefined, next: Slot): boolean {
  if (previous !== undefined && (previous.character === '第' || DIGITS.has(previous.character))) return true;
  return DIGITS.has(next.character) && !'百千万亿'.includes(next.character);
}

/**
 * Third tones: inside words first, right to left; then across words, right to left, against the spoken tone of what
 * follows, so that 我想买 keeps its middle dip where a chain of rising tones would blur the phrase.
 */
function thirdTones(slots: readonly Slot[]): void {
  const raise = (sameWord: boolean): void => {
    for (let at = slots.length - 2; at >= 0; at--) {
      const slot = slots[at];
      const next = slots[at + 1];
      if (slot === undefined || next === undefined || (slot.word === next.word) !== sameWord) continue;
      if (slot.syllable.tone === 3 && (next.syllable.tone === 3 || (sameWord && dipped.has(next)))) {
        setTone(slot, 2);
        dipped.add(slot);
      }
    }
  };
  const dipped = new Set<Slot>();
  raise(true);
  raise(false);
}

function withErhua(characters: readonly string[], syllables: readonly Syllable[]): Syllable[] {
  const last = syllables.at(-1);
  const before = syllables.at(-2);
  const isSuffix = characters.at(-1) === '儿' && last?.pinyin === 'er' && before !== undefined;
  if (!isSuffix || FULL_ER.has(characters.join(''))) return [...syllables];
  return [...syllables.slice(0, -2), { ...before, erhua: true }];
}

/** Words where 儿 is a syllable of its own. */
const FULL_ER: ReadonlySet<string> = new Set([
  '女儿',
  '婴儿',
  '幼儿',
  '孤儿',
  '胎儿',
  '少儿',
  '健儿',
  '男儿',
  '宠儿',
  '小儿',
  '生儿',
]);
