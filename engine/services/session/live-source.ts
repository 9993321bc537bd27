import type { Clock } from '../../shared/clock.js';
import type { Manner } from '../../shared/app/speech.js';
import type { SpeakItem } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import type { SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';
import type { ResolvedManner, VoicesService } from '../voices/voices-service.js';
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
 * @returns opens a text as somebody is to speak it; what is left open in the manner is as it is chosen, sentence by sentence
 */
export function createLiveSource(
  parts: LiveSourceParts,
): (text: string, manner: Manner) => PlayRequest['open'] {
  return (text, manner) => (startOffset, signal) => speakFrom(parts, text, manner, startOffset, signal);
}

async function* speakFrom(
  parts: LiveSourceParts,
  text: string,
  manner: Manner,
  startOffset: number,
  signal: AbortSignal,
): AsyncGenerator<SpeakItem, void, void> {
  const { turns, clock } = parts;
  let endTurn = turns.beginLive();
  try {
    const spoken = spokenAsChosen(parts, text, manner, wholeCharacterAt(text, startOffset), signal);
    for await (const item of spoken) {
      const cancelYield = clock.after(YIELD_AFTER_MS, endTurn);
      try {
        yield item;
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

/** Speaks a text from an offset on. What is chosen meanwhile is heard from the next sentence on: there, it is asked for anew. */
async function* spokenAsChosen(
  { speech, voices }: LiveSourceParts,
  text: string,
  manner: Manner,
  startOffset: number,
  signal: AbortSignal,
): AsyncGenerator<SpeakItem, void, void> {
  let resolved = voices.resolveAtOnce(manner);
  let hasPlan = false;
  for (let offset: number | undefined = startOffset; offset !== undefined;) {
    const from: number = offset;
    offset = undefined;
    let isSentenceStart = false;
    for await (const item of speech.speak({ ...resolved, text: text.slice(from) }, signal)) {
      if (item.kind === 'plan') {
        // The listener has begun with the first one.
        if (!hasPlan) yield item;
        hasPlan = true;
        continue;
      }
      if (item.kind === 'segment') {
        const next = isSentenceStart ? resolvedAnew(voices, manner, resolved) : resolved;
        if (next !== resolved) {
          resolved = next;
          offset = item.source.start + from;
          break;
        }
        isSentenceStart = item.break === 'sentence' || item.break === 'paragraph';
      }
      yield shiftSources(item, from);
    }
  }
}

/** @returns the same one where nothing has changed, or where nobody can say any more who is to speak */
function resolvedAnew(
  voices: LiveSourceParts['voices'],
  manner: Manner,
  resolved: ResolvedManner,
): ResolvedManner {
  try {
    const next = voices.resolveAtOnce(manner);
    return JSON.stringify(next) === JSON.stringify(resolved) ? resolved : next;
  } catch (thrown) {
    // A voice that is removed speaks to the end what it began.
    if (thrown instanceof SottoError) return resolved;
    throw thrown;
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
