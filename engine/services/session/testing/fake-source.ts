import type { SpeakItem } from '../../../shared/contract.js';
import type { PlayRequest } from '../playback-session.js';

/** Audio of a text in which every sentence is as long as the test wants, and every sample tells its place. */

export const FAKE_RATE_HZ = 24_000;

export interface FakeSource {
  readonly request: PlayRequest;
  /** Items asked for so far, over all openings. */
  readonly counts: { items: number; audioSamples: number; ended: number };
  readonly openedAt: number[];
}

export interface FakeSourceOptions {
  readonly text?: string;
  readonly samplesPerSentence?: number;
  readonly chunkSamples?: number;
  readonly prebufferMs?: number;
  /** Called before every item; may wait or throw. */
  readonly before?: (item: SpeakItem) => void | Promise<void>;
}

export const FAKE_TEXT = 'One is here. Two is there! Three is far. Four is near? Five.';

/** The value of a sample by its place in its opening: exact in 32 bits, never silence, and small enough to be sound. */
export function sampleAt(index: number): number {
  return ((index % 8191) + 1) / 8192;
}

export function createFakeSource(options: FakeSourceOptions = {}): FakeSource {
  const { text = FAKE_TEXT, samplesPerSentence = 30_000, chunkSamples = 6000, prebufferMs = 0 } = options;
  const counts = { items: 0, audioSamples: 0, ended: 0 };
  const openedAt: number[] = [];

  async function* open(startOffset: number, signal: AbortSignal): AsyncGenerator<SpeakItem, void, void> {
    openedAt.push(startOffset);
    try {
      for (const item of items(text, startOffset, samplesPerSentence, chunkSamples, prebufferMs)) {
        await options.before?.(item);
        signal.throwIfAborted();
        counts.items++;
        if (item.kind === 'audio') counts.audioSamples += item.pcm.length;
        yield item;
      }
    } finally {
      counts.ended++;
    }
  }

  const request = { origin: 'speak' as const, title: 'A title', text, startOffset: 0, open };
  return { request, counts, openedAt };
}

function* items(
  text: string,
  startOffset: number,
  samplesPerSentence: number,
  chunkSamples: number,
  prebufferMs: number,
): Generator<SpeakItem, void, void> {
  const generation = 0;
  yield {
    kind: 'plan',
    generation,
    sampleRateHz: FAKE_RATE_HZ,
    firstSegmentDurationMs: 1000,
    prebufferMs,
  };
  let index = 0;
  let from = 0;
  for (const match of text.slice(startOffset).matchAll(/[^.!?]+[.!?]+\s*/g)) {
    const start = startOffset + match.index;
    const source = { start, end: start + match[0].length };
    yield {
      kind: 'segment',
      generation,
      index,
      source,
      language: 'en',
      break: 'sentence',
      spans: [{ kind: 'spoken', source, text: match[0] }],
      words: [{ text: match[0], source, startMs: 0, endMs: (samplesPerSentence * 1000) / FAKE_RATE_HZ }],
      sampleCount: samplesPerSentence,
      pauseSamples: 0,
      isCached: false,
    };
    for (let offset = 0; offset < samplesPerSentence; offset += chunkSamples) {
      const length = Math.min(chunkSamples, samplesPerSentence - offset);
      const first = from + offset;
      const pcm = Float32Array.from({ length }, (_, sample) => sampleAt(first + sample));
      yield { kind: 'audio', generation, segmentIndex: index, offsetSamples: offset, pcm };
    }
    yield { kind: 'segmentEnd', generation, index, sampleCount: samplesPerSentence };
    from += samplesPerSentence;
    index++;
  }
}
