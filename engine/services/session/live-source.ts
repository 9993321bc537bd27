import type { Clock } from '../../shared/clock.js';
import type { Manner } from '../../shared/app/speech.js';
import type { SpeakItem } from '../../shared/contract.js';
import type { SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';
import type { VoicesService } from '../voices/voices-service.js';
import type { PlayRequest } from './playback-session.js';

/**
 * A listener who has not asked for more in this time is well ahead supplied, or has paused: background work may go on
 * meanwhile. Shorter, and it would cut in between the first sounds.
 */
const YIELD_AFTER_MS = 1000;

export interface LiveSourceParts {
  readonly speech: SpeechService;
  readonly turns: Turns;
  readonly voices: Pick<VoicesService, 'resolveAtOnce'>;
  readonly clock: Clock;
}

/**
 * Makes the audio of texts that the engine renders while they are heard. While it renders, background work waits.
 * @returns opens a text as somebody is to speak it; what is left open in the manner is resolved at each opening
 */
export function createLiveSource(
  parts: LiveSourceParts,
): (text: string, manner: Manner) => PlayRequest['open'] {
  return (text, manner) => (startOffset, signal) => speakFrom(parts, text, manner, startOffset, signal);
}

async function* speakFrom(
  { speech, turns, voices, clock }: LiveSourceParts,
  text: string,
  manner: Manner,
  startOffset: number,
  signal: AbortSignal,
): AsyncGenerator<SpeakItem, void, void> {
  let endTurn = turns.beginLive();
  try {
    const resolved = voices.resolveAtOnce(manner);
    const offset = wholeCharacterAt(text, startOffset);
    const rest = text.slice(offset);
    for await (const item of speech.speak({ ...resolved, text: rest }, signal)) {
      const cancelYield = clock.after(YIELD_AFTER_MS, endTurn);
      try {
        yield shiftSources(item, offset);
      } finally {
        cancelYield();
      }
      // Taken anew before the old one is given back, so that nobody gets in between.
      const nextTurn = turns.beginLive();
      endTurn();
      endTurn = nextTurn;
    }
  } finally {
    endTurn();
  }
}

/** Not between the two halves of a character. */
function wholeCharacterAt(text: string, offset: number): number {
  const isSecondHalf = offset > 0 && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
  return isSecondHalf ? offset - 1 : offset;
}

/** Offsets of a text's rest, as offsets into the whole. */
function shiftSources(item: SpeakItem, by: number): SpeakItem {
  if (item.kind !== 'segment' || by === 0) return item;
  const shift = <T extends { readonly source: { start: number; end: number } }>(part: T): T => ({
    ...part,
    source: { start: part.source.start + by, end: part.source.end + by },
  });
  return { ...shift(item), spans: item.spans.map(shift), words: item.words.map(shift) };
}
