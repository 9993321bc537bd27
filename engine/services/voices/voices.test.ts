import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseManifest } from '../../packs/load-pack.js';
import { planMemory } from '../../plan/memory-plan.js';
import { profileOf } from '../../plan/profile.js';
import { createManualClock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { createFakeShelf, type FakeShelf } from '../packs/testing/fake-shelf.js';
import { createMemoryStore } from '../testing/memory-store.js';
import type { PlayRequest } from '../session/playback-session.js';
import { createSettingsService, DEFAULT_SETTINGS } from '../settings/create-settings.js';
import { createTurns } from '../turns.js';
import { openVoices } from './create-voices.js';
import { createFakeSpeech } from './testing/fake-speech.js';
import type { VoicesService } from './voices-service.js';

const manifest = parseManifest(
  readFileSync(new URL('../../../models/starter/pack.json', import.meta.url), 'utf8'),
);
const plan = planMemory({
  device: { memoryBytes: 2 ** 33, coreCount: 2 },
  packs: [profileOf(manifest)],
  budgetBytes: null,
});
const PARTS = [
  { voice: 'en_ivy', weight: 2 },
  { voice: 'en_rowan', weight: 1 },
];

let folder = '';
const opened: VoicesService[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-voices-'));
});
afterEach(async () => {
  for (const voices of opened.splice(0)) await voices.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function open(
  settingsStore = createMemoryStore(DEFAULT_SETTINGS),
  shelf: FakeShelf = createFakeShelf(manifest),
) {
  const clock = createManualClock();
  const speech = createFakeSpeech();
  const played: PlayRequest[] = [];
  const turns = createTurns();
  const settings = createSettingsService({ store: settingsStore, platform: 'linux' });
  const voices = await openVoices({
    settings,
    engine: { speech, plan: () => plan },
    session: { play: (request) => played.push(request) },
    turns,
    clock,
    packs: shelf,
    soundVersion: () => 'sound',
    dataDir: folder,
    cacheDir: join(folder, 'cache'),
    onTrouble: (error) => {
      throw error;
    },
  });
  opened.push(voices);
  return { voices, settings, settingsStore, speech, played, clock, turns, shelf };
}

describe('the voices', () => {
  it('are the pack’s and a person’s mixes; favourites and mixes outlive a restart', async () => {
    const { voices } = await open();
    const id = await voices.saveMix({ name: 'Us two', parts: PARTS });
    await voices.setFavourite(id, true);
    await voices.setFavourite('zh_wei', true);
    await voices.setFavourite('zh_wei', false);
    const { voices: again } = await open();
    const list = again.state().voices;
    expect(list).toHaveLength(manifest.voices.length + 1);
    expect(list.filter(({ isFavourite }) => isFavourite).map((one) => one.id)).toEqual([id]);
    expect(list.at(-1)).toMatchObject({
      id,
      name: 'Us two',
      language: 'en',
      accent: 'American',
      gender: '',
      mix: PARTS,
    });
  });

  it('tell of every change, the first time at once', async () => {
    const { voices } = await open();
    const chosen: string[] = [];
    const stop = voices.watch((state) => chosen.push(`${state.chosen.voiceId} ${state.chosen.styleId}`));
    await voices.choose({ voiceId: 'en_otto' });
    await voices.choose({ styleId: 'calm' });
    stop();
    await voices.choose({ voiceId: 'zh_lian' });
    expect(chosen).toEqual(['en_ivy neutral', 'en_otto neutral', 'en_otto calm']);
  });

  it.each([
    [
      'a mix of nobody',
      'unknown-voice',
      (v: VoicesService) => v.saveMix({ name: 'X', parts: [...PARTS, { voice: 'no', weight: 1 }] }),
    ],
    ['a mix named as a voice', 'name-taken', (v: VoicesService) => v.saveMix({ name: 'ivy', parts: PARTS })],
    [
      'a mix that is gone',
      'unknown-item',
      (v: VoicesService) => v.saveMix({ id: 'gone', name: 'X', parts: PARTS }),
    ],
    [
      'a style on no base',
      'unknown-style',
      (v: VoicesService) => v.saveStyle({ name: 'X', base: 'sung', controls: {} }),
    ],
    [
      'a style named as a built-in one',
      'name-taken',
      (v: VoicesService) => v.saveStyle({ name: 'Calm', base: 'calm', controls: {} }),
    ],
    ['a voice that is not there', 'unknown-voice', (v: VoicesService) => v.choose({ voiceId: 'no' })],
    ['a style that is not there', 'unknown-style', (v: VoicesService) => v.choose({ styleId: 'no' })],
    ['a favourite of nobody', 'unknown-voice', (v: VoicesService) => v.setFavourite('no', true)],
    ['the end of what is not there', 'unknown-item', (v: VoicesService) => v.removeStyle('no')],
  ])('refuse %s, and nothing changes', async (_, code, act) => {
    const { voices } = await open();
    const before = voices.state();
    await expect(act(voices)).rejects.toMatchObject({ code });
    expect(voices.state()).toEqual(before);
  });

  it('forget a choice that is removed', async () => {
    const { voices } = await open();
    const voiceId = await voices.saveMix({ name: 'Mine', parts: PARTS });
    const styleId = await voices.saveStyle({ name: 'Slow', base: 'calm', controls: { lengthScale: 1.5 } });
    await voices.choose({ voiceId, styleId });
    expect(voices.state().chosen).toMatchObject({ voiceId, styleId });
    await voices.removeMix(voiceId);
    await voices.removeStyle(styleId);
    expect(voices.state().chosen).toMatchObject({ voiceId: 'en_ivy', styleId: 'neutral' });
  });
});

describe('a manner', () => {
  it('leaves languages to voices of their own while nobody is chosen', async () => {
    const { voices } = await open();
    expect(await voices.resolve({})).toEqual({
      style: 'neutral',
      controls: {},
      plan: { maxSegmentDurationMs: 5000, paragraphPauseMs: 350, targetLufs: -16, gainDb: 0 },
    });
    await voices.choose({ voiceId: 'en_otto' });
    expect(await voices.resolve({})).toMatchObject({ voice: 'en_otto' });
    await voices.choose({ voiceId: 'en_ivy' });
    expect(await voices.resolve({})).not.toHaveProperty('voice');
  });

  it('is filled from what is chosen; pauses and loudness are the settings’', async () => {
    const { voices, settings } = await open();
    await settings.change({ paragraphPauseMs: 900, targetLufs: -20 });
    await voices.choose({ controls: { lengthScale: 0.8, pauseMs: { ',': 500 } } });
    expect(await voices.resolve({ voiceId: 'zh_wei' })).toMatchObject({
      voice: 'zh_wei',
      controls: { lengthScale: 0.8, pauseMs: { ',': 500 } },
      plan: { paragraphPauseMs: 900, targetLufs: -20 },
    });
    // A style that is named is heard as it was made.
    const { controls } = await voices.resolve({ styleId: 'calm' });
    expect(controls).toEqual({ pauseMs: { ',': 500 } });
  });

  it('in a style of a person’s own starts from its base, with what is asked on top', async () => {
    const { voices } = await open();
    const styleId = await voices.saveStyle({
      name: 'Slow',
      base: 'calm',
      controls: { lengthScale: 1.5, pitchSemitones: -1 },
    });
    const resolved = await voices.resolve({ styleId, controls: { lengthScale: 2, energyDb: 2 } });
    expect(resolved).toMatchObject({
      style: 'calm',
      controls: { lengthScale: 3, pitchSemitones: -1, energyDb: 2 },
    });
  });

  it('of a mix names its shares', async () => {
    const { voices } = await open();
    const voiceId = await voices.saveMix({ name: 'Mine', parts: PARTS });
    const resolved = await voices.resolve({ voiceId });
    expect(resolved.mix).toEqual(PARTS);
    expect(resolved).not.toHaveProperty('voice');
  });

  it('is chosen without its controls when a style is, but for the listener’s pauses', async () => {
    const { voices } = await open();
    await voices.choose({ controls: { pitchSemitones: 3, pauseMs: { '.': 400 } } });
    await voices.choose({ styleId: 'lively' });
    expect(voices.state().chosen.controls).toEqual({ pauseMs: { '.': 400 } });
  });

  it.each([
    [{ voiceId: 'no' }, 'unknown-voice'],
    [{ styleId: 'no' }, 'unknown-style'],
  ])('%j is refused', async (manner, code) => {
    const { voices } = await open();
    await expect(voices.resolve(manner)).rejects.toMatchObject({ code });
  });

  it('is spoken at once with the pack’s own level, and with the measured one as soon as there is one', async () => {
    const { voices, speech } = await open();
    const manner = { voiceId: 'en_otto', controls: { pitchSemitones: 4 } };
    expect(voices.resolveAtOnce(manner).plan?.gainDb).toBe(0);
    expect(speech.requests).toHaveLength(0);
    const { plan } = await voices.resolve(manner);
    expect(speech.requests).not.toHaveLength(0);
    expect(voices.resolveAtOnce(manner).plan).toEqual(plan);
  });

  it('falls back to the pack’s default where what was chosen is no longer installed', async () => {
    const { voices } = await open(
      createMemoryStore({ ...DEFAULT_SETTINGS, voiceId: 'gone', styleId: 'gone' }),
    );
    expect(await voices.resolve({})).toMatchObject({ style: 'neutral' });
    expect(voices.state().chosen.voiceId).toBe('en_ivy');
  });
});

describe('a preview', () => {
  async function heard(request: PlayRequest | undefined, startOffset = 0): Promise<SpeakItem[]> {
    const items: SpeakItem[] = [];
    if (!request) throw new Error('nothing was played');
    for await (const item of request.open(startOffset, new AbortController().signal)) items.push(item);
    return items;
  }

  it('is rendered live the first time and comes from its recording after that', async () => {
    const { voices, played, speech } = await open();
    const manner = { voiceId: 'zh_lian', styleId: 'calm' };
    voices.preview(manner);
    const first = await heard(played[0]);
    const rendered = speech.requests.length;
    voices.preview(manner);
    const second = await heard(played[1]);
    expect(speech.requests).toHaveLength(rendered);
    const samples = (items: SpeakItem[]) =>
      items.flatMap((one) => (one.kind === 'audio' ? [...one.pcm] : []));
    expect(samples(second)).toEqual(samples(first));
    expect(played[0]).toMatchObject({ origin: 'preview', title: 'Lian' });
    expect(await voices.previewsUsage()).toMatchObject({ entries: 1 });
    await voices.clearPreviews();
    expect(await voices.previewsUsage()).toEqual({ bytes: 0, entries: 0 });
  });

  it('of a mix can be heard before it is saved', async () => {
    const { voices, played, speech } = await open();
    const parts = [
      { voice: 'en_ivy', weight: 1 },
      { voice: 'zh_lian', weight: 3 },
    ];
    voices.previewMix(parts, { styleId: 'calm' });
    await heard(played[0]);
    expect(played[0]).toMatchObject({ origin: 'preview', title: 'Lian + Ivy' });
    expect(speech.requests.at(-1)).toMatchObject({ mix: parts, style: 'calm', language: 'zh' });
    expect(() => voices.preview({ voiceId: 'no' })).toThrow('no voice');
    expect(() => voices.previewMix([{ voice: 'no', weight: 1 }], {})).toThrow(
      expect.objectContaining({
        code: 'unknown-voice',
      }) as Error,
    );
  });

  it('of every voice is recorded in the background, when nobody speaks', async () => {
    const { voices, clock, turns, speech, played } = await open();
    const endSpeech = turns.beginLive();
    await clock.advance(10_000);
    expect(speech.requests).toHaveLength(0);
    const recorded = eventually(
      async () => (await voices.previewsUsage()).entries === manifest.voices.length,
    );
    endSpeech();
    await recorded;
    const rendered = speech.requests.length;
    for (const { id } of manifest.voices) voices.preview({ voiceId: id, styleId: 'neutral', controls: {} });
    for (const request of played) await heard(request);
    expect(speech.requests).toHaveLength(rendered);
  });
});

/** Looks again and again, giving files their turn. */
async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve));
}
