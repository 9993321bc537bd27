import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseManifest } from '../../packs/load-pack.js';
import type { PackManifest, PackOf } from '../../packs/manifest.js';
import { planMemory } from '../../plan/memory-plan.js';
import { profileOf } from '../../plan/profile.js';
import { createManualClock } from '../../shared/clock.js';
import { createFakeShelf, type FakeShelf } from '../packs/testing/fake-shelf.js';
import { createSettingsService, DEFAULT_SETTINGS } from '../settings/create-settings.js';
import { createMemoryStore } from '../testing/memory-store.js';
import { createTurns } from '../turns.js';
import { openVoices } from './create-voices.js';
import { createFakeSpeech } from './testing/fake-speech.js';
import type { VoicesService } from './voices-service.js';

/** Voices of several packs, and of packs that come and go. */

const starter = parseManifest(
  readFileSync(new URL('../../../models/starter/pack.json', import.meta.url), 'utf8'),
) as PackOf<'split'>;

const GRAPH = starter.graphs.acoustic;

/** A single graph as an import makes a pack of it: nobody has measured its voices. */
const kokoro: PackManifest = {
  ...starter,
  ...{ id: 'kokoro', name: 'Kokoro', family: 'single', graphs: { model: GRAPH } },
  voices: ['af_heart', 'af_sky', 'zf_001'].map((id) => ({
    ...{ id, name: id, language: id.startsWith('z') ? 'zh' : 'en', accent: '', gender: 'female', age: '' },
    styles: { neutral: { row: 0, rowCount: 1, gainDb: 0, controls: neutral() } },
  })),
  defaults: { voice: 'af_heart', style: 'neutral' },
};

/** Draws styles, decodes in windows, and was measured. */
const staged: PackManifest = {
  ...starter,
  ...{ id: 'mine', name: 'Mine', family: 'staged' },
  graphs: {
    ...{ acoustic: GRAPH, trunk: GRAPH, generator: GRAPH, generatorExact: GRAPH },
    ...{ textFeatures: GRAPH, denoiser: GRAPH },
  },
  staged: {} as PackOf<'staged'>['staged'],
};

function neutral() {
  return { lengthScale: 1, pitchSemitones: 0, f0Range: 1, energyDb: 0, noiseScale: 0 };
}

let folder = '';
let shelf: FakeShelf;
let voices: VoicesService;
let settings: ReturnType<typeof createSettingsService>;
let speech: ReturnType<typeof createFakeSpeech>;
const planOf = (budgetBytes: number | null) =>
  planMemory({
    device: { memoryBytes: 2 ** 34, coreCount: 2 },
    packs: shelf.usable().map(({ manifest }) => profileOf(manifest)) as [ReturnType<typeof profileOf>],
    budgetBytes,
  });
let budgetBytes: number | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-voices-of-packs-'));
  shelf = createFakeShelf(starter, kokoro, staged);
  budgetBytes = null;
  speech = createFakeSpeech(({ plan }) => 0.01 * 10 ** ((plan?.gainDb ?? 0) / 20));
  settings = createSettingsService({ store: createMemoryStore(DEFAULT_SETTINGS), platform: 'linux' });
  voices = await openVoices({
    ...{ settings, turns: createTurns(), clock: createManualClock(), packs: shelf },
    engine: { speech, plan: () => planOf(budgetBytes) },
    session: { play: () => 1 },
    soundVersion: ({ voice = '' }) => voice.split('/')[0] ?? '',
    ...{ dataDir: folder, cacheDir: join(folder, 'cache') },
    onTrouble: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  await voices.dispose();
  await rm(folder, { recursive: true, force: true });
});

const idsOf = (packId: string): string[] =>
  voices.state().voices.flatMap((voice) => (voice.packId === packId ? [voice.id] : []));

