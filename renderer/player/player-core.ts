import { CREDIT_WINDOW_SAMPLES } from '../../engine/shared/credit.js';
import { RingBuffer } from '../../engine/shared/ring-buffer.js';
import { FadeTail } from './fade-tail.js';
import type { PlaybackFrame, PlayerStatus } from './worklet-messages.js';

/**
 * What the player's worklet does, without the worklet: frames in, blocks of samples out.
 *
 * Contract: one thread, the audio thread. `process` allocates nothing and never waits; `receive` may allocate, since it
 * runs between blocks. Samples come out in the order in which they came in, each once. Where sound is cut off or goes on
 * in the middle, it is shaped by a fade, never by a step. Frames of another generation than the one that began last
 * change nothing.
 */

/** Samples ready to be played: a page that is busy for as long does not interrupt the sound. */
const RING_SAMPLES = CREDIT_WINDOW_SAMPLES;
/** Long enough to hide the edge of a cut, short enough to be silent at once. */
const FADE_MS = 10;
const STATUS_PER_SECOND = 20;
/** A device that was silent for less than this is still awake and needs no wake pad. */
const AWAKE_MS = 2000;

type PlaybackFrameOf<K extends PlaybackFrame['type']> = Extract<PlaybackFrame, { type: K }>;

export class PlayerCore {
  readonly #ring = new RingBuffer(RING_SAMPLES);
  /** Chunks that do not fit the ring yet. Credits bound them. */
  #overflow: Float32Array[] = [];
  /** Samples of the first overflowing chunk that are in the ring already. */
  #overflowOffset = 0;

  readonly #sampleRateHz: number;
  readonly #statusIntervalSamples: number;
  readonly #tail: FadeTail;
  readonly #fadeSamples: number;

