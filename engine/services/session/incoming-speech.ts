import type { SpeechTimelineItem, Utterance } from '../../shared/app/speech.js';
import type { SpeakItem, SpeakItemOf } from '../../shared/contract.js';
import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import type { Sendable } from './player-link.js';
import type { PlayRequest } from './playback-session.js';
import { SampleStore } from './sample-store.js';
import type { Sentences } from './sentences.js';
import { Timeline } from './timeline.js';

export interface IncomingSpeechEvents {
  /** The rate is known: a player can begin. */
  onPlan(): void;
  /** @returns whether a player was sent all there is; if not, nothing more is asked for before `allSent` */
  onSamples(): boolean;
  /** Nothing more comes; with `failure` set, because something went wrong. */
  onEnd(): void;
  onTimeline(item: SpeechTimelineItem): void;
}

/**
 * One opening of a request's audio: asks for item after item, and only when what came before was sent, so that whoever
 * renders is held up by whoever listens.
 */
export class IncomingSpeech implements Sendable {
  readonly utterance: Utterance;
  readonly store = new SampleStore();
  readonly #request: PlayRequest;
  readonly #sentences: Sentences;
  readonly #events: IncomingSpeechEvents;
  readonly #controller = new AbortController();
  #timeline: Timeline | undefined;
  #sampleRateHz = 0;
  #prebufferSamples = 0;
  #endSample: number | null = null;
  #failure: ErrorShape | undefined;
  #wake: (() => void) | undefined;

  constructor(
    request: PlayRequest,
    utterance: Utterance,
    sentences: Sentences,
    events: IncomingSpeechEvents,
  ) {
    this.#request = request;
    this.utterance = utterance;
    this.#sentences = sentences;
    this.#events = events;
  }

  get request(): PlayRequest {
    return this.#request;
  }

  get generation(): number {
    return this.utterance.id;
  }

  get sentences(): Sentences {
    return this.#sentences;
  }

  /** Undefined before the plan has come. */
  get timeline(): Timeline | undefined {
    return this.#timeline;
  }

  get sampleRateHz(): number {
    return this.#sampleRateHz;
  }

  get prebufferSamples(): number {
    return this.#prebufferSamples;
  }

  get endSample(): number | null {
    return this.#endSample;
  }

  get failure(): ErrorShape | undefined {
    return this.#failure;
  }

  start(): void {
    this.#sentences.open(this.utterance.startOffset);
    void this.#run();
  }

  /** Ends it for good; no event comes any more. */
  cancel(): void {
    this.#controller.abort(new SottoError({ code: 'cancelled', message: 'the speech was ended' }));
    this.#wake?.();
  }

  allSent(): void {
    this.#wake?.();
  }

  async #run(): Promise<void> {
    const { signal } = this.#controller;
    try {
      for await (const item of this.#request.open(this.utterance.startOffset, signal)) {
        if (signal.aborted) return;
        this.#accept(item);
        if (item.kind === 'audio' && !this.#events.onSamples()) {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
        // Read anew: it may have been cancelled while it waited.
        if (this.#controller.signal.aborted) return;
      }
      if (!this.#timeline)
        throw new SottoError({ code: 'internal', message: 'a speech without a plan came' });
    } catch (thrown) {
      if (signal.aborted) return;
      this.#failure = toErrorShape(thrown);
    }
    if (signal.aborted) return;
    this.#endSample = this.store.endSample;
    if (this.#endSample === 0 && !this.utterance.narration) this.#failure ??= nothingSpoken();
    if (!this.#failure) this.#timeline?.end(this.#endSample);
    this.#events.onEnd();
  }

  #accept(item: SpeakItem): void {
    if (item.kind === 'plan') {
      this.#plan(item);
      return;
    }
    const timeline = this.#timeline;
    if (!timeline) throw new SottoError({ code: 'internal', message: `${item.kind} came before the plan` });
    switch (item.kind) {
      case 'segment':
        this.#sentences.note(timeline.segment(item));
        break;
      case 'audio':
        this.store.add(item.pcm);
        timeline.audio(item.pcm);
        break;
      case 'notice':
        timeline.notice(item);
        break;
      case 'segmentEnd':
        break;
    }
  }

  #plan({ sampleRateHz, prebufferMs }: SpeakItemOf<'plan'>): void {
    this.#sampleRateHz = sampleRateHz;
    this.#prebufferSamples = Math.round((prebufferMs * sampleRateHz) / 1000);
    this.#timeline = new Timeline(this.generation, sampleRateHz, (item) => this.#events.onTimeline(item));
    this.#events.onPlan();
  }
}

/** Of a text with nothing in it that a voice reads. A chapter may be such a one: the next one follows. */
function nothingSpoken(): ErrorShape {
  return {
    code: 'empty-input',
    message: 'nothing in this text can be spoken',
    kept: 'the text is as it was',
    next: 'the voices read English and Mandarin; other scripts and lone signs are passed over',
  };
}
