import {
  engineContract,
  PROTOCOL_VERSION,
  type SpeakItem,
  type SpeakRequest,
} from '../../../shared/contract.js';
import { CreditGate } from '../../../shared/credit.js';
import { SottoError } from '../../../shared/errors.js';
import { serve, type CallContext } from '../../../shared/rpc-server.js';
import type { Port } from '../../../shared/transport.js';

/**
 * An engine process without a model, for tests of the command line: every word is 100 ms of one tone, every sentence
 * a segment. Words steer it: HANG stops before the word until cancelled, CRASH ends the process, NAN spoils a sample.
 */
const RATE_HZ = 24000;
const WORD_SAMPLES = 2400;
const CHUNK_SAMPLES = 1200;

const gates = new Map<number, CreditGate>();

async function* speak(
  request: SpeakRequest,
  { signal }: CallContext,
): AsyncGenerator<SpeakItem, object, void> {
  const { generation, text } = request;
  if (request.voice === 'nobody')
    throw new SottoError({ code: 'unknown-voice', message: 'there is no voice' });
  const gate = new CreditGate(request.creditSamples);
  gates.set(generation, gate);
  yield { kind: 'plan', generation, sampleRateHz: RATE_HZ, firstSegmentDurationMs: 1000, prebufferMs: 0 };
  let index = 0;
  let sampleTotal = 0;
  for (const match of text.matchAll(/[^.!?]+[.!?]*\s*|[.!?]+\s*/gu)) {
    const source = { start: match.index, end: match.index + match[0].length };
    const words = [...match[0].matchAll(/[\p{L}\p{N}]+/gu)];
    const sampleCount = words.length * WORD_SAMPLES;
    yield {
      kind: 'segment',
      generation,
      index,
      source,
      language: 'en',
      break: 'sentence',
      spans: [
        words.length > 0
          ? { kind: 'spoken', source, text: match[0].trim() }
          : { kind: 'skipped', source, reason: 'emoji' },
      ],
      words: words.map((word, at) => ({
        text: word[0],
        source: { start: source.start + word.index, end: source.start + word.index + word[0].length },
        startMs: at * 100,
        endMs: (at + 1) * 100,
      })),
      sampleCount,
      pauseSamples: 0,
      isCached: false,
    };
    let offsetSamples = 0;
    for (const word of words) {
      if (word[0] === 'CRASH') process.exit(7);
      if (word[0] === 'HANG') await new Promise((_, reject) => signal.addEventListener('abort', reject));
      for (let left = WORD_SAMPLES; left > 0; left -= CHUNK_SAMPLES, offsetSamples += CHUNK_SAMPLES) {
        while (gate.availableSamples < CHUNK_SAMPLES) {
          await gate.wait(signal);
          await new Promise(setImmediate);
        }
        gate.use(CHUNK_SAMPLES);
        const pcm = Float32Array.from(
          { length: CHUNK_SAMPLES },
          (_, at) => Math.sin((offsetSamples + at) * 0.05) / 4,
        );
        if (word[0] === 'NAN') pcm[7] = Number.NaN;
        yield { kind: 'audio', generation, segmentIndex: index, offsetSamples, pcm };
      }
    }
    yield { kind: 'segmentEnd', generation, index, sampleCount };
    sampleTotal += sampleCount;
    index += 1;
  }
  return { segmentCount: index, sampleCount: sampleTotal, cacheHits: 0, cacheMisses: index, firstAudioMs: 1 };
}

const parentPort: Port = {
  // With a callback, a parent that has just gone is no error event.
  send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
  onMessage(listener) {
    process.on('message', listener);
    return () => process.off('message', listener);
  },
  onClose(listener) {
    process.once('disconnect', listener);
    return () => process.off('disconnect', listener);
  },
  close: () => process.disconnect(),
};
process.once('disconnect', () => process.exit(0));

const phrases = { hotHits: 0, diskHits: 0, misses: 0, corrupt: 0, hotEntries: 0, hotBytes: 0 };

serve(
  engineContract,
  {
    hello: () => ({ protocolVersion: PROTOCOL_VERSION, engineVersion: 'fake', pid: process.pid }),
    warm: () => ({ loadMs: 1, warmMs: 1 }),
    modelLoads: () => () => undefined,
    ping: () => ({ uptimeMs: 1 }),
    speak: speak as never,
    credit({ generation, sampleCount }) {
      gates.get(generation)?.grant(sampleCount);
      return {};
    },
    voices: () => ({ voices: [], defaults: { voice: '', style: '' } }),
    status: () => ({
      engineVersion: 'fake',
      pid: process.pid,
      uptimeMs: 1,
      packs: [
        {
          id: 'fake',
          version: '1',
          name: 'Fake',
          licence: '',
          precision: 'fp32',
          sampleRateHz: RATE_HZ,
          isLoaded: true,
          takesRecordings: false,
        },
      ],
      packProblems: [],
      backends: [{ device: 'cpu', provider: 'cpu', isAvailable: true, isChosen: true, reason: 'a fake' }],
      caches: { phrases, styles: { hits: 0, misses: 0, entries: 0 } },
      memory: { rssBytes: 1, peakRssBytes: 1, heapUsedBytes: 1 },
      speed: {
        acousticRtf: 0.01,
        decoderRtf: 0.02,
        decoderOverheadMs: 0,
        frontEndRtf: 0.01,
        measurements: 1,
      },
    }),
    selfTest: () => ({
      isOk: true,
      checks: [{ name: 'finite', isOk: true, detail: 'a fake', durationMs: 1 }],
    }),
    audition: () => ({ isOk: true, checks: [] }),
    encodeStyle: () => ({ vector: new Float32Array(256), findings: [] }),
    cacheClear: () => ({}),
    cacheVerify: () => ({ entries: 0, bytes: 0, dropped: 0 }),
  },
  parentPort,
);
