import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeLauncher } from '../../host/node-launcher.js';
import { buildEngine, engineEntry, starterPackDir } from '../../host/testing/built-engine.js';
import type { EngineState } from '../../shared/app/system.js';
import { systemClock } from '../../shared/clock.js';
import { joinSamples } from '../../shared/join-samples.js';
import type { EngineHost } from '../engine-host.js';
import { openPackShelf } from '../packs/pack-shelf.js';
import { createMemoryStore } from '../testing/memory-store.js';
import { createSettingsService, DEFAULT_SETTINGS } from '../settings/create-settings.js';
import { createEngineHost } from './host.js';

/** The real engine process under a host. */

const TEXT = 'The first sentence is not long. The second one goes on for a while, as sentences do. Good bye!';

let host: EngineHost;
let dataDir = '';
beforeAll(async () => {
  buildEngine();
  dataDir = await mkdtemp(join(tmpdir(), 'sotto-real-host-'));
  host = createEngineHost({
    launcher: createNodeLauncher(engineEntry),
    clock: systemClock,
    settings: createSettingsService({
      store: createMemoryStore(DEFAULT_SETTINGS),
      platform: process.platform,
    }),
    device: { memoryBytes: 8 * 1024 ** 3, coreCount: 2 },
    packs: await openPackShelf({
      builtInDir: starterPackDir,
      packsDir: join(dataDir, 'packs'),
      ownVoicesDir: join(dataDir, 'own-voices'),
    }),
    calibrationDir: null,
    phraseCacheDir: null,
  });
}, 240_000);
afterAll(async () => {
  await host.dispose();
  await rm(dataDir, { recursive: true });
});

/** @param onAudio told of every chunk, by its number */
async function speak(onAudio: (index: number) => void = () => undefined): Promise<Float32Array> {
  const chunks: Float32Array[] = [];
  // What a dead engine had cached would hide that a sentence is rendered again.
  for await (const item of host.speech.speak({ text: TEXT, plan: { useCache: false } }))
    if (item.kind === 'audio') {
      chunks.push(item.pcm);
      onAudio(chunks.length);
    }
  return joinSamples(chunks);
}

describe('the real engine of a host', () => {
  it('is killed in the middle of a sentence: the speech goes on to the sample, and the state tells it', async () => {
    const undisturbed = await speak();
    const states: EngineState[] = [];
    const stop = host.watchState((state) => states.push(state));
    const { pid } = host.state();
    if (pid === null) throw new Error('no engine runs');
    const disturbed = await speak((index) => {
      if (index === 2) process.kill(pid, 'SIGKILL');
    });
    stop();
    expect(Buffer.from(disturbed.buffer).equals(Buffer.from(undisturbed.buffer))).toBe(true);
    const told = states.map(({ kind, reason }) => `${kind}: ${reason}`);
    expect(told).toContain('died: ended by SIGKILL');
    expect(told).toContain('starting: ended by SIGKILL');
    expect(host.state()).toMatchObject({ kind: 'ready', reason: '', restartCount: 1 });
    expect(host.state().pid).not.toBe(pid);
  });

  it('holds less memory than its plan expects', async () => {
    const measured = new Promise<number>((resolve) => {
      host.watchState(({ peakRssBytes }) => {
        if (peakRssBytes !== null) resolve(peakRssBytes);
      });
    });
    expect(await measured).toBeLessThan(host.plan().expectedBytes);
  });
});
