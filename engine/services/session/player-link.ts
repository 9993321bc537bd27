import { CREDIT_WINDOW_SAMPLES } from '../../shared/credit.js';
import {
  hostFrameEnd,
  type FrameEnd,
  type PlayerDownFrame,
  type PlayerUpFrame,
} from '../../shared/player-frames.js';
import type { Port } from '../../shared/transport.js';
import type { SampleStore } from './sample-store.js';

/** The first samples travel by themselves: the player starts with them while the others are on their way. */
const FIRST_FRAME_SAMPLES = 2400;
/** A frame is a quarter of a second or two: larger ones would hold up a pause behind them. */
const MAX_FRAME_SAMPLES = 12_000;

/**
 * Samples sent and not yet heard, whatever the player says it has taken: its ring and a window of credit. It bounds what
 * has to be kept for the next player.
 */
const MAX_UNHEARD_SAMPLES = 2 * CREDIT_WINDOW_SAMPLES;

export type PlayerStatus = Extract<PlayerUpFrame, { type: 'status' }>;
export type PlayerAvailability = Extract<PlayerUpFrame, { type: 'availability' }>;

/** What a player is to play, as far as it is known. */
export interface Sendable {
  readonly generation: number;
  readonly store: SampleStore;
  /** Offset after the last sample there will be; null while more is to come. */
  readonly endSample: number | null;
}

export interface PlayerLinkEvents {
  /** How the speech that was begun last stands. */
  onStatus(status: PlayerStatus): void;
  onAvailability(): void;
  onClose(): void;
}

/** The wire to one player: sends within credits, and believes only what can be true. */
export class PlayerLink {
  readonly #end: FrameEnd<PlayerDownFrame, PlayerUpFrame>;
  readonly #events: PlayerLinkEvents;
  #availability: PlayerAvailability | undefined;
  #speech: Sendable | undefined;
  #startSample = 0;
  #sentSamples = 0;
  #takenSamples = 0;
  #playedSamples = 0;
  #isEndSent = false;

  constructor(port: Port, events: PlayerLinkEvents) {
    this.#end = hostFrameEnd(port);
    this.#events = events;
    this.#end.onFrame((frame) => {
      if (frame.type === 'status') this.#status(frame);
      else {
        this.#availability = frame;
        events.onAvailability();
      }
    });
    this.#end.onClose(() => events.onClose());
  }

  /** Undefined until the player has said it. */
  get availability(): PlayerAvailability | undefined {
    return this.#availability;
  }

  begin(
    speech: Sendable,
    how: {
      readonly sampleRateHz: number;
      readonly startSample: number;
      readonly prebufferSamples: number;
      readonly wakePadSamples: number;
      readonly isPaused: boolean;
    },
  ): void {
    this.#speech = speech;
    this.#startSample = how.startSample;
    this.#sentSamples = how.startSample;
    this.#takenSamples = how.startSample;
    this.#playedSamples = how.startSample;
    this.#isEndSent = false;
    this.#end.send({ type: 'begin', generation: speech.generation, ...how });
    this.pump();
  }

  /** Sends what there is, as far as there is credit. @returns whether nothing is left to send */
  pump(): boolean {
    const speech = this.#speech;
    if (!speech) return false;
    const { generation, store, endSample } = speech;
    for (;;) {
      const startSample = this.#sentSamples;
      const maxSamples = startSample === this.#startSample ? FIRST_FRAME_SAMPLES : MAX_FRAME_SAMPLES;
      const pcm = store.read(startSample, Math.min(maxSamples, this.#creditSamples));
      if (pcm.length === 0) break;
      this.#sentSamples += pcm.length;
      this.#end.send({ type: 'pcm', generation, startSample, pcm });
    }
    const isAllSent = this.#sentSamples === store.endSample;
    if (isAllSent && endSample !== null && !this.#isEndSent) {
      this.#isEndSent = true;
      this.#end.send({ type: 'end', generation, totalSamples: endSample });
    }
    return isAllSent;
  }

  pause(): void {
    if (this.#speech) this.#end.send({ type: 'pause', generation: this.#speech.generation });
  }

  resume(): void {
    if (this.#speech) this.#end.send({ type: 'resume', generation: this.#speech.generation });
  }

  /** Silence; what the player still says of this speech is not heard any more. */
  stop(): void {
    if (this.#speech) this.#end.send({ type: 'stop', generation: this.#speech.generation });
    this.#speech = undefined;
  }

  output(gain: number, deviceId: string): void {
    this.#end.send({ type: 'output', gain, deviceId });
  }

  close(): void {
    this.#end.close();
  }

  get #creditSamples(): number {
    const allowed = Math.min(
      this.#takenSamples + CREDIT_WINDOW_SAMPLES,
      this.#playedSamples + MAX_UNHEARD_SAMPLES,
    );
    return Math.max(0, allowed - this.#sentSamples);
  }

  #status(status: PlayerStatus): void {
    if (status.generation !== this.#speech?.generation) return;
    const isPossible =
      this.#playedSamples <= status.playedSamples &&
      status.playedSamples <= status.takenSamples &&
      this.#takenSamples <= status.takenSamples &&
      status.takenSamples <= this.#sentSamples;
    if (!isPossible) return;
    this.#playedSamples = status.playedSamples;
    this.#takenSamples = status.takenSamples;
    this.#events.onStatus(status);
  }
}
