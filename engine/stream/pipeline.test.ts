import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truePeakDbtp } from '../export/loudness.js';
import {
  speakRequestSchema,
  type SpeakItem,
  type SpeakRequestInput,
  type SpeakSummary,
} from '../shared/contract.js';
import { CreditGate } from '../shared/credit.js';
import {
  createFakePack,
  createFakePacks,
  createFakeParts,
  createFakeSynthesiser,
  createMemoryPhraseStore,
  fakeManifest,
} from './fakes.js';
import { createPipeline, type PipelineParts } from './pipeline.js';

const TEXT = 'Hello there. This is a somewhat longer sentence, with a pause!\n\nA new paragraph? Yes.';

interface Spoken {
  items: SpeakItem[];
  summary: SpeakSummary;
  /** All audio in a row. */
  pcm: number[];
}

function request(overrides: Partial<SpeakRequestInput> = {}): ReturnType<typeof speakRequestSchema.parse> {
  return speakRequestSchema.parse({ generation: 1, text: TEXT, creditSamples: 1e9, ...overrides });
}

async function speak(parts: PipelineParts, overrides: Partial<SpeakRequestInput> = {}): Promise<Spoken> {
  const run = createPipeline(parts).speak(
    request(overrides),
    new CreditGate(1e9),
    new AbortController().signal,
  );
  const items: SpeakItem[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) {
      const pcm = items.flatMap((item) => (item.kind === 'audio' ? [...item.pcm] : []));
      return { items, summary: next.value, pcm };
    }
    items.push(next.value);
  }
}

const ofKind = <K extends SpeakItem['kind']>(
  items: SpeakItem[],
  kind: K,
): Extract<SpeakItem, { kind: K }>[] =>
  items.filter((item): item is Extract<SpeakItem, { kind: K }> => item.kind === kind);

function largestDifference(left: readonly number[], right: readonly number[]): number {
  expect(left).toHaveLength(right.length);
  return left.reduce(
    (largest, sample, index) => Math.max(largest, Math.abs(sample - (right[index] ?? 0))),
    0,
  );
}

