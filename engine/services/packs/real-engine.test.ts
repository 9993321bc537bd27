import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyEncoder } from '../../acoustic/testing/tiny-style-pack.js';
import { createNodeLauncher } from '../../host/node-launcher.js';
import { buildEngine, engineEntry, starterPackDir } from '../../host/testing/built-engine.js';
import { installationPaths } from '../../host/paths.js';
import { writeTinyPack } from '../../packs/testing/tiny-packs.js';
import { appContract, type AppContract } from '../../shared/app-contract.js';
import type { PacksState } from '../../shared/app/packs.js';
import type { VoicesState } from '../../shared/app/voices.js';
import { systemClock } from '../../shared/clock.js';
import { joinSamples } from '../../shared/join-samples.js';
import { createClient, type Client } from '../../shared/rpc-client.js';
import { serve } from '../../shared/rpc-server.js';
import { createMemoryPortPair } from '../../shared/transport.js';
import { createApp, type App } from '../app.js';
import { FakePlayer } from '../session/testing/fake-player.js';

/** The real engine in a whole app: a model comes, speaks and goes. */

const paths = installationPaths(import.meta.url);
const TEXT = 'The boat was tied to the old pier, and nobody had used it.';

let folder = '';
let app: App;
let client: Client<AppContract>;
let packs: PacksState;
let voices: VoicesState;

beforeAll(async () => {
  buildEngine();
  folder = await mkdtemp(join(tmpdir(), 'sotto-real-packs-'));
  await writeModel(join(folder, 'model'));
  const dataDir = join(folder, 'data');
  const cacheDir = join(folder, 'cache');
  app = await createApp({
    host: {
      ...{ version: '1', platform: process.platform, deviceMemoryBytes: 8 * 1024 ** 3, locale: 'en' },
      capabilities: {
        ...{ globalHotkeys: false, tray: false, startWithSystem: false, selection: false, updates: false },
      },
    },
    runtime: {},
    processor: { name: 'a processor', coreCount: 2 },
    ...{ dataDir, cacheDir, packDir: starterPackDir, packsDir: join(dataDir, 'packs') },
    ...{ ownVoicesDir: join(dataDir, 'own-voices'), calibrationDir: join(cacheDir, 'calibration') },
    dictionaryFile: paths.dictionaryFile,
    clock: systemClock,
    wallClockMs: () => Date.now(),
    launcher: createNodeLauncher(engineEntry),
    selection: { selection: () => Promise.resolve(''), clipboard: () => Promise.resolve('') },
    phraseCache: {
      dir: join(cacheDir, 'phrases'),
      usage: () => Promise.resolve({ bytes: 0, entries: 0 }),
      clear: () => Promise.resolve(),
    },
    closeQuick: () => undefined,
    hotkeys: null,
    onHotkeyFailed: () => undefined,
  });
  const [page, host] = createMemoryPortPair();
  serve(appContract, app.handlers, host);
  client = createClient(appContract, page);
  client.packsWatch({}, (state) => (packs = state));
  client.voicesWatch({}, (state) => (voices = state));
}, 240_000);

afterAll(async () => {
  await app.dispose();
  await rm(folder, { recursive: true });
});

/** A pack that also makes voices of recordings. */
async function writeModel(dir: string): Promise<void> {
  const manifest = await writeTinyPack(dir, { family: 'staged', id: 'tiny', name: 'Tiny' });
  const graphs: Record<string, unknown> = { ...(manifest.graphs as Record<string, unknown>) };
  for (const [index, name] of ['styleEncoder', 'prosodyEncoder'].entries()) {
    const bytes = tinyEncoder(128, index + 1);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    graphs[name] = { fp32: { file: `${name}.onnx`, bytes: bytes.length, sha256 } };
    await writeFile(join(dir, `${name}.onnx`), bytes);
  }
  await writeFile(join(dir, 'pack.json'), JSON.stringify({ ...manifest, graphs }));
}

async function importModel(path: string): Promise<PacksState['tasks'][number] | undefined> {
  const { taskId } = await client.packImport({ path });
  const task = () => packs.tasks.find(({ id }) => id === taskId);
  await expect.poll(() => task()?.state, { timeout: 60_000 }).toMatch(/done|failed/);
  return task();
}

