import type { SpeakItem } from '../../shared/contract.js';
import type { Speech, SpeechService } from '../speech.js';

export interface SpeechEvents {
  /** Something was asked or delivered. */
  onWork(): void;
  /** The last of the speeches under way has ended. */
  onQuiet(): void;
}

/** A speech service that tells when it is at work, and when between speeches. */
export interface WatchedSpeech extends SpeechService {
  isSpeaking(): boolean;
}

/** Watches a speech service. */
export function watchSpeech(speech: SpeechService, events: SpeechEvents): WatchedSpeech {
  let underWay = 0;

  async function* speak(...request: Parameters<SpeechService['speak']>): Speech {
    underWay++;
    events.onWork();
    const items = speech.speak(...request);
    try {
      for (;;) {
        const next = await items.next();
        if (next.done) return next.value;
        events.onWork();
        yield next.value;
      }
    } finally {
      await leave(items);
      underWay--;
      if (underWay === 0) events.onQuiet();
    }
  }

  return { speak, isSpeaking: () => underWay > 0 };
}

/** Who leaves this iteration early leaves the speech as well, which cancels it. */
function leave(items: AsyncGenerator<SpeakItem, unknown, void>): Promise<unknown> {
  return items.return(undefined);
}
