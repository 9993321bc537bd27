import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AcousticInput, StyleDraw, Synthesiser } from '../acoustic/synthesiser.js';
import { StyleCache } from '../cache/style-cache.js';
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
  fakeStagedManifest,
  type FakePackOptions,
} from './fakes.js';
import { createPipeline, type PipelineParts } from './pipeline.js';
import { chooseSpeakers } from './speaker.js';
import type { Statistics, StatisticsOwner } from './speaking-pack.js';
import { styleRowFor } from './style-row.js';

/** What each segment is spoken with: its style vector, drawn or not, its statistics, and who speaks it. */

interface Spoken {
  readonly items: readonly SpeakItem[];
  readonly summary: SpeakSummary;
}

async function speak(parts: PipelineParts, asked: Partial<SpeakRequestInput>): Promise<Spoken> {
  const request = speakRequestSchema.parse({ generation: 1, text: '', creditSamples: 1e9, ...asked });
  const run = createPipeline(parts).speak(request, new CreditGate(1e9), new AbortController().signal);
  const items: SpeakItem[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return { items, summary: next.value };
    items.push(next.value);
  }
}

/** A staged pack whose model keeps what it was asked, and draws vectors that tell what they were drawn from. */
function scene(options: FakePackOptions = {}) {
  const inputs: AcousticInput[] = [];
  const draws: StyleDraw[] = [];
  const model = createFakeSynthesiser();
  const synthesiser: Synthesiser = {
    ...model,
    prepare(input) {
      inputs.push(input);
      return model.prepare(input);
    },
    drawStyle(draw) {
      draws.push(draw);
      const { reference, previous, settings, tokens } = draw;
      const carried = previous ? 0.7 * (previous[0] ?? 0) : 0;
      return Promise.resolve(
        Float32Array.of((settings.seed ?? 0) / 2 ** 32 + carried, reference[0] ?? 0, tokens.length, 0),
      );
    },
  };
  const phrases = createMemoryPhraseStore();
  const pack = { manifest: fakeStagedManifest, synthesiser: () => Promise.resolve(synthesiser), ...options };
  return { inputs, draws, phrases, pack, parts: () => createFakeParts({ ...pack, phrases }) };
}

describe('rows by length', () => {
  it('gives each segment the row of its length, and all longer ones the last', async () => {
    const { inputs, parts } = scene();
    await speak(parts(), { text: 'A bee. One much longer sentence than that.', diffusion: null });
    // Letters, a space and a mark; the pads do not count.
    expect(inputs.map(({ style }) => style[0])).toEqual([6, 19]);
  });

  it('mixes rows of that length', async () => {
    const [voice] = fakeStagedManifest.voices;
    const styles = { ...fakeStagedManifest.styles, rows: 24 };
    const other = {
      ...voice,
      id: 'other',
      styles: { neutral: { ...voice?.styles.neutral, row: 20, rowCount: 4 } },
    };
    const manifest = { ...fakeStagedManifest, styles, voices: [voice, other] } as typeof fakeStagedManifest;
    const { inputs, parts } = scene({ manifest });
    const mix = ['en_fake', 'other'].map((id) => ({ voice: id, weight: 1 }));
    await speak(parts(), { text: 'A bee.', mix, diffusion: null });
    expect(inputs[0]?.style[0]).toBe((6 + 23) / 2);
  });

  it('counts tokens or characters, and never leaves the voice', () => {
    const length = fc.record({ tokenCount: fc.nat(600), characterCount: fc.nat(600) });
    const style = {
      row: 100,
      rowCount: 50,
      gainDb: 0,
      controls: fakeStagedManifest.voices[0]?.styles.neutral?.controls,
    };
    fc.assert(
      fc.property(length, fc.constantFrom('tokens' as const, 'characters' as const), (one, rowBy) => {
        const manifest = { ...fakeManifest, styles: { ...fakeManifest.styles, rowBy } };
        const row = styleRowFor(manifest, style as Parameters<typeof styleRowFor>[1], one);
        const count = rowBy === 'tokens' ? one.tokenCount : one.characterCount;
        expect(row).toBe(100 + Math.min(count, 49));
      }),
    );
  });
});

