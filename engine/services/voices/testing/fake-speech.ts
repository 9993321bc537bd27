import type { SpeakItem } from '../../../shared/contract.js';
import type { Speech, SpeechRequest, SpeechService } from '../../speech.js';

const SAMPLE_RATE_HZ = 24_000;

/** A speech service for tests: says every text as one tone, as loud as a test decides, and remembers what was asked. */
export function createFakeSpeech(
  amplitudeOf: (request: SpeechRequest) => number = () => 0.1,
): SpeechService & {
  readonly requests: SpeechRequest[];
} {
  const requests: SpeechRequest[] = [];

  async function* speak(request: SpeechRequest, signal?: AbortSignal): Speech {
    await Promise.resolve();
    signal?.throwIfAborted();
    requests.push(request);
    yield* itemsOf(request.text, amplitudeOf(request));
    const counts = { segmentCount: 1, sampleCount: SAMPLE_RATE_HZ, cacheHits: 0, cacheMisses: 1 };
    return { ...counts, firstAudioMs: 1, resumeCount: 0 };
  }

  return { requests, speak };
}

function itemsOf(text: string, amplitude: number): SpeakItem[] {
  const generation = 1;
  const source = { start: 0, end: text.length };
  const pcm = Float32Array.from(
    { length: SAMPLE_RATE_HZ },
    (_, at) => amplitude * Math.sin((2 * Math.PI * 500 * at) / SAMPLE_RATE_HZ),
  );
  return [
    { kind: 'plan', generation, sampleRateHz: SAMPLE_RATE_HZ, firstSegmentDurationMs: 1000, prebufferMs: 0 },
    {
      kind: 'segment',
      generation,
      index: 0,
      source,
      language: 'en',
      break: 'sentence',
      spans: [{ kind: 'spoken', source, text }],
      words: [{ text, source, startMs: 0, endMs: 1000 }],
      sampleCount: pcm.length,
      pauseSamples: 0,
      isCached: false,
    },
    { kind: 'audio', generation, segmentIndex: 0, offsetSamples: 0, pcm },
    { kind: 'segmentEnd', generation, index: 0, sampleCount: pcm.length },
  ];
}
