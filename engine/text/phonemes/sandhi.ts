/** Tone sandhi of Mandarin: 一 and 不, third tones. Dictionary tones in, spoken tones out. */

import type { Reading } from './readings.js';

type Slot = { -readonly [K in keyof Reading]: Reading[K] };

const DIGITS: ReadonlySet<string> = new Set('零〇一二三四五六七八九十百千万亿幺两'.split(''));
const THIRD = 3;
const NEUTRAL = 0;

/** Applies sandhi within one phrase, over which no pause falls. */
export function applySandhi(readings: readonly Reading[]): Reading[] {
  const slots = readings.map((reading) => ({ ...reading }));
  yiAndBu(slots);
  thirdTones(slots);
  return slots;
}

function setTone(slot: Slot, tone: number): void {
  slot.syllable = { ...slot.syllable, tone };
}

/**
 * 一: 2 before a fourth tone, 4 before others, 1 in numbers, ordinals and at the end. 不: 2 before a fourth tone.
 * Both are neutral between two of the same (看一看, 好不好).
 */
function yiAndBu(slots: readonly Slot[]): void {
  slots.forEach((slot, at) => {
    const previous = slots[at - 1];
    const next = slots[at + 1];
    if (next === undefined) return;
    const isBetween = previous?.character === next.character && !DIGITS.has(next.character);
    if (slot.character === '不' && slot.syllable.pinyin === 'bu') {
      if (isBetween) setTone(slot, NEUTRAL);
      else if (next.syllable.tone === 4) setTone(slot, 2);
    }
    if (slot.character === '一' && slot.syllable.pinyin === 'yi' && slot.syllable.tone !== NEUTRAL) {
      if (isBetween) setTone(slot, NEUTRAL);
      else if (!isNumeral(previous, slot, next)) setTone(slot, underlyingTone(next) === 4 ? 2 : 4);
    }
  });
}

/** 个 is often neutral, yet still acts as the fourth tone that it comes from. */
function underlyingTone(next: Slot): number {
  return next.syllable.tone === NEUTRAL && next.character === '个' ? 4 : next.syllable.tone;
}

/** 一 keeps its first tone after 第 and digits, before digits other than 百千万亿, and at the end of a word (统一). */
function isNumeral(previous: Slot | undefined, slot: Slot, next: Slot): boolean {
  if (previous?.character === '第' || (previous !== undefined && DIGITS.has(previous.character))) return true;
  if (previous?.wordIndex === slot.wordIndex && next.wordIndex !== slot.wordIndex) return true;
  return DIGITS.has(next.character) && !'百千万亿'.includes(next.character);
}

/**
 * Third tones: inside words first, right to left; then across words, right to left, against the spoken tone of what
 * follows, so that a chain of rising tones does not blur the phrase (我想买 keeps a dip).
 */
function thirdTones(slots: readonly Slot[]): void {
  const raised = new Set<Slot>();
  for (const withinWords of [true, false]) {
    for (let at = slots.length - 2; at >= 0; at--) {
      const slot = slots[at];
      const next = slots[at + 1];
      if (slot?.syllable.tone !== THIRD || next === undefined) continue;
      if ((slot.wordIndex === next.wordIndex) !== withinWords) continue;
      if (next.syllable.tone === THIRD || (withinWords && raised.has(next))) {
        setTone(slot, 2);
        raised.add(slot);
      }
    }
  }
}
