import type { SpeakItem } from '../../../shared/contract.js';
import type { Speech, SpeechRequest, SpeechService } from '../../speech.js';

/** An engine without a model, for tests: the same request always makes the same samples, another one makes others. */

export const FAKE_RATE_HZ = 24_000;
/** Of each character, so that longer texts are longer to hear. */
const SAMPLES_PER_CHARACTER = 100;
const CHUNK_SAMPLES = 500;

export interface FakeSpeech extends SpeechService {
  /** What was asked, in order. */
  readonly requests: SpeechRequest[];
  /** Speeches under way, and the most there were at a time. */
  readonly counts: { running: number; mostRunning: number; ended: number };
  /** Called before each item; may wait or throw. */
  before: (item: SpeakItem, request: SpeechRequest, signal?: AbortSignal) => void | Promise<void>;
}

export function createFakeSpeech(): FakeSpeech {
  const fake: FakeSpeech = {
    requests: [],
    counts: { running: 0, mostRunning: 0, ended: 0 },
    before: () => undefined,
    async *speak(request, signal): Speech {
      fake.requests.push(request);
      const { counts } = fake;
      counts.running++;
      counts.mostRunning = Math.max(counts.mostRunning, counts.running);
      try {
        for (const item of itemsOf(request)) {
          await fake.before(item, request, signal);
          signal?.throwIfAborted();
          yield item;
        }
      } finally {
        counts.running--;
        counts.ended++;
      }
      return {
        ...{ segmentCount: 0, sampleCount: 0, cacheHits: 0, cacheMisses: 0 },
        ...{ firstAudioMs: 0, resumeCount: 0 },
      };
    },
  };
  return fake;
}

/** The samples of a request, as they are to arrive. */
export function samplesOf(request: SpeechRequest): Float32Array {
  const { text, voice, mix, style, controls, plan } = request;
  const heard = JSON.stringify([voice, mix, style, controls, { ...plan, useCache: undefined }]);
  let seed = 7;
  for (const char of heard) seed = (seed * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return Float32Array.from({ length: text.length * SAMPLES_PER_CHARACTER }, (_, index) => {
    seed = (seed * 75 + 74 + text.charCodeAt(Math.floor(index / SAMPLES_PER_CHARACTER))) % 65_537;
    return seed / 65_537 - 0.5;
  });
}

/** A segment a sentence, a word for each run of letters. */
function* itemsOf(request: SpeechRequest): Generator<SpeakItem, void, void> {
  const generation = 9;
  const samples = samplesOf(request);
  yield {
    ...{ kind: 'plan', generation, sampleRateHz: FAKE_RATE_HZ },
    ...{ firstSegmentDurationMs: 0, prebufferMs: 100 },
  };
  const sentences = [...request.text.matchAll(/[^.!?]+[.!?]*\s*|[.!?]+\s*/g)];
  for (const [index, { 0: sentence, index: start }] of sentences.entries()) {
    const source = { start, end: start + sentence.length };
    const sampleCount = sentence.length * SAMPLES_PER_CHARACTER;
    const words = [...sentence.matchAll(/\w+/g)].map((word) => ({
      text: word[0],
      source: { start: start + word.index, end: start + word.index + word[0].length },
      startMs: (word.index * SAMPLES_PER_CHARACTER * 1000) / FAKE_RATE_HZ,
      endMs: ((word.index + word[0].length) * SAMPLES_PER_CHARACTER * 1000) / FAKE_RATE_HZ,
    }));
    yield {
      ...{ kind: 'segment', generation, index, source, language: 'en', break: 'sentence', isCached: false },
      ...{ words, sampleCount, pauseSamples: 0 },
      spans: [{ kind: 'spoken', source, text: sentence }],
    };
    for (let offsetSamples = 0; offsetSamples < sampleCount; offsetSamples += CHUNK_SAMPLES) {
      const from = start * SAMPLES_PER_CHARACTER + offsetSamples;
      const to = Math.min(from + CHUNK_SAMPLES, start * SAMPLES_PER_CHARACTER + sampleCount);
      yield { kind: 'audio', generation, segmentIndex: index, offsetSamples, pcm: samples.slice(from, to) };
    }
    yield { kind: 'segmentEnd', generation, index, sampleCount };
  }
}

/** Waits until the signal aborts, as an engine does that stands still. */
export function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
}
