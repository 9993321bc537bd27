import type {
  SpeechOrigin,
  SpeechPosition,
  SpeechState,
  SpeechTimelineItem,
} from '../../engine/shared/app/speech.js';
import type { Unsubscribe } from '../../engine/shared/transport.js';
import { ToldState } from './told-state.js';

const SAMPLE_RATE_HZ = 24_000;
const SAMPLES_PER_PEAK = 480;
const SAMPLES_PER_LETTER = 1600;
const SAMPLES_PER_IDEOGRAPH = 5600;
const PAUSE_SAMPLES = 7200;
const TELL_EVERY_MS = 50;
const PREPARING_MS = 40;

const SENTENCE = /[^.!?。！？\n]+[.!?。！？\n]*\s*|[.!?。！？\n]+\s*/g;
const WORD = /\p{Script=Han}|[\p{L}\p{N}'’]+/gu;

type Segment = Extract<SpeechTimelineItem, { kind: 'segment' }>;

/** The one speech of a fake host: silent, but with words, a waveform and a position that moves. */
export class FakeSpeech {
  readonly state = new ToldState<SpeechState>({
    status: 'idle',
    utterance: null,
    sampleRateHz: SAMPLE_RATE_HZ,
    totalSamples: null,
    firstAudioMs: null,
    underrunCount: 0,
    isMuted: false,
    player: 'ready',
    error: null,
  });
  #timeline: SpeechTimelineItem[] = [];
  readonly #timelineListeners = new Set<(item: SpeechTimelineItem) => void>();
  readonly #position = new ToldState<SpeechPosition>({ utteranceId: 0, playedSamples: 0, isMoving: false });
  #clock: ReturnType<typeof setInterval> | undefined;
  #lastId = 0;

  start(text: string, startOffset: number, origin: SpeechOrigin): { utteranceId: number } {
    const id = ++this.#lastId;
    clearInterval(this.#clock);
    this.state.patch({
      status: 'preparing',
      utterance: { id, origin, title: text.trim().slice(0, 60), text, startOffset },
      totalSamples: null,
      firstAudioMs: null,
      error: null,
    });
    this.#timeline = [];
    this.#tell({ kind: 'begin', utteranceId: id, sampleRateHz: SAMPLE_RATE_HZ });
    const totalSamples = this.#render(id, text, startOffset);
    setTimeout(() => {
      if (this.#lastId !== id) return;
      this.state.patch({ status: 'speaking', totalSamples, firstAudioMs: PREPARING_MS });
      this.#move(id, 0);
    }, PREPARING_MS);
    return { utteranceId: id };
  }

  pause(): void {
    if (this.state.value.status !== 'speaking') return;
    clearInterval(this.#clock);
    this.state.patch({ status: 'paused' });
    this.#position.patch({ isMoving: false });
  }

  resume(): void {
    if (this.state.value.status !== 'paused') return;
    this.state.patch({ status: 'speaking' });
    this.#move(this.#lastId, this.#position.value.playedSamples);
  }

  stop(): void {
    clearInterval(this.#clock);
    this.state.patch({ status: 'idle' });
    this.#position.patch({ isMoving: false });
  }

  seek(to: 'previous-sentence' | 'next-sentence' | 'start' | number): void {
    const { utterance } = this.state.value;
    if (!utterance) return;
    const starts = [...utterance.text.matchAll(SENTENCE)].map(({ index }) => index);
    const here = this.#offsetNow();
    const current = starts.findLastIndex((start) => start <= here);
    const target = {
      'previous-sentence': starts[Math.max(0, current - 1)],
      'next-sentence': starts[current + 1],
      start: 0,
    };
    const offset = typeof to === 'number' ? to : target[to];
    if (offset !== undefined) this.start(utterance.text, offset, utterance.origin);
  }

  /** Tells that something is done in another way than asked. */
  notice(code: string): void {
    this.#tell({ kind: 'notice', utteranceId: this.#lastId, code, message: code });
  }

  watchTimeline = (listener: (item: SpeechTimelineItem) => void): Unsubscribe => {
    for (const item of this.#timeline) listener(item);
    this.#timelineListeners.add(listener);
    return () => this.#timelineListeners.delete(listener);
  };

  watchPosition = (listener: (position: SpeechPosition) => void): Unsubscribe =>
    this.#position.watch(listener);

  #offsetNow(): number {
    const { playedSamples } = this.#position.value;
    const segments = this.#timeline.filter((item): item is Segment => item.kind === 'segment');
    return segments.findLast((one) => one.startSample <= playedSamples)?.source.start ?? 0;
  }

  #render(utteranceId: number, text: string, startOffset: number): number {
    let cursor = 0;
    for (const sentence of text.matchAll(SENTENCE)) {
      const end = sentence.index + sentence[0].length;
      if (end <= startOffset) continue;
      const start = Math.max(startOffset, sentence.index);
      const startSample = cursor;
      const words = [...text.slice(start, end).matchAll(WORD)].map((word) => {
        const isIdeograph = /\p{Script=Han}/u.test(word[0]);
        const wordStart = cursor;
        cursor += isIdeograph ? SAMPLES_PER_IDEOGRAPH : SAMPLES_PER_LETTER * (word[0].length + 1);
        const from = start + word.index;
        return {
          source: { start: from, end: from + word[0].length },
          startSample: wordStart,
          endSample: cursor - SAMPLES_PER_LETTER / 2,
        };
      });
      cursor += PAUSE_SAMPLES;
      this.#tell({
        kind: 'segment',
        utteranceId,
        source: { start, end },
        startSample,
        sampleCount: cursor - startSample,
        endsSentence: true,
        words,
      });
    }
    const peaks = this.#timeline.flatMap((item) => (item.kind === 'segment' ? levelsOf(item) : []));
    this.#tell({ kind: 'peaks', utteranceId, startSample: 0, samplesPerPeak: SAMPLES_PER_PEAK, peaks });
    this.#tell({ kind: 'end', utteranceId, totalSamples: cursor });
    return cursor;
  }

  #move(utteranceId: number, fromSample: number): void {
    const startedMs = performance.now();
    const { totalSamples } = this.state.value;
    const tell = (): void => {
      const playedSamples = Math.min(
        totalSamples ?? 0,
        fromSample + Math.round(((performance.now() - startedMs) * SAMPLE_RATE_HZ) / 1000),
      );
      const isOver = playedSamples === totalSamples;
      this.#position.set({ utteranceId, playedSamples, isMoving: !isOver });
      if (isOver) this.stop();
    };
    clearInterval(this.#clock);
    this.#clock = setInterval(tell, TELL_EVERY_MS);
    tell();
  }

  #tell(item: SpeechTimelineItem): void {
    this.#timeline.push(item);
    for (const listener of [...this.#timelineListeners]) listener(item);
  }
}

/** Something that looks like speech: syllables, and quiet between the sentences. */
function levelsOf({ startSample, sampleCount }: Segment): number[] {
  const first = Math.round(startSample / SAMPLES_PER_PEAK);
  const end = Math.round((startSample + sampleCount) / SAMPLES_PER_PEAK);
  return Array.from({ length: end - first }, (_, offset) => {
    const index = first + offset;
    if (index > end - PAUSE_SAMPLES / SAMPLES_PER_PEAK) return 0.01;
    return 0.08 + 0.6 * Math.abs(Math.sin(index / 3.1) * Math.sin(index / 17) * Math.cos(index / 1.7));
  });
}
