import type { SpeechPosition } from '../../shared/app/speech.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { PlaybackSession } from '../session/playback-session.js';

export interface Place {
  readonly itemId: string;
  readonly chapterIndex: number;
}

export interface ListeningEvents {
  /** What is listened to has changed; undefined while nothing of this is. */
  onPlace(place: Place | undefined): void;
  onPosition(place: Place, offsetMs: number, isMoving: boolean): void;
  /** A chapter was heard to its end. */
  onChapterEnd(place: Place): void;
}

type Session = Pick<PlaybackSession, 'state' | 'watchState' | 'watchPosition'>;

/** Follows the one speech of the host as far as it is a narration. */
export class Listening {
  readonly #session: Session;
  readonly #events: ListeningEvents;
  readonly #stops: Unsubscribe[];
  /** Where in its chapter an utterance begins, by the offset that it was opened at. */
  readonly #startSamples = new Map<string, number>();
  #place: Place | undefined;
  #endedUtterance = -1;

  constructor(session: Session, events: ListeningEvents) {
    this.#session = session;
    this.#events = events;
    this.#stops = [
      session.watchState(() => this.#stateChanged()),
      session.watchPosition((position) => this.#heard(position)),
    ];
  }

  get place(): Place | undefined {
    return this.#place;
  }

  /** Notes at which sample of its chapter a reading begins that was opened at an offset. */
  noteStart(place: Place, startOffset: number, startSample: number): void {
    this.#startSamples.set(keyOf(place, startOffset), startSample);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  #stateChanged(): void {
    const { status, utterance } = this.#session.state();
    const isOver = status === 'idle' || status === 'failed';
    const place = isOver ? undefined : utterance?.narration;
    if (place?.itemId === this.#place?.itemId && place?.chapterIndex === this.#place?.chapterIndex) return;
    this.#place = place;
    this.#events.onPlace(place);
  }

  #heard({ utteranceId, playedSamples, isMoving }: SpeechPosition): void {
    const { status, utterance, sampleRateHz, totalSamples } = this.#session.state();
    if (utterance?.id !== utteranceId || !utterance.narration || sampleRateHz === 0) return;
    const place = utterance.narration;
    const startSample = this.#startSamples.get(keyOf(place, utterance.startOffset));
    // Before the audio is opened there is nothing to tell: a jump would be saved as its chapter's start.
    if (startSample === undefined) return;
    this.#events.onPosition(place, ((startSample + playedSamples) * 1000) / sampleRateHz, isMoving);
    const isHeard = status === 'idle' && totalSamples !== null && playedSamples >= totalSamples;
    if (!isHeard || this.#endedUtterance === utteranceId) return;
    this.#endedUtterance = utteranceId;
    this.#startSamples.clear();
    this.#events.onChapterEnd(place);
  }
}

function keyOf({ itemId, chapterIndex }: Place, startOffset: number): string {
  return `${itemId}/${chapterIndex}/${startOffset}`;
}