describe('the pipeline', () => {
  it('announces segments that tile the text, and gives each all its samples in order', async () => {
    const { items, summary, pcm } = await speak(createFakeParts());
    expect(items[0]?.kind).toBe('plan');
    const segments = ofKind(items, 'segment');
    let at = 0;
    for (const segment of segments) {
      expect(segment.source.start).toBe(at);
      at = segment.source.end;
    }
    expect(at).toBe(TEXT.length);
    for (const segment of segments) {
      let offset = 0;
      for (const audio of ofKind(items, 'audio').filter((one) => one.segmentIndex === segment.index)) {
        expect(audio.offsetSamples).toBe(offset);
        offset += audio.pcm.length;
      }
      expect(offset).toBe(segment.sampleCount);
      expect(ofKind(items, 'segmentEnd')[segment.index]).toMatchObject({ sampleCount: segment.sampleCount });
    }
    expect(summary).toMatchObject({ segmentCount: segments.length, sampleCount: pcm.length });
  });

  it('adds a pause after a paragraph, and none at the end of the text', async () => {
    const { items } = await speak(createFakeParts(), {
      plan: { paragraphPauseMs: 100 },
      text: 'One.\n\nTwo.',
    });
    expect(ofKind(items, 'segment').map((segment) => segment.pauseSamples)).toEqual([2400, 0]);
  });

  it('times every word within its segment', async () => {
    const { items } = await speak(createFakeParts());
    for (const segment of ofKind(items, 'segment')) {
      let lastEndMs = 0;
      for (const word of segment.words) {
        expect(TEXT.slice(word.source.start, word.source.end)).toBe(word.text);
        expect(word.startMs).toBeGreaterThanOrEqual(lastEndMs);
        expect(word.endMs).toBeGreaterThan(word.startMs);
        lastEndMs = word.endMs;
      }
      expect(lastEndMs).toBeLessThanOrEqual(segment.sampleCount / 24);
    }
  });

  it('sounds the same whatever the windows are', async () => {
    const whole = await speak(createFakeParts(), { plan: { overlapRatio: 0 } });
    const meter = { overlapRatio: 0.4 };
    const other = await speak(createFakeParts(), { plan: meter });
    expect(largestDifference(other.pcm, whole.pcm)).toBeLessThanOrEqual(1e-5);
  });

  it('resumes from any sample without losing or doubling one', async () => {
    const whole = await speak(createFakeParts());
    const plan = ofKind(whole.items, 'plan')[0];
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (part) => {
        const cut = Math.floor(part * whole.pcm.length);
        let before = 0;
        const segment = ofKind(whole.items, 'segment').find(({ sampleCount }) => {
          if (cut <= before + sampleCount) return true;
          before += sampleCount;
          return false;
        });
        const rest = await speak(createFakeParts(), {
          from: { segmentIndex: segment?.index ?? 0, offsetSamples: cut - before },
          pinned: { firstSegmentDurationMs: plan?.firstSegmentDurationMs ?? 0 },
        });
        expect(rest.pcm).toHaveLength(whole.pcm.length - cut);
        expect(largestDifference(rest.pcm, whole.pcm.slice(cut))).toBeLessThanOrEqual(1e-5);
        const audio = ofKind(rest.items, 'audio')[0];
        if (audio?.segmentIndex === segment?.index) expect(audio?.offsetSamples).toBe(cut - before);
      }),
      { numRuns: 10 },
    );
  });

  it('stops the model when credit runs out, and goes on when there is more', async () => {
    const synthesiser = createFakeSynthesiser();
    const gate = new CreditGate(1000);
    const text = 'A sentence of some length to speak. '.repeat(60);
    const run = createPipeline(createFakeParts({ synthesiser: () => Promise.resolve(synthesiser) })).speak(
      request({ text }),
      gate,
      new AbortController().signal,
    );
    let received = 0;
    const takeAll = async (): Promise<SpeakItem | undefined> => {
      for (;;) {
        const next = run.next();
        const outcome = await Promise.race([next, settled().then(() => 'waiting' as const)]);
        if (outcome === 'waiting') return undefined;
        if (outcome.done) throw new Error('ended early');
        if (outcome.value.kind === 'audio') received += outcome.value.pcm.length;
        if (received === 1000) return outcome.value;
      }
    };
    await takeAll();
    await settled();
    const decodedFrames = synthesiser.decoded.reduce((sum, one) => sum + one.toFrame - one.fromFrame, 0);
    expect(received).toBe(1000);
    // The ring holds 4 s; what is decoded beyond it is one window at most.
    expect(decodedFrames * 300).toBeLessThan(96_000 + 1000 + 2 * 1.5 * 1.2 * 24_000);
    gate.grant(500);
    const next = await run.next();
    expect(next.value).toMatchObject({ kind: 'audio' });
    await run.return({ segmentCount: 0, sampleCount: 0, cacheHits: 0, cacheMisses: 0, firstAudioMs: null });
  });

  it('cancels within one window', async () => {
    const controller = new AbortController();
    const synthesiser = createFakeSynthesiser(() => {
      if (synthesiser.decoded.length === 3) controller.abort(new Error('stop'));
      return Promise.resolve();
    });
    const text = 'A sentence that is much longer than any of its windows will ever be here. '.repeat(20);
    const run = createPipeline(createFakeParts({ synthesiser: () => Promise.resolve(synthesiser) })).speak(
      request({ text }),
      new CreditGate(1e9),
      controller.signal,
    );
    await expect(
      (async () => {
        for (;;) if ((await run.next()).done) return;
      })(),
    ).rejects.toThrow('stop');
    expect(synthesiser.decoded).toHaveLength(3);
  });

  it('ends at once when it is cancelled while the model is being loaded', async () => {
    const pack = createFakePack();
    const controller = new AbortController();
    const isAsked = new Promise<void>((resolve) => {
      pack.borrow = (signal) => {
        resolve();
        // The load never ends.
        return new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        });
      };
    });
    const parts = { ...createFakeParts(), packs: createFakePacks(pack) };
    const run = createPipeline(parts).speak(request(), new CreditGate(1e9), controller.signal);
    expect(await run.next()).toMatchObject({ value: { kind: 'plan' } });
    const next = run.next();
    await isAsked;
    controller.abort(new Error('silence'));
    await expect(next).rejects.toThrow('silence');
  });

  it('passes a failure on after the audio before it', async () => {
    const synthesiser = createFakeSynthesiser(() =>
      synthesiser.decoded.length < 4 ? Promise.resolve() : Promise.reject(new Error('the model broke')),
    );
    const parts = createFakeParts({ synthesiser: () => Promise.resolve(synthesiser) });
    await expect(speak(parts)).rejects.toThrow('the model broke');
  });

  it('speaks a phrase again from the cache, sample for sample, without the model', async () => {
    const synthesiser = createFakeSynthesiser();
    const phrases = createMemoryPhraseStore();
    const parts = createFakeParts({ synthesiser: () => Promise.resolve(synthesiser), phrases });
    const first = await speak(parts);
    const prepared = synthesiser.prepareCount;
    const second = await speak(parts);
    expect(synthesiser.prepareCount).toBe(prepared);
    expect(second.pcm).toEqual(first.pcm);
    expect(second.summary).toMatchObject({ cacheHits: prepared, cacheMisses: 0 });
    expect(ofKind(second.items, 'segment').map((one) => one.words)).toEqual(
      ofKind(first.items, 'segment').map((one) => one.words),
    );
    const other = await speak(parts, { style: 'loud' });
    expect(other.summary.cacheHits).toBe(0);
    const softer = await speak(parts, { plan: { targetLufs: -23 } });
    expect(softer.summary.cacheHits).toBe(0);
    const uncached = await speak(parts, { plan: { useCache: false } });
    expect(uncached.summary.cacheHits).toBe(0);
  });

  it('keeps the phrases of a long text in memory alone, where its own repeats find them', async () => {
    const phrases = createMemoryPhraseStore();
    const parts = createFakeParts({ phrases });
    await speak(parts, { text: 'A short text.' });
    const { summary } = await speak(parts, { text: 'It comes again and again. '.repeat(100) });
    expect(summary).toMatchObject({ cacheHits: 99, cacheMisses: 1 });
    expect(phrases.keepings).toEqual(['disk', 'memory']);
  });

  it.each([
    ['hits', true, 1],
    ['misses', false, 0],
  ])('%s a phrase of another overlap where windows are exact: %s', async (_, exact, cacheHits) => {
    const manifest = { ...fakeManifest, features: { ...fakeManifest.features, exact } };
    const parts = createFakeParts({ manifest });
    await speak(parts, { text: 'A phrase.', plan: { overlapRatio: 0.1 } });
    const other = await speak(parts, { text: 'A phrase.', plan: { overlapRatio: 0.3 } });
    expect(other.summary.cacheHits).toBe(cacheHits);
  });

  it('limits a voice that is too loud', async () => {
    const { pcm } = await speak(createFakeParts(), { style: 'loud' });
    expect(Math.max(...pcm.map(Math.abs))).toBeLessThanOrEqual(10 ** (-1 / 20));
  });

  it('is softer by what the target is lower, and keeps the ceiling whatever the target', async () => {
    const level = (pcm: readonly number[]): number => Math.hypot(...pcm);
    const standard = await speak(createFakeParts());
    const softer = await speak(createFakeParts(), { plan: { targetLufs: -22, gainDb: -1 } });
    expect(20 * Math.log10(level(softer.pcm) / level(standard.pcm))).toBeCloseTo(-7, 3);
    const loudest = await speak(createFakeParts(), { plan: { targetLufs: -10, gainDb: 24 } });
    expect(truePeakDbtp(Float32Array.from(loudest.pcm))).toBeLessThanOrEqual(-1);
  });

  it('bends durations and pauses as asked', async () => {
    const plain = await speak(createFakeParts(), { text: 'One, two.' });
    const slow = await speak(createFakeParts(), { text: 'One, two.', controls: { lengthScale: 2 } });
    const paused = await speak(createFakeParts(), {
      text: 'One, two.',
      controls: { pauseMs: { ',': 1000 } },
    });
    expect(slow.pcm.length).toBe(plain.pcm.length * 2);
    expect(paused.pcm.length).toBe(plain.pcm.length + 24_000 - 4 * 300);
  });

  it('speaks a sentence beyond the token limit in pieces, nothing dropped', async () => {
    const words = Array.from({ length: 60 }, (_, index) => 'word'.repeat(1 + (index % 3)));
    const text = `${words.join(' ')} ${'x'.repeat(300)}.`;
    const { items } = await speak(createFakeParts(), { text });
    const segments = ofKind(items, 'segment');
    expect(segments.length).toBeGreaterThan(4);
    let at = 0;
    for (const segment of segments) {
      expect(segment.source.start).toBe(at);
      at = segment.source.end;
    }
    expect(at).toBe(text.length);
    expect(new Set(segments.flatMap((one) => one.words.map((word) => word.source.start))).size).toBe(61);
  });

  it('announces a text with nothing to say, and is silent', async () => {
    const { items, pcm } = await speak(createFakeParts(), { text: '   ' });
    expect(pcm).toHaveLength(0);
    expect(ofKind(items, 'segment')).toMatchObject([{ sampleCount: 0, words: [] }]);
  });

  it.each([
    [{ voice: 'nobody' }, 'unknown-voice'],
    [{ style: 'angry' }, 'unknown-style'],
    [{ style: 'toString' }, 'unknown-style'],
  ])('refuses %o', async (overrides, code) => {
    await expect(speak(createFakeParts(), overrides)).rejects.toMatchObject({ code });
  });
});

/** Lets everything that can happen without outside help happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