describe('voices of several packs', () => {
  it('stand in one list, those of added packs under their pack’s name', () => {
    expect(idsOf('starter')).toContain('en_ivy');
    expect(idsOf('kokoro')).toEqual(['kokoro/af_heart', 'kokoro/af_sky', 'kokoro/zf_001']);
  });

  it('speak in the styles of their own pack', async () => {
    await voices.choose({ styleId: 'calm' });
    expect(voices.state().chosen.styleId).toBe('calm');
    await voices.choose({ voiceId: 'kokoro/af_sky' });
    expect(voices.state().styles.map(({ id }) => id)).toEqual(['neutral']);
    expect(voices.state().chosen).toMatchObject({ voiceId: 'kokoro/af_sky', styleId: 'neutral' });
    await expect(voices.choose({ styleId: 'calm' })).rejects.toMatchObject({ code: 'unknown-style' });
    // What was chosen is still chosen where there is such a style.
    await voices.choose({ voiceId: 'en_otto' });
    expect(voices.state().chosen.styleId).toBe('calm');
  });

  it('keep a person’s own style, from the base that their pack has', async () => {
    const styleId = await voices.saveStyle({ name: 'Slow', base: 'calm', controls: { lengthScale: 1.5 } });
    expect(await voices.resolve({ voiceId: 'kokoro/af_sky', styleId })).toMatchObject({
      ...{ voice: 'kokoro/af_sky', style: 'neutral', controls: { lengthScale: 1.5 } },
    });
  });

  it('are mixed within one pack only', async () => {
    const part = (voice: string) => ({ voice, weight: 1 });
    const across = [part('en_ivy'), part('kokoro/af_sky')];
    await expect(voices.saveMix({ name: 'Both', parts: across })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('one pack') as string,
    });
    expect(() => voices.previewMix(across, {})).toThrow('one pack');
    const parts = [part('kokoro/af_heart'), part('kokoro/af_sky')];
    const id = await voices.saveMix({ name: 'Both', parts });
    expect(id).toMatch(/^kokoro\/mix-/);
    expect(await voices.resolve({ voiceId: id })).toMatchObject({ mix: parts, style: 'neutral' });
    expect(voices.state().voices.at(-1)).toMatchObject({ id, packId: 'kokoro', gender: 'female' });
  });

  it('of a mix that changes its pack are another mix in its place', async () => {
    const part = (voice: string) => ({ voice, weight: 1 });
    const id = await voices.saveMix({ name: 'Two', parts: [part('en_ivy'), part('en_otto')] });
    await voices.choose({ voiceId: id });
    await voices.setFavourite(id, true);
    const parts = [part('kokoro/af_heart'), part('kokoro/af_sky')];
    const moved = await voices.saveMix({ id, name: 'Two', parts });
    expect(moved).toMatch(/^kokoro\/mix-/);
    const entries = voices.state().voices.filter(({ mix }) => mix);
    expect(entries).toMatchObject([{ id: moved, name: 'Two', isFavourite: true }]);
    expect(voices.state().chosen.voiceId).toBe(moved);
  });
});

