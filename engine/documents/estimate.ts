const HAN = /\p{Script=Han}/gu;
/** A Mandarin syllable, and a character of English with its share of spaces and pauses, at the usual pace. */
const HAN_MS = 240;
const CHARACTER_MS = 65;

/** About how long a text is to listen to at the usual pace, in milliseconds. */
export function estimateSpokenMs(text: string): number {
  const hanCount = text.match(HAN)?.length ?? 0;
  return hanCount * HAN_MS + (text.length - hanCount) * CHARACTER_MS;
}
