import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../shared/clock.js';
import type { SpeakItem } from '../shared/contract.js';
import { CREDIT_WINDOW_SAMPLES, CreditGate } from '../shared/credit.js';
import { joinSamples } from '../shared/join-samples.js';
import { createFakeParts, createFakeSynthesiser, fakeManifest } from '../stream/fakes.js';
import { createPipeline } from '../stream/pipeline.js';
import { createFakeLauncher, type FakeLauncher } from './fakes.js';
import { createSpeechService, type Speech, type SpeechService, type SpeechSummary } from './speech.js';
import { createSupervisor } from './supervisor.js';

const TEXT = 'Here is a sentence. Here comes another one, a bit longer. And the last!';

interface Outcome {
  items: SpeakItem[];
  pcm: Float32Array;
  summary: SpeechSummary;
}

async function collect(speech: Speech): Promise<Outcome> {
  const items: SpeakItem[] = [];
  for (;;) {
    const next = await speech.next();
    if (next.done) {
      const pcm = joinSamples(items.flatMap((item) => (item.kind === 'audio' ? [item.pcm] : [])));
      return { items, pcm, summary: next.value };
    }
    items.push(next.value);
  }
}

/**
 * Engines that really render, with a fake model.
 * @param deathsAfterWindows for each engine in turn, after how many windows it dies; without an entry it lives
 */
function renderingEngines(
  deathsAfterWindows: readonly number[] = [],
  overrides: Parameters<typeof createFakeParts>[0] = {},
): FakeLauncher {
  return createFakeLauncher((index, engine) => {
    const gates = new Map<number, CreditGate>();
    const synthesiser = createFakeSynthesiser(async () => {
      if (synthesiser.decoded.length > (deathsAfterWindows[index] ?? Infinity))
        engine.crash('ended by SIGKILL');
      await new Promise((resolve) => setImmediate(resolve));
    });
    const parts = createFakeParts({ synthesiser: () => Promise.resolve(synthesiser), ...overrides });
    const pipeline = createPipeline(parts);
    return {
      async *speak(request, { signal }) {
        const gate = new CreditGate(request.creditSamples);
        gates.set(request.generation, gate);
        return yield* pipeline.speak(request, gate, signal);
      },
      credit({ generation, sampleCount }) {
        gates.get(generation)?.grant(sampleCount);
        return {};
      },
    };
  });
}

/** Delays of nothing pass at once, all others never; each reading of the time is a millisecond later than the last. */
function createHastyClock(): Clock {
  let now = 0;
  return {
    nowMs: () => now++,
    after(delayMs, callback) {
      if (delayMs === 0) queueMicrotask(callback);
      return () => undefined;
    },
  };
}

function createService(launcher: FakeLauncher, clock = createHastyClock()): SpeechService {
  const supervisor = createSupervisor({
    launcher,
    clock: createHastyClock(),
    config: { packs: [{ dir: 'pack' }] },
    warmUp: true,
    limits: { maxFailures: 1000, backOffMs: 0 },
  });
  return createSpeechService(supervisor, clock);
}

describe('the speech service', () => {
  it('speaks with a live engine', async () => {
    const { items, pcm, summary } = await collect(createService(renderingEngines()).speak({ text: TEXT }));
    expect(items[0]?.kind).toBe('plan');
    expect(pcm.length).toBeGreaterThan(0);
    expect(summary).toMatchObject({ segmentCount: 3, sampleCount: pcm.length, resumeCount: 0 });
  });

  it('goes on where an engine died: every segment announced once, every sample once', async () => {
    const undisturbed = await collect(createService(renderingEngines()).speak({ text: TEXT }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }), async (deaths) => {
        const launcher = renderingEngines(deaths);
        const disturbed = await collect(createService(launcher).speak({ text: TEXT }));
        expect(Buffer.from(disturbed.pcm.buffer).equals(Buffer.from(undisturbed.pcm.buffer))).toBe(true);
        const indexes = disturbed.items.flatMap((item) => (item.kind === 'segment' ? [item.index] : []));
        expect(indexes).toEqual([0, 1, 2]);
        expect(disturbed.items.filter((item) => item.kind === 'plan')).toHaveLength(1);
        expect(disturbed.items[0]?.kind).toBe('plan');
        expect(disturbed.items.filter((item) => item.kind === 'segmentEnd')).toHaveLength(3);
        expect(disturbed.summary).toMatchObject({
          sampleCount: undisturbed.pcm.length,
          resumeCount: launcher.engines.length - 1,
        });
      }),
      { numRuns: 12 },
    );
  });

  it('measures the first sound once, from the start of the speech, whatever dies later', async () => {
    for (const deaths of [[], [3], [0, 3]]) {
      const { summary } = await collect(createService(renderingEngines(deaths)).speak({ text: TEXT }));
      // This clock was read twice: when the speech began, and at its first samples.
      expect(summary.firstAudioMs).toBe(1);
    }
  });

  it('says once what a voice has no sound for, though the segment is rendered again', async () => {
    const { alphabet } = fakeManifest;
    const symbols = { ...alphabet.symbols, en: { ...alphabet.symbols.en } };
    delete symbols.en.h;
    const manifest = { ...fakeManifest, alphabet: { ...alphabet, symbols } };
    const { items, summary } = await collect(
      createService(renderingEngines([0, 1, 2], { manifest })).speak({ text: TEXT }),
    );
    expect(summary.resumeCount).toBe(3);
    const notices = items.filter((item) => item.kind === 'notice' && item.code === 'unknown-symbols');
    expect(notices).toMatchObject([{ message: 'the voice has no sound for h' }]);
  });

  it('goes on where an earlier speech was left, also when an engine dies before the first item', async () => {
    const plan = { firstSegmentDurationMs: 5000 };
    const whole = await collect(createService(renderingEngines()).speak({ text: TEXT, plan }));
    for (const deaths of [[], [0], [2, 1]]) {
      const service = createService(renderingEngines(deaths));
      const rest = await collect(
        service.speak({ text: TEXT, plan, from: { segmentIndex: 1, offsetSamples: 0 } }),
      );
      const first = whole.items.find((item) => item.kind === 'segment');
      expect(rest.pcm).toEqual(whole.pcm.subarray(first?.sampleCount));
      expect(rest.summary).toMatchObject({ segmentCount: 2 });
    }
  });

  it('gives credit back for what was taken, so that a long text goes through', async () => {
    const text = 'This sentence comes again and again. '.repeat(12);
    const { pcm } = await collect(createService(renderingEngines()).speak({ text }));
    expect(pcm.length).toBeGreaterThan(3 * CREDIT_WINDOW_SAMPLES);
  });

  it('cancels by signal, and when the iteration is left', async () => {
    const service = createService(renderingEngines());
    const controller = new AbortController();
    const speech = service.speak({ text: TEXT }, controller.signal);
    await speech.next();
    controller.abort();
    await expect(collect(speech)).rejects.toMatchObject({ code: 'cancelled' });
    for await (const item of service.speak({ text: TEXT })) if (item.kind === 'audio') break;
    const { summary } = await collect(service.speak({ text: TEXT }));
    expect(summary.segmentCount).toBe(3);
  });

  it('passes on what is wrong with the request', async () => {
    const speech = createService(renderingEngines()).speak({ text: TEXT, voice: 'nobody' });
    await expect(collect(speech)).rejects.toMatchObject({ code: 'unknown-voice' });
  });
});
