import type {
  SpeechOrigin,
  SpeechPosition,
  SpeechState,
  SpeechTimelineItem,
  Utterance,
} from '../../shared/app/speech.js';
import type { SpeakItem } from '../../shared/contract.js';
import type { Port, Unsubscribe } from '../../shared/transport.js';

/** A text to be heard, and where its audio comes from. */
export interface PlayRequest {
  readonly origin: SpeechOrigin;
  readonly title: string;
  readonly text: string;
  readonly startOffset: number;
  readonly narration?: Utterance['narration'];
  /**
   * Opens the audio from a character on: live from the engine, from a phrase's rendering, from a growing file. Called
   * again, with another offset, when the listener jumps. Items' source offsets are into the whole `text`.
   */
  open(startOffset: number, signal: AbortSignal): AsyncIterable<SpeakItem>;
}

export type SeekTarget =
  | { readonly to: 'previous-sentence' | 'next-sentence' | 'start' }
  | { readonly to: 'offset'; readonly offset: number };

/**
 * The one speech that a host plays at a time, whoever asked for it. It sends PCM to the newest player as far as that gives
 * credit, keeps what was sent and not yet heard so that a reloaded window goes on at the sample, and tells all
 * windows how it stands.
 */
export interface PlaybackSession {
  /** Speaks in place of whatever is being spoken. @returns the utterance's id */
  play(request: PlayRequest): number;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Speaks on from somewhere else, also when it was paused or over, as another utterance of the same text. */
  seek(to: SeekTarget): void;
  mute(isMuted: boolean): void;
  state(): SpeechState;
  /** A window's player; the newest one sounds. Ends by itself when the port closes. */
  attachPlayer(port: Port): void;
  /** Hears the state now, then every change. */
  watchState(listener: (state: SpeechState) => void): Unsubscribe;
  /**
   * Hears all of the current utterance so far, then what comes. Of a long one, what was heard more than ten minutes ago
   * is left out.
   */
  watchTimeline(listener: (item: SpeechTimelineItem) => void): Unsubscribe;
  watchPosition(listener: (position: SpeechPosition) => void): Unsubscribe;
  /** Stops, and lets the players go. */
  dispose(): void;
}