describe('drawn styles', () => {
  const TEXT = 'One is here. Two is there.\n\nThree is gone. Four comes. Five goes.';

  it('are drawn for each segment, carrying over within a paragraph', async () => {
    const { draws, inputs, parts } = scene();
    await speak(parts(), { text: TEXT, diffusion: { steps: 7 } });
    expect(draws.map(({ previous }) => previous === null)).toEqual([true, false, true, false, false]);
    expect(draws[1]?.previous).toEqual(inputs[0]?.style);
    expect(draws[0]?.settings).toMatchObject({ steps: 7 });
    expect(new Set(draws.map(({ settings }) => settings.seed)).size).toBe(5);
  });

  it('are the same again for the same seed, and found in the cache without a draw', async () => {
    const { draws, inputs, parts } = scene();
    const first = parts();
    await speak(first, { text: TEXT, diffusion: { seed: 4 } });
    const again = await speak(first, { text: TEXT, diffusion: { seed: 4 } });
    expect(again.summary.cacheMisses).toBe(0);
    expect(draws).toHaveLength(5);
    const other = await speak(first, { text: TEXT, diffusion: { seed: 5 } });
    expect(other.summary.cacheHits).toBe(0);
    const plain = await speak(first, { text: TEXT, diffusion: null });
    expect(plain.summary.cacheHits).toBe(0);
    expect(draws).toHaveLength(10);
    expect(inputs).toHaveLength(15);
  });

  it('go on after a resume as if nothing had happened, with no draws but those of the paragraph', async () => {
    const whole = scene();
    await speak(whole.parts(), { text: TEXT });
    for (const segmentIndex of [1, 2, 3, 4]) {
      const resumed = scene();
      await speak(resumed.parts(), { text: TEXT, from: { segmentIndex, offsetSamples: 0 } });
      expect(resumed.inputs.map(({ style }) => style)).toEqual(
        whole.inputs.slice(segmentIndex).map(({ style }) => style),
      );
      expect(resumed.draws).toHaveLength(5 - (segmentIndex < 2 ? 0 : 2));
    }
  });

  it('begin afresh within a paragraph that is long, so that a resume draws no more than that', async () => {
    const text = 'One is here. '.repeat(30);
    const whole = scene();
    await speak(whole.parts(), { text });
    const fresh = whole.draws.flatMap(({ previous }, index) => (previous === null ? [index] : []));
    expect(fresh).toEqual([0, 24]);
    const resumed = scene();
    await speak(resumed.parts(), { text, from: { segmentIndex: 28, offsetSamples: 0 } });
    expect(resumed.draws).toHaveLength(6);
    expect(resumed.inputs.map(({ style }) => style)).toEqual(
      whole.inputs.slice(28).map(({ style }) => style),
    );
  });

  it('need no model where they were drawn and rendered before', async () => {
    let borrowCount = 0;
    const { phrases, pack } = scene();
    const synthesiser = () => {
      borrowCount++;
      return pack.synthesiser();
    };
    const parts = createFakeParts({ ...pack, synthesiser, phrases });
    await speak(parts, { text: TEXT });
    await speak(parts, { text: TEXT });
    expect(borrowCount).toBe(1);
  });

  it('are not drawn where a pack cannot', async () => {
    const { draws, inputs, parts } = scene({ manifest: fakeManifest });
    await speak(parts(), { text: 'One is here.', diffusion: { seed: 1 } });
    expect([draws.length, inputs.length]).toEqual([0, 1]);
  });
});

describe('a segment of words that the voice has no sound for', () => {
  it('is named, announced without samples, and given to no model', async () => {
    const { inputs, parts } = scene({
      manifest: {
        ...fakeStagedManifest,
        alphabet: { ...fakeStagedManifest.alphabet, symbols: { any: { '.': 3 }, en: { a: 10 }, zh: {} } },
      },
    });
    const { items, summary } = await speak(parts(), { text: 'Bee. A.', diffusion: null });
    expect(items.find((item) => item.kind === 'notice')?.message).toContain('b e');
    expect(items.filter((item) => item.kind === 'segment').map(({ sampleCount }) => sampleCount > 0)).toEqual(
      [false, true],
    );
    expect([inputs.length, summary.segmentCount]).toEqual([1, 2]);
  });
});

