import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TINY_VOICES } from '../packs/testing/tiny-packs.js';
import type { SpeakRequestInput } from '../shared/contract.js';
import {
  nextGeneration,
  speak,
  useTinyEngines,
  type EngineClient,
  type Spoken,
} from './testing/tiny-engines.js';

/** Several packs of every family in one engine, behind its contract: with models of a few kilobytes. */

const TEXT = '今天天气很好，我们出去走走吧。你想去哪里？我都可以。';

const engines = useTinyEngines();

const allFamilies = (): Promise<{ dir: string }[]> =>
  Promise.all([
    engines.pack({ id: 'home', family: 'split' }),
    engines.pack({ id: 'staged', family: 'staged', rowsPerVoice: 20 }),
    engines.pack({ id: 'single', family: 'single', rowsPerVoice: 20 }),
  ]);

const say = (client: EngineClient, asked: Partial<SpeakRequestInput> = {}): Promise<Spoken> =>
  speak(client, { text: TEXT, ...asked });

const loadedIds = async (client: EngineClient): Promise<string[]> =>
  (await client.status({})).packs.filter((pack) => pack.isLoaded).map((pack) => pack.id);

describe('several packs in one engine', () => {
  it('names the voices of all, and speaks with each family', async () => {
    const client = await engines.greeted({ packs: await allFamilies() });
    const { voices, defaults } = await client.voices({});
    expect(voices.map((voice) => voice.id)).toEqual([
      ...TINY_VOICES,
      ...TINY_VOICES.map((id) => `staged/${id}`),
      ...TINY_VOICES.map((id) => `single/${id}`),
    ]);
    expect(defaults).toEqual({ voice: 'en_one', style: 'neutral' });
    const sounds = new Set<string>();
    for (const voice of ['zh_one', 'staged/zh_one', 'single/zh_one']) {
      const { pcm, items, summary } = await say(client, { voice });
      expect(pcm).toHaveLength(summary.sampleCount);
      expect(pcm.every(Number.isFinite)).toBe(true);
      const segments = items.filter((item) => item.kind === 'segment');
      expect(segments.at(-1)?.source.end).toBe(TEXT.length);
      expect(segments.flatMap((segment) => segment.words).length).toBeGreaterThan(5);
      sounds.add([...pcm.subarray(2000, 2010)].join());
    }
    expect(sounds.size).toBe(3);
  });

  it('keeps as many models loaded as it may, and lets the one go that was used longest ago', async () => {
    const client = await engines.greeted({ packs: await allFamilies(), residentPackCount: 2 });
    await say(client, { voice: 'zh_one' });
    await say(client, { voice: 'staged/zh_one' });
    await say(client, { voice: 'zh_one', plan: { useCache: false } });
    expect(await loadedIds(client)).toEqual(['home', 'staged']);
    await say(client, { voice: 'single/zh_one' });
    expect(await loadedIds(client)).toEqual(['home', 'single']);
  });

  it('lets no model go that is speaking', async () => {
    const client = await engines.greeted({ packs: await allFamilies() });
    const generation = nextGeneration();
    const paused = client.speak({
      generation,
      text: TEXT.repeat(20),
      voice: 'staged/zh_one',
      creditSamples: 100,
    });
    let hasBegun = false;
    for await (const item of paused) {
      if (item.kind !== 'audio' || hasBegun) continue;
      hasBegun = true;
      await say(client, { voice: 'zh_one' });
      expect(await loadedIds(client)).toEqual(['staged']);
      await client.credit({ generation, sampleCount: 1e9 });
    }
    expect((await paused.result).segmentCount).toBeGreaterThan(20);
  });

  it('says which voices there are when one is not, and mixes only within a pack', async () => {
    const client = await engines.greeted({ packs: await allFamilies() });
    for (const voice of ['nobody', 'staged/nobody', 'nowhere/zh_one'])
      await expect(say(client, { voice })).rejects.toMatchObject({
        code: 'unknown-voice',
        next: expect.stringContaining('single/zh_one') as string,
      });
    const across = [
      { voice: 'zh_one', weight: 1 },
      { voice: 'staged/zh_one', weight: 1 },
    ];
    await expect(say(client, { mix: across })).rejects.toMatchObject({ code: 'bad-input' });
    const within = ['staged/en_one', 'staged/zh_one'].map((voice) => ({ voice, weight: 1 }));
    expect((await say(client, { mix: within })).pcm.length).toBeGreaterThan(10_000);
  });

  it('speaks with the others when a pack is broken, and says why where its voice is asked for', async () => {
    const packs = await allFamilies();
    const broken = join(engines.dir, 'broken');
    await mkdir(broken);
    await writeFile(join(broken, 'pack.json'), '{"schema": 1}');
    const client = await engines.greeted({
      packs: [...packs, { dir: broken }, { dir: join(engines.dir, 'gone') }],
    });
    const { packProblems } = await client.status({});
    expect(packProblems.map((problem) => problem.dir)).toEqual([broken, join(engines.dir, 'gone')]);
    await expect(say(client, { voice: 'broken/one' })).rejects.toMatchObject({ code: 'pack-invalid' });
    await expect(say(client, { voice: 'gone/one' })).rejects.toMatchObject({ code: 'unknown-pack' });
    await expect(say(client, { voice: 'single/zh_one' })).resolves.toBeDefined();
  });

  it('speaks without the voices of recordings when their folder cannot be read', async () => {
    const ownVoicesDir = join(engines.dir, 'no folder');
    await writeFile(ownVoicesDir, '');
    const client = await engines.greeted({
      packs: [await engines.pack({ id: 'home', family: 'split' })],
      ownVoicesDir,
    });
    expect((await client.voices({})).voices).toHaveLength(2);
    expect((await client.status({})).packProblems).toMatchObject([{ dir: ownVoicesDir }]);
  });

  it('speaks with the second pack when the first one cannot be opened', async () => {
    const { dir: second } = await engines.pack({ id: 'second', family: 'single' });
    const client = await engines.greeted({ packs: [{ dir: join(engines.dir, 'gone') }, { dir: second }] });
    expect((await client.voices({})).defaults.voice).toBe('second/en_one');
    expect((await say(client, { language: 'zh' })).pcm.length).toBeGreaterThan(10_000);
    await expect(say(client, { voice: 'zh_one' })).rejects.toMatchObject({ code: 'unknown-pack' });
  });

  it('finds phrases again by their content, for every family, and apart from the exact ones', async () => {
    const client = await engines.greeted({ packs: await allFamilies(), residentPackCount: 3 });
    for (const voice of ['zh_one', 'staged/zh_one', 'single/zh_one']) {
      const first = await say(client, { voice });
      const again = await say(client, { voice });
      expect(again.summary.cacheMisses).toBe(0);
      expect(again.pcm).toEqual(first.pcm);
      const exact = await say(client, { voice, plan: { exact: true } });
      expect(exact.summary.cacheHits === 0).toBe(voice === 'staged/zh_one');
      expect(exact.pcm).toHaveLength(first.pcm.length);
    }
  });

  it('tries a pack that is not among its own, and keeps nothing of it', async () => {
    const client = await engines.greeted({ packs: [await engines.pack({ id: 'home', family: 'split' })] });
    for (const family of ['split', 'staged', 'single'] as const) {
      const { dir: packDir } = await engines.pack({ id: `trial-${family}`, family });
      const { isOk, checks } = await client.audition({ packDir });
      expect(checks.map((check) => check.name)).toEqual(['text', 'model', 'sound', 'windows']);
      expect(checks.find((check) => check.name === 'windows')?.detail).toContain(
        family === 'staged' ? 'exact decode' : 'at most',
      );
      expect(isOk, JSON.stringify(checks)).toBe(true);
      await writeFile(join(packDir, 'styles.bin'), 'spoilt');
      expect((await client.audition({ packDir })).isOk).toBe(false);
    }
    expect(await loadedIds(client)).toEqual(['home']);
    await expect(client.audition({ packDir: join(engines.dir, 'none') })).rejects.toMatchObject({
      code: 'unknown-pack',
    });
  });

  it('passes its own test and warms up with a model of any family', async () => {
    for (const family of ['split', 'staged', 'single'] as const) {
      const client = await engines.greeted({ packs: [await engines.pack({ id: family, family })] });
      expect((await client.warm({})).warmMs).toBeGreaterThanOrEqual(0);
      expect((await client.status({})).speed.measurements).toBeGreaterThan(2);
      expect(await client.selfTest({})).toMatchObject({ isOk: true });
    }
  });

  it('warms the pack of a voice, or of a mix, and no other one beside it', async () => {
    const client = await engines.greeted({ packs: await allFamilies() });
    await Promise.all([client.warm({ voice: 'staged/mix-of-mine' }), client.status({})]);
    expect(await loadedIds(client)).toEqual(['staged']);
    await client.warm({ voice: 'zh_one' });
    expect(await loadedIds(client)).toEqual(['home']);
    await expect(client.warm({ voice: 'nowhere/zh_one' })).rejects.toMatchObject({ code: 'unknown-voice' });
  });

  it('names a pack while its model is being loaded, and only then', async () => {
    const client = await engines.greeted({ packs: await allFamilies() });
    const told: string[][] = [];
    client.modelLoads({}, ({ packIds }) => told.push(packIds));
    await say(client, { voice: 'single/zh_one' });
    await say(client, { voice: 'single/zh_one', plan: { useCache: false } });
    await client.warm({ voice: 'zh_one' });
    expect(told).toEqual([[], ['single'], [], ['home'], []]);
  });

  it('names it no longer when it cannot be loaded', async () => {
    const packs = await allFamilies();
    const client = await engines.greeted({ packs });
    const told: string[][] = [];
    client.modelLoads({}, ({ packIds }) => told.push(packIds));
    await rm(join(engines.dir, 'single', 'model.onnx'));
    await expect(say(client, { voice: 'single/zh_one' })).rejects.toMatchObject({ code: 'pack-corrupt' });
    expect(told).toEqual([[], ['single'], []]);
  });

  it('refuses recordings where a pack has no encoders', async () => {
    const client = await engines.greeted({ packs: await allFamilies() });
    const recording = {
      sampleRateHz: 24_000,
      pcm: Float32Array.from({ length: 96_000 }, (_, at) => 0.3 * Math.sin(at / 20)),
    };
    await expect(client.encodeStyle({ packId: 'home', ...recording })).rejects.toMatchObject({
      code: 'unavailable-here',
    });
    await expect(client.encodeStyle({ packId: 'none', ...recording })).rejects.toMatchObject({
      code: 'unknown-pack',
    });
  });
});