describe('a manner of an added pack', () => {
  it('leaves out what the pack knows nothing of, and takes the rest from the settings', async () => {
    await settings.change({ decodesExactly: true, diffusion: { steps: 7 } });
    const builtIn = await voices.resolve({ voiceId: 'en_otto' });
    expect(builtIn).not.toHaveProperty('diffusion');
    expect(builtIn.plan).not.toHaveProperty('exact');
    expect(voices.resolveAtOnce({ voiceId: 'kokoro/af_sky' })).not.toHaveProperty('diffusion');
    const drawn = await voices.resolve({ voiceId: 'mine/en_otto' });
    expect(drawn).toMatchObject({ diffusion: { steps: 7 }, plan: { exact: true } });
    await settings.change({ decodesExactly: false, diffusion: null });
    expect(await voices.resolve({ voiceId: 'mine/en_otto' })).toMatchObject({
      ...{ diffusion: null, plan: { exact: false } },
    });
  });

  it('has the segments that its own pack can have', () => {
    budgetBytes = 256 * 1024 * 1024;
    const planned = planOf(budgetBytes).packs;
    const ofPack = (id: string) => planned.find(({ packId }) => packId === id)?.maxSegmentDurationMs;
    for (const voiceId of ['en_otto', 'kokoro/af_sky', 'mine/en_otto']) {
      const packId = voiceId.includes('/') ? (voiceId.split('/')[0] ?? '') : 'starter';
      const { plan } = voices.resolveAtOnce({ voiceId });
      expect(plan?.maxSegmentDurationMs).toBe(ofPack(packId));
    }
  });

  it('is brought to its level by measuring, where its pack came without gains', async () => {
    expect((await voices.resolve({ voiceId: 'en_otto' })).plan?.gainDb).toBe(0);
    expect((await voices.resolve({ voiceId: 'mine/en_otto' })).plan?.gainDb).toBe(0);
    expect(speech.requests).toHaveLength(0);
    const { plan } = await voices.resolve({ voiceId: 'kokoro/af_sky' });
    // A tone of −43 dBFS comes out at about −43 LUFS; a request's gain ends at 24 dB.
    expect(plan?.gainDb).toBe(24);
    expect(speech.requests.every(({ voice }) => voice === 'kokoro/af_sky')).toBe(true);
    const measured = speech.requests.length;
    expect(voices.resolveAtOnce({ voiceId: 'kokoro/af_sky' }).plan?.gainDb).toBe(24);
    await voices.resolve({ voiceId: 'kokoro/af_sky' });
    expect(speech.requests).toHaveLength(measured);
  });
});

describe('a pack that is removed', () => {
  it('takes nothing of the person’s with it', async () => {
    const parts = [
      { voice: 'kokoro/af_heart', weight: 1 },
      { voice: 'kokoro/af_sky', weight: 1 },
    ];
    const mix = await voices.saveMix({ name: 'Both', parts });
    await voices.setFavourite('kokoro/af_sky', true);
    await voices.choose({ voiceId: 'kokoro/af_sky' });
    const before = voices.state();
    shelf.put(starter, staged);
    const { voices: list, chosen } = voices.state();
    expect(chosen).toMatchObject({ voiceId: 'en_ivy', missingVoiceId: 'kokoro/af_sky' });
    expect(list.filter(({ isUnavailable }) => isUnavailable)).toMatchObject([
      { id: mix, name: 'Both', packId: 'kokoro' },
      { id: 'kokoro/af_sky', name: 'af_sky', packId: 'kokoro', isFavourite: true },
    ]);
    // Whoever is not named speaks with the built-in voices, language by language.
    expect(await voices.resolve({})).not.toHaveProperty('voice');
    for (const voiceId of ['kokoro/af_sky', mix])
      await expect(voices.resolve({ voiceId })).rejects.toMatchObject({
        code: 'unknown-voice',
        message: expect.stringContaining('not installed') as string,
      });
    await expect(voices.choose({ voiceId: mix })).rejects.toMatchObject({ code: 'unknown-voice' });
    shelf.put(starter, kokoro, staged);
    expect(voices.state()).toEqual(before);
  });

  it('leaves favourites that can be let go', async () => {
    await voices.setFavourite('kokoro/af_sky', true);
    shelf.put(starter);
    await voices.setFavourite('kokoro/af_sky', false);
    expect(voices.state().voices.some(({ id }) => id === 'kokoro/af_sky')).toBe(false);
  });

  it('is told of, also where its voices are the same as before', () => {
    let count = 0;
    voices.watch(() => count++);
    shelf.put(starter, kokoro, staged);
    expect(count).toBe(2);
  });
});

it('forgets a voice that is gone for good', async () => {
  await voices.setFavourite('kokoro/af_sky', true);
  await voices.choose({ voiceId: 'kokoro/af_sky' });
  shelf.put(starter);
  await voices.forgetVoice('kokoro/af_sky');
  expect(voices.state().chosen).not.toHaveProperty('missingVoiceId');
  expect(voices.state().voices.some(({ isFavourite }) => isFavourite)).toBe(false);
});
