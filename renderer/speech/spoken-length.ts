/**
 * How long a text takes to speak, in seconds, before any of it was heard: from what kinds of characters it is made of, at
 * the starter voice's own pace.
 */

const IDEOGRAPH_S = 0.265;
const LETTER_S = 0.065;
/** A figure is read as a word or more. */
const DIGIT_S = 0.28;
const CLAUSE_S = 0.2;
const SENTENCE_S = 0.4;
const PARAGRAPH_S = 0.5;

const CLAUSE_MARKS = new Set(',;:，、；：—'.split(''));
const SENTENCE_MARKS = new Set('.!?。！？…'.split(''));

function secondsOf(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return LETTER_S;
  if (code === 32 || code === 13 || code === 9) return 0;
  if (code >= 48 && code <= 57) return DIGIT_S;
  // Consecutive line ends are one pause.
  if (code === 10) return text.charCodeAt(index - 1) === 10 ? 0 : PARAGRAPH_S;
  const character = text.charAt(index);
  if (SENTENCE_MARKS.has(character)) return SENTENCE_S;
  if (CLAUSE_MARKS.has(character)) return CLAUSE_S;
  if (code >= 0x3040 && code <= 0x9fff) return IDEOGRAPH_S;
  return code >= 0xc0 && code < 0x3000 ? LETTER_S : 0;
}

/** @returns seconds for `text` from `start` to `end`, UTF-16 offsets */
export function spokenSeconds(text: string, start = 0, end = text.length): number {
  let seconds = 0;
  for (let index = start; index < end; index++) seconds += secondsOf(text, index);
  return seconds;
}
