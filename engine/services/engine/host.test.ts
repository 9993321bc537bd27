import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseManifest } from '../../packs/load-pack.js';
import type { PackManifest, PackOf } from '../../packs/manifest.js';
import type { EngineState } from '../../shared/app/system.js';
import { createManualClock } from '../../shared/clock.js';
import {
  PROTOCOL_VERSION,
  type EngineConfig,
  type EngineStatus,
  type SpeakItem,
} from '../../shared/contract.js';
import type { EngineHost } from '../engine-host.js';
import { createFakeLauncher, type FakeLauncher } from '../fakes.js';
import { createFakeShelf, type FakeShelf } from '../packs/testing/fake-shelf.js';
import { createMemoryStore } from '../testing/memory-store.js';
import { createSettingsService, DEFAULT_SETTINGS } from '../settings/create-settings.js';
import type { SettingsService } from '../settings/settings-service.js';
import { createEngineHost } from './host.js';

const MB = 1024 * 1024;
const MINUTE_MS = 60_000;
const manifest = parseManifest(
  readFileSync(new URL('../../../models/starter/pack.json', import.meta.url), 'utf8'),
);

const chunk: SpeakItem = {
  kind: 'audio',
  generation: 1,
  segmentIndex: 0,
  offsetSamples: 0,
  pcm: new Float32Array(10),
};

const another = (id: string, changes: Partial<PackManifest> = {}): PackManifest =>
  ({ ...manifest, id, ...changes }) as PackManifest;

function statusOf(rssBytes: number): EngineStatus {
  return {
    engineVersion: 'fake',
    pid: 1,
    uptimeMs: 1,
    packs: [],
    packProblems: [],
    backends: [],
    caches: {
      phrases: { hotHits: 0, diskHits: 0, misses: 0, corrupt: 0, hotEntries: 0, hotBytes: 0 },
      styles: { hits: 0, misses: 0, entries: 0 },
    },
    memory: { rssBytes, peakRssBytes: rssBytes + MB, heapUsedBytes: MB },
    speed: { acousticRtf: 0, decoderRtf: 0, decoderOverheadMs: 0, frontEndRtf: 0, measurements: 0 },
  };
}

let clock: ReturnType<typeof createManualClock>;
let launcher: FakeLauncher;
let settings: SettingsService;
let host: EngineHost;
let shelf: FakeShelf;
let states: EngineState[];
/** What each engine was told, in order. */
let configs: EngineConfig[];
/** Voices whose packs engines were to load ahead; undefined for the first pack. */
let warmed: (string | undefined)[];
let rssBytes: number;
let loadedPacks: EngineStatus['packs'];
/** Tells what the newest engine is loading. */
let tellLoads: (loads: { packIds: string[] }) => void;
/** Lets a speech that waits come to its end. */
let endSpeech: () => void;

beforeEach(() => {
  clock = createManualClock();
  configs = [];
  warmed = [];
  states = [];
  rssBytes = 100 * MB;
  loadedPacks = [];
  const ended = new Promise<void>((resolve) => (endSpeech = resolve));
  launcher = createFakeLauncher(() => ({
    hello({ config }) {
      configs.push(config);
      return { protocolVersion: PROTOCOL_VERSION, engineVersion: 'fake', pid: 1 };
    },
    warm({ voice }) {
      warmed.push(voice);
      return { loadMs: 1, warmMs: 1 };
    },
    modelLoads(_, tell) {
      tellLoads = tell;
      return () => undefined;
    },
    status: () => ({ ...statusOf(rssBytes), packs: loadedPacks }),
    async *speak() {
      yield chunk;
      await ended;
      return { segmentCount: 1, sampleCount: 10, cacheHits: 0, cacheMisses: 1, firstAudioMs: 1 };
    },
  }));
  settings = createSettingsService({ store: createMemoryStore(DEFAULT_SETTINGS), platform: 'linux' });
  shelf = createFakeShelf(manifest);
  host = createEngineHost({
    launcher,
    clock,
    settings,
    device: { memoryBytes: 8192 * MB, coreCount: 2 },
    packs: shelf,
    calibrationDir: null,
    phraseCacheDir: 'cache',
  });
  host.watchState((state) => states.push(state));
});

