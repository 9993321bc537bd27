import type { SpeechPosition, SpeechState, SpeechTimelineItem } from '../../engine/shared/app/speech.js';
import type { Unsubscribe } from '../../engine/shared/transport.js';
import { Playhead } from './playhead.js';
import { SpeechTrack, type SpokenWord } from './speech-track.js';

/**
 * Puts together what the host tells of its speech: what is said, when, and where one is. Windows draw from it as often as
 * they like; it is no state of theirs, since it changes with every frame.
 */
export class SpeechTracker {
  readonly track = new SpeechTrack();
  readonly #playhead = new Playhead();
  readonly #nowMs: () => number;
  readonly #listeners = new Set<() => void>();
  #state: SpeechState | undefined;
  /** Of an utterance whose text is not known yet: its state is told on another subscription. */
  #waiting: SpeechTimelineItem[] = [];
  #announcedId: number | undefined;
  #begunId: number | undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  noteState(state: SpeechState): void {
    this.#state = state;
    this.#begin();
    this.#tell();
  }

  noteTimeline(item: SpeechTimelineItem): void {
    if (item.kind === 'begin') {
      this.#announcedId = item.utteranceId;
      this.#begunId = undefined;
      this.#waiting = [];
      this.#begin(item.sampleRateHz);
    } else if (item.utteranceId === this.#begunId) this.track.add(item);
    else if (item.utteranceId === this.#announcedId) this.#waiting.push(item);
    this.#tell();
  }

  notePosition(position: SpeechPosition): void {
    this.#playhead.note(position, this.#nowMs(), this.track.sampleRateHz);
    this.#tell();
  }

  /** Whether the picture changes by itself: something is being heard. */
  get isMoving(): boolean {
    return this.#playhead.isMoving && this.#state?.status === 'speaking';
  }

  /** Samples of the track that were heard, now. */
  positionSamples(): number {
    if (this.#begunId === undefined || this.#playhead.utteranceId !== this.#begunId)
      return this.track.place(0);
    const sample = this.track.place(this.#playhead.sampleAt(this.#nowMs(), this.track.sampleRateHz));
    return Math.min(sample, this.track.durationSamples);
  }

  /** The word that is being heard now; undefined while nothing is spoken. */
  word(): SpokenWord | undefined {
    const isHeard = this.#state?.status === 'speaking' || this.#state?.status === 'paused';
    return isHeard ? this.track.wordAt(this.positionSamples()) : undefined;
  }

  /** Hears of everything new: words, levels, positions, states. */
  watch(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param sampleRateHz 0 while it is not known: the last one is the likeliest until the timeline tells it */
  #begin(sampleRateHz = this.#state?.sampleRateHz ?? 0): void {
    const utterance = this.#state?.utterance;
    if (this.#begunId !== undefined || !utterance || utterance.id !== this.#announcedId) return;
    this.#begunId = utterance.id;
    this.track.begin(
      utterance.text,
      utterance.startOffset,
      sampleRateHz > 0 ? sampleRateHz : this.track.sampleRateHz,
    );
    for (const item of this.#waiting.splice(0)) this.track.add(item);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