describe('statistics', () => {
  const named = (name: string): Statistics => ({ name, values: () => Promise.resolve(Float32Array.of(9)) });

  it('are given to the decoder, and are part of what a phrase is found by', async () => {
    let current = named('mean');
    const asked: StatisticsOwner[] = [];
    const statistics = {
      of: (owner: StatisticsOwner) => {
        asked.push(owner);
        return Promise.resolve(current);
      },
    };
    const { inputs, parts } = scene({ statistics });
    const all = parts();
    const request = { text: 'One is here. Two is there.', diffusion: null };
    await speak(all, request);
    expect(inputs.map((input) => input.statistics)).toEqual([Float32Array.of(9), Float32Array.of(9)]);
    expect(asked).toMatchObject([{ voiceIndex: 0, language: 'en' }]);
    expect((await speak(all, request)).summary.cacheMisses).toBe(0);
    current = named('calibrated');
    expect((await speak(all, request)).summary.cacheHits).toBe(0);
    await speak(all, { ...request, mix: ['en_fake', 'en_fake'].map((voice) => ({ voice, weight: 1 })) });
    expect(asked.at(-1)?.voiceIndex).toBeNull();
  });

  it('are not asked for where a segment is decoded whole, which has phrases of its own', async () => {
    const { inputs, parts } = scene({ statistics: { of: () => Promise.resolve(named('mean')) } });
    const all = parts();
    const request = { text: 'One is here.', diffusion: null };
    await speak(all, request);
    const exact = await speak(all, { ...request, plan: { exact: true } });
    expect(exact.summary.cacheHits).toBe(0);
    expect(inputs.map((input) => [input.isExact, input.statistics === null])).toEqual([
      [false, false],
      [true, true],
    ]);
    const again = await speak(all, { ...request, plan: { exact: true, overlapRatio: 0.4 } });
    expect(again.summary.cacheMisses).toBe(0);
  });
});

describe('the pack of a voice', () => {
  const english = createFakePack();
  const languages = (id: string, voices: readonly ('en' | 'zh')[]) => {
    const [voice] = fakeManifest.voices;
    const manifest = {
      ...fakeManifest,
      id,
      voices: voices.map((language) => ({ ...voice, id: `${language}_${id}`, language })),
    } as typeof fakeManifest;
    return createFakePack({ manifest, isFirst: false });
  };

  it('is the first one that has a voice for the other language, when nobody is named', () => {
    const request = speakRequestSchema.parse({ generation: 1, text: 'x', creditSamples: 1 });
    const other = languages('other', ['en', 'zh']);
    const packs = createFakePacks(english, languages('none', ['en']), other, languages('late', ['zh']));
    const { en, zh, main } = chooseSpeakers({ packs, styles: new StyleCache() }, request);
    expect([en.voice, zh.voice, zh.pack, main]).toEqual(['en_fake', 'zh_other', other, en]);
  });

  it('is given back when the speech ends, however it does', async () => {
    const pack = createFakePack({ synthesiser: () => Promise.resolve(createFakeSynthesiser()) });
    const parts = { ...createFakeParts(), packs: createFakePacks(pack) };
    await speak(parts, { text: 'One is here.' });
    expect(pack.loans.size).toBe(0);
    const broken = createFakePack({
      synthesiser: () => Promise.resolve(createFakeSynthesiser(() => Promise.reject(new Error('broken')))),
    });
    await expect(
      speak({ ...parts, packs: createFakePacks(broken) }, { text: 'Two is there.' }),
    ).rejects.toThrow('broken');
    expect(broken.loans.size).toBe(0);
  });
});

describe('a machine that is slower than the voice', () => {
  it('says so once, with figures, when something has to be computed', async () => {
    const slow = createFakePack();
    for (let run = 0; run < 8; run++) {
      slow.meter.acoustic(1000 + run, 300);
      slow.meter.decoder(1000 + run, 1200);
    }
    const parts = { ...createFakeParts(), packs: createFakePacks(slow) };
    const request = { text: 'One is here. Two is there. Three is gone.' };
    const notices = ({ items }: Spoken) => items.filter((item) => item.kind === 'notice');
    const first = await speak(parts, request);
    expect(notices(first)).toMatchObject([{ code: 'slower-than-real-time' }]);
    expect(notices(first)[0]?.message).toMatch(
      /^this machine needs 1\.\d s for a second of this voice; it begins when \d+\.\d s are ready$/,
    );
    expect(first.items[0]).toMatchObject({ kind: 'plan' });
    expect(notices(await speak(parts, request))).toEqual([]);
  });
});