function loaded(id: string): EngineStatus['packs'][number] {
  return {
    ...{ id, version: '1', name: id, licence: '', precision: 'fp16', sampleRateHz: 24_000 },
    ...{ isLoaded: true, takesRecordings: false },
  };
}

/** Starts a speech and takes its first item. */
async function beginSpeech(): Promise<AsyncGenerator<SpeakItem, unknown, void>> {
  const speech = host.speech.speak({ text: 'Hello.' });
  await speech.next();
  return speech;
}

describe('the engine of a host', () => {
  it('starts with the first call, told what the plan and the settings say', async () => {
    expect(launcher.engines).toHaveLength(0);
    await host.client();
    const { hotCacheBytes, precision, threads } = host.plan();
    expect(configs).toMatchObject([
      {
        packs: [{ dir: manifest.id, precision }],
        cacheDir: 'cache',
        device: 'auto',
        hotCacheBytes,
        threads,
      },
    ]);
  });

  it('is started anew for another backend, at once where nobody speaks', async () => {
    await host.client();
    await settings.change({ backend: 'cpu' });
    await clock.advance(1000);
    expect(configs.map(({ device }) => device)).toEqual(['auto', 'cpu']);
    expect(host.state()).toMatchObject({ kind: 'ready', reason: '', restartCount: 0 });
  });

  it('is started anew once for many steps of a slider, and not for what it need not know', async () => {
    await host.client();
    await settings.change({ theme: 'dark', voiceId: 'en_otto' });
    await clock.advance(1000);
    expect(launcher.engines).toHaveLength(1);
    for (const megabytes of [300, 280, 256]) await settings.change({ memoryBudgetBytes: megabytes * MB });
    await clock.advance(1000);
    expect(launcher.engines).toHaveLength(2);
    expect(configs.at(-1)?.hotCacheBytes).toBe(host.plan().hotCacheBytes);
  });

  it('is left alone in the middle of a speech, and started anew after it', async () => {
    const speech = await beginSpeech();
    await settings.change({ backend: 'cpu' });
    await clock.advance(10_000);
    expect(launcher.engines).toHaveLength(1);
    endSpeech();
    while (!(await speech.next()).done);
    await clock.advance(1000);
    expect(configs.map(({ device }) => device)).toEqual(['auto', 'cpu']);
  });

  it('tells the plan now and when it changes, and previews one without a change', async () => {
    const budgets: number[] = [];
    host.watchPlan(({ budgetBytes }) => budgets.push(budgetBytes));
    expect(host.previewPlan(256 * MB)).toMatchObject({ budgetBytes: 256 * MB });
    await settings.change({ theme: 'dark' });
    await settings.change({ memoryBudgetBytes: 256 * MB });
    expect(budgets).toEqual([2048 * MB, 256 * MB]);
  });

  it('is unloaded after the time without work that is set, and never with none', async () => {
    await host.client();
    await clock.advance(9 * MINUTE_MS);
    await host.client();
    await clock.advance(9 * MINUTE_MS);
    expect(host.state().kind).toBe('ready');
    await clock.advance(2 * MINUTE_MS);
    expect(host.state()).toMatchObject({ kind: 'idle', reason: '', rssBytes: null });
    await settings.change({ idleUnloadMinutes: null });
    await host.client();
    await clock.advance(1000 * MINUTE_MS);
    expect(host.state().kind).toBe('ready');
  });

  it('is measured while it runs', async () => {
    await host.client();
    await clock.advance(0);
    expect(host.state()).toMatchObject({ rssBytes: 100 * MB, peakRssBytes: 101 * MB });
    rssBytes = 150 * MB;
    await clock.advance(6000);
    expect(host.state()).toMatchObject({ kind: 'ready', rssBytes: 150 * MB });
  });

  it('is ended and started again when it holds more than it may, with the reason; but not again and again', async () => {
    await host.client();
    rssBytes = 3000 * MB;
    await clock.advance(20_000);
    expect(launcher.engines).toHaveLength(2);
    const reasons = states.map(({ reason }) => reason).filter((reason) => reason !== '');
    expect(new Set(reasons)).toEqual(new Set(['it held 2.9 GB of memory and may hold 2.0 GB']));
    expect(host.state()).toMatchObject({ kind: 'ready', restartCount: 1 });
    await clock.advance(MINUTE_MS);
    expect(launcher.engines).toHaveLength(3);
  });

  it('says why it died, and counts its restarts', async () => {
    await host.client();
    launcher.engines[0]?.crash('ended by SIGSEGV');
    await clock.advance(0);
    expect(host.state()).toMatchObject({
      kind: 'died',
      reason: 'ended by SIGSEGV',
      pid: null,
      restartCount: 0,
    });
    await host.client();
    expect(host.state()).toMatchObject({ kind: 'ready', reason: '', pid: 1001, restartCount: 1 });
    expect(states.map(({ kind }) => kind)).toContain('starting');
  });

  it('starts again by hand after it gave up', async () => {
    for (let death = 0; death < 4; death++) {
      const starting = host.client();
      await clock.advance(MINUTE_MS);
      await starting;
      launcher.engines.at(-1)?.crash('ended by SIGSEGV');
      await clock.advance(0);
    }
    expect(host.state()).toMatchObject({ kind: 'gave-up', reason: 'ended by SIGSEGV' });
    await expect(host.client()).rejects.toMatchObject({ code: 'engine-failed' });
    await host.restart();
    expect(host.state()).toMatchObject({ kind: 'ready', reason: '' });
  });

  it('is told of every installed pack, the built-in one first whoever is chosen', async () => {
    shelf.put(manifest, another('big', { memory: { ...manifest.memory, fp16Bytes: 300 * MB } }));
    await settings.change({ voiceId: 'big/en_ivy' });
    await host.client();
    expect(configs[0]?.packs.map(({ dir, precision }) => [dir, precision])).toEqual([
      [manifest.id, 'fp16'],
      ['big', 'fp16'],
    ]);
    expect(configs[0]).toMatchObject({ ownVoicesDir: 'own-voices', calibrationDir: null });
    // The plan is made for the one that was chosen.
    expect(host.plan().packs.map(({ packId }) => packId)).toEqual(['big', manifest.id]);
    expect(configs[0]?.residentPackCount).toBe(host.plan().residentPackCount);
    await settings.change({ voiceId: 'gone/en_ivy' });
    expect(host.plan().packs.map(({ packId }) => packId)).toEqual([manifest.id, 'big']);
  });

  it('is started anew for another pack, or another one of the same name, but not within a speech', async () => {
    const speech = await beginSpeech();
    shelf.put(manifest, another('added'));
    await clock.advance(10_000);
    await host.letGo();
    expect(launcher.engines).toHaveLength(1);
    endSpeech();
    while (!(await speech.next()).done);
    await clock.advance(1000);
    shelf.put(manifest, another('added', { version: '2' }));
    await clock.advance(1000);
    expect(configs.map(({ packs }) => packs.length)).toEqual([1, 2, 2]);
  });

  it('is not started anew while it is asked for something that takes its time, but after it', async () => {
    let finish = (): void => undefined;
    const trial = host.during(() => new Promise<void>((resolve) => (finish = resolve)));
    await clock.advance(0);
    shelf.put(manifest, another('added'));
    rssBytes = 3000 * MB;
    await clock.advance(10_000);
    await host.letGo();
    expect(launcher.engines).toHaveLength(1);
    rssBytes = 100 * MB;
    finish();
    await trial;
    await clock.advance(1000);
    expect(configs.map(({ packs }) => packs.length)).toEqual([1, 2]);
  });

  it('is told of a pack before it speaks with it, and of a change before it speaks after it', async () => {
    await host.client();
    const speaks = async (voice: string): Promise<void> => {
      endSpeech();
      const speech = host.speech.speak({ text: 'Hello.', voice });
      while (!(await speech.next()).done);
    };
    shelf.put(manifest, another('added'));
    await speaks('en_ivy');
    expect(launcher.engines).toHaveLength(1);
    await speaks('added/en_ivy');
    expect(configs.map(({ packs }) => packs.length)).toEqual([1, 2]);
    shelf.put(manifest, another('added', { version: '2' }));
    await speaks('added/en_ivy');
    await speaks('added/en_ivy');
    expect(launcher.engines).toHaveLength(3);
  });

  it('lets a pack go at once where nobody speaks, and comes back without it', async () => {
    shelf.put(manifest, another('added'));
    await host.client();
    await host.letGo();
    expect(launcher.engines).toHaveLength(1);
    shelf.put(manifest);
    await host.letGo();
    await expect(launcher.engines[0]?.exited).resolves.toBe('killed');
    await host.client();
    expect(configs.map(({ packs }) => packs.length)).toEqual([2, 1]);
  });

  it('has the chosen voice’s pack ready, from its start and as soon as it is chosen', async () => {
    shelf.put(manifest, another('added'));
    await host.client();
    await clock.advance(0);
    await settings.change({ voiceId: 'added/en_ivy' });
    await clock.advance(1000);
    expect(warmed).toEqual([undefined, 'added/en_ivy']);
    await settings.change({ voiceId: 'added/en_otto' });
    await host.restart();
    await host.unload();
    await host.client();
    await clock.advance(0);
    expect(warmed).toEqual([undefined, 'added/en_ivy', 'added/en_otto']);
    expect(launcher.engines).toHaveLength(2);
  });

  it('runs a pack in the precision that the person has chosen, where there is one', async () => {
    const [graph] = Object.values(manifest.graphs) as [PackOf<'single'>['graphs']['model']];
    const graphs = { model: { fp16: graph.fp16, fp32: graph.fp16 } };
    shelf.put(manifest, another('two', { family: 'single', graphs } as Partial<PackManifest>));
    const precision = (): string | undefined =>
      host.plan().packs.find(({ packId }) => packId === 'two')?.precision;
    for (const name of ['fp16', 'fp32']) {
      await settings.change({ packPrecisions: { two: name } });
      expect(precision()).toBe(name);
    }
    await settings.change({ packPrecisions: { two: 'int3' } });
    expect(['fp16', 'fp32']).toContain(precision());
  });

  it('tells which packs it has loaded, and none when it is gone', async () => {
    const told: string[][] = [];
    host.watchPacks(({ packs }) => told.push(packs.map(({ id }) => id)));
    loadedPacks = [loaded(manifest.id)];
    await host.client();
    await clock.advance(0);
    await host.unload();
    expect(told).toEqual([[], [manifest.id], []]);
  });

  it('names the model that is being loaded, until it is or the process is gone', async () => {
    shelf.put(manifest, another('big', { name: 'Big' }));
    const load = async (packIds: string[]): Promise<void> => {
      tellLoads({ packIds });
      await clock.advance(0);
    };
    await host.client();
    await load(['big']);
    expect(host.state()).toMatchObject({ kind: 'ready', loadingModel: 'Big' });
    await load([]);
    expect(host.state().loadingModel).toBeUndefined();
    await load(['big']);
    await host.unload();
    expect(host.state()).toMatchObject({ kind: 'idle' });
    expect(host.state().loadingModel).toBeUndefined();
  });

  it('is not ended for a pack that cannot fit, which would only be loaded again', async () => {
    shelf.put(manifest, another('huge', { memory: { fp16Bytes: 9000 * MB } }));
    loadedPacks = [loaded(manifest.id), loaded('huge')];
    rssBytes = 3000 * MB;
    await host.client();
    await clock.advance(20_000);
    expect(host.plan().reasons.map(({ code }) => code)).toContain('pack-too-large');
    expect(launcher.engines).toHaveLength(1);
    loadedPacks = [loaded(manifest.id)];
    await clock.advance(20_000);
    expect(launcher.engines).toHaveLength(2);
  });

  it('ends with its host', async () => {
    await host.client();
    await host.dispose();
    await expect(launcher.engines[0]?.exited).resolves.toBe('killed');
    await settings.change({ backend: 'cpu' });
    await clock.advance(MINUTE_MS);
    expect(launcher.engines).toHaveLength(1);
  });
});
