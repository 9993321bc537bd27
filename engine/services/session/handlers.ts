import type { AppContract } from '../../shared/app-contract.js';
import type { Manner, SpeechOrigin } from '../../shared/app/speech.js';
import { SottoError } from '../../shared/errors.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { PlaybackSession, PlayRequest } from './playback-session.js';
import { titleOf } from './title.js';

/** What a person has selected or copied elsewhere, as far as the host can read it. */
export interface SelectionReader {
  /** The text that is selected in the application in front; empty for none. @throws SottoError `unavailable-here` */
  selection(): Promise<string>;
  /** @throws SottoError `unavailable-here` */
  clipboard(): Promise<string>;
}

export interface SessionHandlerParts {
  readonly session: PlaybackSession;
  /** Opens a text for the engine to speak it live (`live-source.ts`). */
  readonly live: (text: string, manner: Manner) => PlayRequest['open'];
  readonly selection: SelectionReader;
  /** Hears of each text that a person typed, selected or copied to have it spoken. */
  readonly onSpoken: (text: string) => void;
}

type SessionCalls =
  | 'speechStart'
  | 'speechStartSelection'
  | 'speechStartClipboard'
  | 'speechPause'
  | 'speechResume'
  | 'speechStop'
  | 'speechSeek'
  | 'speechMute'
  | 'speechState'
  | 'speechTimeline'
  | 'speechPosition';

/** A preview's text is the app's, and a program's is no person's. */
const OWN_ORIGINS: readonly SpeechOrigin[] = ['speak', 'quick', 'selection', 'clipboard'];

/** The session's part of what a window may ask. */
export function sessionHandlers(parts: SessionHandlerParts): Pick<Handlers<AppContract>, SessionCalls> {
  const { session, selection } = parts;
  return {
    speechStart: ({ text, startOffset, origin, manner }) =>
      speakText(parts, text, startOffset, origin, manner),
    speechStartSelection: async () => speakText(parts, await selection.selection(), 0, 'selection'),
    speechStartClipboard: async () => speakText(parts, await selection.clipboard(), 0, 'clipboard'),
    speechPause() {
      session.pause();
      return {};
    },
    speechResume() {
      session.resume();
      return {};
    },
    speechStop() {
      session.stop();
      return {};
    },
    speechSeek(to) {
      session.seek(to);
      return {};
    },
    speechMute({ isMuted }) {
      session.mute(isMuted);
      return {};
    },
    speechState: (_, tell) => session.watchState(tell),
    speechTimeline: (_, tell) => session.watchTimeline(tell),
    speechPosition: (_, tell) => session.watchPosition(tell),
  };
}

/**
 * Speaks a text live, in place of whatever is being spoken.
 * @throws SottoError `empty-input`
 */
export function speakText(
  { session, live, onSpoken }: SessionHandlerParts,
  text: string,
  startOffset: number,
  origin: SpeechOrigin,
  manner: Manner = {},
): { utteranceId: number } {
  if (text.slice(startOffset).trim() === '') throw nothingToSpeak(origin);
  const utteranceId = session.play({
    origin,
    title: titleOf(text.slice(startOffset)),
    text,
    startOffset,
    open: live(text, manner),
  });
  if (OWN_ORIGINS.includes(origin)) onSpoken(text);
  return { utteranceId };
}

function nothingToSpeak(origin: SpeechOrigin): SottoError {
  return new SottoError({
    code: 'empty-input',
    message: 'there is no text to speak',
    kept: 'what was being spoken goes on',
    next: ADVICE[origin] ?? 'type some text',
  });
}

const ADVICE: Partial<Record<SpeechOrigin, string>> = {
  selection: 'select some text and try again',
  clipboard: 'copy some text and try again',
};
