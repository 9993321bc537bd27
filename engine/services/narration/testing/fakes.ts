import type { SpeakItem } from '../../../shared/contract.js';
import type { SpeechState, SpeechPosition } from '../../../shared/app/speech.js';
import { SottoError } from '../../../shared/errors.js';
import type { PlaybackSession, PlayRequest } from '../../session/playback-session.js';
import type { SpeechService, SpeechSummary } from '../../speech.js';

/** Stand-ins for what a narration is made with, for tests. */

export const FAKE_RATE_HZ = 24_000;
const SAMPLES_PER_CHARACTER = 100;

export interface FakeSpeech extends SpeechService {
  /** Texts that were asked for, each with the segment it began at. */
  readonly asked: { text: string; fromSegment: number }[];
  /** Called before every item; may wait, or throw what goes wrong. */
  before: (item: SpeakItem) => Promise<void> | void;
}

/** A sentence is a segment, and its samples are a pure function of its characters. */
export function createFakeSpeech(): FakeSpeech {
  const fake: FakeSpeech = {
    asked: [],
    before: () => undefined,
    async *speak(request, signal) {
      const firstIndex = request.from?.segmentIndex ?? 0;
      const aborting = aborted(signal);
      // Nobody waits for it where nothing is held.
      aborting.catch(() => undefined);
      fake.asked.push({ text: request.text, fromSegment: firstIndex });
      for (const item of fakeItems(request.text, firstIndex)) {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        await Promise.race([fake.before(item), aborting]);
        yield item;
      }
      return SUMMARY;
    },
  };
  return fake;
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

const SUMMARY: SpeechSummary = {
  segmentCount: 0,
  sampleCount: 0,
  cacheHits: 0,
  cacheMisses: 0,
  firstAudioMs: null,
  resumeCount: 0,
};

function* fakeItems(text: string, firstIndex: number): Generator<SpeakItem> {
  const generation = 1;
  yield {
    kind: 'plan',
    generation,
    sampleRateHz: FAKE_RATE_HZ,
    firstSegmentDurationMs: 5000,
    prebufferMs: 50,
  };
  for (const [index, match] of [...text.matchAll(/[^.]*\.?\s*/g)].entries()) {
    if (index < firstIndex || match[0] === '') continue;
    const source = { start: match.index, end: match.index + match[0].length };
    const pcm = fakeSamples(text, source.start, source.end);
    const words = [...match[0].matchAll(/\w+/g)].map((word) => ({
      text: word[0],
      source: { start: source.start + word.index, end: source.start + word.index + word[0].length },
      startMs: (word.index * SAMPLES_PER_CHARACTER * 1000) / FAKE_RATE_HZ,
      endMs: ((word.index + word[0].length) * SAMPLES_PER_CHARACTER * 1000) / FAKE_RATE_HZ,
    }));
    const spoken = match[0].trimEnd().length;
    yield {
      kind: 'segment',
      generation,
      index,
      source,
      language: 'en',
      break: 'sentence',
      spans: [
        ...(spoken > 0
          ? [
              {
                kind: 'spoken' as const,
                source: { start: source.start, end: source.start + spoken },
                text: match[0].trim(),
              },
            ]
          : []),
        ...(spoken < match[0].length
          ? [
              {
                kind: 'skipped' as const,
                source: { start: source.start + spoken, end: source.end },
                reason: 'whitespace',
              },
            ]
          : []),
      ],
      words,
      sampleCount: pcm.length,
      pauseSamples: 0,
      isCached: false,
    };
    const middle = Math.floor(pcm.length / 2);
    yield { kind: 'audio', generation, segmentIndex: index, offsetSamples: 0, pcm: pcm.subarray(0, middle) };
    yield {
      kind: 'audio',
      generation,
      segmentIndex: index,
      offsetSamples: middle,
      pcm: pcm.subarray(middle),
    };
    yield { kind: 'segmentEnd', generation, index, sampleCount: pcm.length };
  }
}

/** The samples of characters of a text, exact in 16 bits. */
export function fakeSamples(text: string, start = 0, end = text.length): Float32Array {
  return Float32Array.from({ length: (end - start) * SAMPLES_PER_CHARACTER }, (_, at) => {
    const code = text.charCodeAt(start + Math.floor(at / SAMPLES_PER_CHARACTER));
    return ((code * 31 + (at % SAMPLES_PER_CHARACTER) * 7) % 20_000) / 32_768;
  });
}

export interface FakeSession extends Pick<
  PlaybackSession,
  'play' | 'stop' | 'state' | 'watchState' | 'watchPosition'
> {
  readonly request: PlayRequest | undefined;
  /** Opens what is to be played and hears it to its end, or as many samples of it. */
  listen(sampleCount?: number): Promise<{ items: SpeakItem[]; pcm: Float32Array }>;
  pause(): void;
}

/** A session whose listener hears when a test says so. */
export function createFakeSession(): FakeSession {
  const stateListeners = new Set<(state: SpeechState) => void>();
  const positionListeners = new Set<(position: SpeechPosition) => void>();
  let request: PlayRequest | undefined;
  let id = 0;
  let status: SpeechState['status'] = 'idle';
  let totalSamples: number | null = null;
  let playedSamples = 0;
  let controller = new AbortController();
  const state = (): SpeechState => ({
    status,
    utterance: request
      ? {
          id,
          origin: request.origin,
          title: request.title,
          text: request.text,
          startOffset: request.startOffset,
          ...(request.narration && { narration: request.narration }),
        }
      : null,
    sampleRateHz: FAKE_RATE_HZ,
    totalSamples,
    firstAudioMs: null,
    underrunCount: 0,
    isMuted: false,
    player: 'ready',
    error: null,
  });
  const tell = (isMoving: boolean): void => {
    for (const listener of [...stateListeners]) listener(state());
    for (const listener of [...positionListeners]) listener({ utteranceId: id, playedSamples, isMoving });
  };
  const end = (): void => {
    controller.abort(new SottoError({ code: 'cancelled', message: 'stopped' }));
    status = 'idle';
    tell(false);
  };
  return {
    get request() {
      return request;
    },
    play(next) {
      controller.abort(new SottoError({ code: 'cancelled', message: 'stopped' }));
      controller = new AbortController();
      request = next;
      id++;
      status = 'speaking';
      totalSamples = null;
      playedSamples = 0;
      tell(false);
      return id;
    },
    stop() {
      if (status !== 'idle') end();
    },
    pause() {
      status = 'paused';
      tell(false);
    },
    async listen(sampleCount = Infinity) {
      const items: SpeakItem[] = [];
      const chunks: number[] = [];
      if (!request) throw new Error('nothing is played');
      for await (const item of request.open(request.startOffset, controller.signal)) {
        items.push(item);
        if (item.kind !== 'audio') continue;
        for (const sample of item.pcm) chunks.push(sample);
        playedSamples = Math.min(chunks.length, sampleCount);
        tell(true);
        if (chunks.length >= sampleCount)
          return { items, pcm: Float32Array.from(chunks.slice(0, sampleCount)) };
      }
      totalSamples = chunks.length;
      end();
      return { items, pcm: Float32Array.from(chunks) };
    },
    state,
    watchState(listener) {
      listener(state());
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    watchPosition(listener) {
      positionListeners.add(listener);
      return () => positionListeners.delete(listener);
    },
  };
}