/** Speaks a text to its end. */
async function hear(text: string): Promise<Float32Array> {
  const player = new FakePlayer({ isEager: true });
  app.attachPlayer(player.hostPort);
  const { utteranceId } = await client.speechStart({ text });
  const state = () => app.session.state();
  await expect
    .poll(() => (state().utterance?.id === utteranceId ? state().status : ''), { timeout: 60_000 })
    .toMatch(/idle|failed/);
  expect(state().error).toBeNull();
  const heard = player.played.filter(({ generation }) => generation === utteranceId);
  return joinSamples(heard.map(({ pcm }) => pcm));
}

describe('a model', { timeout: 240_000 }, () => {
  it('is imported, chosen and heard; when it is removed, others speak, and nothing of the person’s is lost', async () => {
    const before = await hear(TEXT);
    const imported = await importModel(join(folder, 'model'));
    expect(imported).toMatchObject({ state: 'done', error: null });
    expect(packs.installed.map(({ id, problem }) => [id, problem])).toEqual([
      ['starter', null],
      ['tiny', null],
    ]);

    const parts = ['tiny/en_one', 'tiny/zh_one'].map((voice) => ({ voice, weight: 1 }));
    const mix = await client.mixSave({ name: 'Both of tiny', parts });
    await client.voiceFavourite({ voiceId: 'tiny/zh_one', isFavourite: true });
    await client.voiceChoose({ voiceId: 'tiny/en_one' });
    expect(voices.chosen.voiceId).toBe('tiny/en_one');
    const own = await hear(TEXT);
    expect(own.length).toBeGreaterThan(24_000);
    expect(own).not.toEqual(before);
    await client.voiceChoose({ voiceId: mix.id });
    expect(await hear(TEXT)).not.toEqual(own);
    await expect
      .poll(() => packs.installed.find(({ id }) => id === 'tiny')?.isLoaded, { timeout: 20_000 })
      .toBe(true);

    await client.packRemove({ packId: 'tiny' });
    expect(await readdir(join(folder, 'data', 'packs'))).toEqual([]);
    expect(voices.chosen).toMatchObject({ voiceId: 'en_ivy', missingVoiceId: mix.id });
    expect(voices.voices.filter(({ isUnavailable }) => isUnavailable).map(({ id }) => id)).toEqual([
      mix.id,
      'tiny/zh_one',
    ]);
    expect(await hear(TEXT)).toEqual(before);

    expect(await importModel(join(folder, 'model'))).toMatchObject({ state: 'done', error: null });
    expect(voices.chosen.voiceId).toBe(mix.id);
    expect(voices.voices.some(({ isUnavailable }) => isUnavailable)).toBe(false);
  });

  it('makes a voice of a recording, which speaks like any other', async () => {
    const spoken = await hear(`${TEXT} ${TEXT}`);
    await client.voiceChoose({ voiceId: 'tiny/en_one' });
    const other = await hear(TEXT);
    const recording = {
      ...{ name: 'Me', packId: 'tiny', language: 'en' as const, sampleRateHz: 24_000, hasConsent: true },
      samples: Buffer.from(spoken.buffer, spoken.byteOffset, spoken.byteLength).toString('base64'),
    };
    const { voiceId } = await client.recordingMakeVoice(recording);
    await client.voiceChoose({ voiceId });
    const own = await hear(TEXT);
    expect(own.length).toBeGreaterThan(24_000);
    expect(own).not.toEqual(other);
    expect(packs.recorded).toMatchObject([{ id: voiceId, name: 'Me', packId: 'tiny' }]);
    const tooShort = Buffer.from(spoken.buffer, spoken.byteOffset, 4 * 12_000).toString('base64');
    await expect(
      client.recordingMakeVoice({ ...recording, name: 'Nobody', samples: tooShort }),
    ).rejects.toMatchObject({ code: 'recording-refused', details: { finding: 'too-short' } });
    await client.recordingRemoveVoice({ voiceId });
    expect(voices.chosen).toMatchObject({ voiceId: 'en_ivy' });
    expect(voices.chosen).not.toHaveProperty('missingVoiceId');
  });

  it('that is broken is refused with the reason, and leaves nothing', async () => {
    const broken = join(folder, 'broken');
    await writeTinyPack(broken, { family: 'staged', id: 'broken', name: 'Broken' });
    await truncate(join(broken, 'generator.onnx'), 500);
    const task = await importModel(broken);
    expect(task?.error?.code).toMatch(/^pack-/);
    expect(task?.findings.some(({ level }) => level === 'refused')).toBe(true);
    expect(await readdir(join(folder, 'data', 'packs'))).not.toContain('broken');
  });
});