  /** Null before the first `begin`. */
  #generation: number | null = null;
  #isStopped = false;
  #state: PlayerStatus['state'] = 'waiting';
  #playedSamples = 0;
  #takenSamples = 0;
  /** Start of the frame that comes next. */
  #expectedSample = 0;
  #totalSamples: number | undefined;
  #underrunCount = 0;
  /** The ring ran dry: an underrun if more comes, the end if nothing does. */
  #isDry = false;
  #prebufferSamples = 0;
  #mustPrebuffer = true;
  #wakePadSamples = 0;
  #padLeftSamples = 0;
  /** How far the fade-in has come; `#fadeSamples` when it is over. */
  #riseSamples = 0;
  #lastSample = 0;
  #silentSamples = Infinity;
  #sinceStatusSamples = 0;
  #isStatusDue = false;
  #hasNews = false;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#fadeSamples = Math.round((sampleRateHz * FADE_MS) / 1000);
    this.#statusIntervalSamples = Math.round(sampleRateHz / STATUS_PER_SECOND);
    this.#tail = new FadeTail(this.#fadeSamples);
  }

  /** Whether a status should be sent now: at once after a change of state, else some twenty times a second. */
  get isStatusDue(): boolean {
    return this.#isStatusDue;
  }

  /** Whether the next block belongs to an utterance or to its fade. */
  get isSounding(): boolean {
    return this.#state === 'playing' || this.#isDry || this.#tail.isSounding;
  }

  /** Of the utterance that began last; null before the first. */
  get generation(): number | null {
    return this.#generation;
  }

  get playedSamples(): number {
    return this.#playedSamples;
  }

  /** How it stands. Allocates; asked for between blocks. */
  takeStatus(): PlayerStatus | undefined {
    this.#isStatusDue = false;
    this.#hasNews = false;
    this.#sinceStatusSamples = 0;
    if (this.#generation === null) return undefined;
    return {
      type: 'status',
      generation: this.#generation,
      playedSamples: this.#playedSamples,
      takenSamples: this.#takenSamples,
      underrunCount: this.#underrunCount,
      state: this.#state,
    };
  }

  receive(frame: PlaybackFrame): void {
    if (frame.type === 'begin') {
      this.#begin(frame);
      return;
    }
    if (frame.generation !== this.#generation || this.#isStopped) return;
    switch (frame.type) {
      case 'pcm':
        this.#take(frame);
        break;
      case 'end':
        this.#totalSamples = frame.totalSamples;
        this.#endIfOver();
        break;
      case 'pause':
        if (this.#state === 'paused' || this.#state === 'ended') break;
        this.#fadeOut();
        this.#enter('paused');
        break;
      case 'resume':
        if (this.#state !== 'paused') break;
        this.#enter('waiting');
        this.#startAfterSilence();
        this.#endIfOver();
        break;
      case 'stop':
        this.#fadeOut();
        this.#forget();
        this.#isStopped = true;
        this.#enter('ended');
    }
  }

  /** Falls silent as `stop` does, whatever is playing: the host is gone. */
  abandon(): void {
    if (this.#generation !== null) this.receive({ type: 'stop', generation: this.#generation });
  }

  /** Fills a block. */
  process(output: Float32Array): void {
    output.fill(0);
    const dryAt = this.#play(output);
    this.#tail.mixInto(output, 0);
    if (dryAt < output.length) this.#runDry(output, dryAt);
    this.#silentSamples = this.isSounding ? 0 : this.#silentSamples + output.length;
    this.#sinceStatusSamples += output.length;
    if (this.#hasNews && this.#sinceStatusSamples >= this.#statusIntervalSamples) this.#isStatusDue = true;
  }

  #begin(frame: PlaybackFrameOf<'begin'>): void {
    this.#fadeOut();
    this.#forget();
    this.#generation = frame.generation;
    this.#isStopped = false;
    this.#playedSamples = frame.startSample;
    this.#takenSamples = frame.startSample;
    this.#expectedSample = frame.startSample;
    this.#totalSamples = undefined;
    this.#underrunCount = 0;
    this.#prebufferSamples = frame.prebufferSamples;
    this.#wakePadSamples = frame.wakePadSamples;
    this.#enter(frame.isPaused ? 'paused' : 'waiting');
    this.#startAfterSilence();
  }

  /** What plays next comes after silence: behind the wake pad, where the device may have gone to sleep, and fading in. */
  #startAfterSilence(): void {
    const isAsleep = this.#silentSamples >= (this.#sampleRateHz * AWAKE_MS) / 1000;
    this.#padLeftSamples = isAsleep ? this.#wakePadSamples : 0;
    // The beginning is as it was rendered: a fade would take from its first sound.
    this.#riseSamples = this.#playedSamples === 0 ? this.#fadeSamples : 0;
  }

  #take({ startSample, pcm }: PlaybackFrameOf<'pcm'>): void {
    // The port keeps order, so anything else than the next samples belongs to no speech that this player was told of.
    if (startSample !== this.#expectedSample) return;
    this.#expectedSample += pcm.length;
    this.#overflow.push(pcm);
    this.#refill();
    if (!this.#isDry || pcm.length === 0) return;
    this.#isDry = false;
    this.#underrunCount++;
    this.#isStatusDue = true;
  }

  #refill(): void {
    for (;;) {
      const chunk = this.#overflow[0];
      if (!chunk) return;
      const count = this.#ring.push(chunk, this.#overflowOffset);
      this.#overflowOffset += count;
      this.#takenSamples += count;
      this.#hasNews = true;
      if (this.#overflowOffset < chunk.length) return;
      this.#overflow.shift();
      this.#overflowOffset = 0;
    }
  }

  /** Plays into a block what is there to play. @returns where it ran dry, or the block's length */
  #play(output: Float32Array): number {
    if (this.#state !== 'playing' && !this.#mayStart()) return output.length;
    const from = Math.min(this.#padLeftSamples, output.length);
    this.#padLeftSamples -= from;
    if (from === output.length) return from;
    const count = this.#ring.pop(output, from);
    const to = from + count;
    this.#rise(output, from, to);
    this.#playedSamples += count;
    this.#hasNews = true;
    if (count > 0) {
      this.#lastSample = output[to - 1] ?? 0;
      if (this.#state !== 'playing') this.#enter('playing');
      this.#mustPrebuffer = false;
    }
    this.#refill();
    this.#endIfOver();
    return this.#state === 'ended' ? output.length : to;
  }

  #mayStart(): boolean {
    if (this.#state !== 'waiting') return false;
    const wanted = this.#mustPrebuffer ? this.#prebufferSamples : 0;
    // All that credits let through may be less than was asked for.
    const isFull = this.#ring.freeSamples === 0;
    const isComplete = this.#totalSamples === this.#expectedSample;
    return this.#ring.lengthSamples > 0 && (this.#ring.lengthSamples >= wanted || isFull || isComplete);
  }

  #runDry(output: Float32Array, dryAt: number): void {
    this.#tail.add(this.#lastSample, undefined, this.#riseSamples);
    this.#tail.mixInto(output, dryAt);
    this.#isDry = true;
    this.#mustPrebuffer = true;
    this.#riseSamples = 0;
    this.#enter('waiting');
  }

  /** Takes the next samples out of the ring as a fade to silence: they count as played. */
  #fadeOut(): void {
    if (this.#state !== 'playing') return;
    const before = this.#ring.lengthSamples;
    this.#tail.add(this.#lastSample, this.#ring, this.#riseSamples);
    this.#playedSamples += before - this.#ring.lengthSamples;
    this.#refill();
  }

  #rise(output: Float32Array, from: number, to: number): void {
    for (let index = from; index < to && this.#riseSamples < this.#fadeSamples; index++) {
      output[index] = (output[index] ?? 0) * this.#tail.riseAt(this.#riseSamples++);
    }
  }

  #forget(): void {
    this.#ring.clear();
    this.#overflow = [];
    this.#overflowOffset = 0;
    this.#isDry = false;
    this.#mustPrebuffer = true;
  }

  #endIfOver(): void {
    if (this.#state === 'paused' || this.#state === 'ended') return;
    if (this.#totalSamples === undefined || this.#playedSamples < this.#totalSamples) return;
    this.#isDry = false;
    this.#enter('ended');
  }

  #enter(state: PlayerStatus['state']): void {
    this.#state = state;
    this.#isStatusDue = true;
  }
}
