import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhraseCache } from '../cache/phrase-cache.js';
import { aKey, aSegment } from '../cache/test-phrases.js';
import { systemClock } from '../shared/clock.js';
import { engineContract, PROTOCOL_VERSION, type EngineContract } from '../shared/contract.js';
import { createClient, type Client } from '../shared/rpc-client.js';
import { serve } from '../shared/rpc-server.js';
import { createMemoryPortPair } from '../shared/transport.js';
import { createEngine } from './engine.js';

/** The engine behind its contract, without a process; calls that need no run of the model. */

const PACK_DIR = fileURLToPath(new URL('../../models/starter', import.meta.url));

let cacheDir = '';
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'sotto-engine-'));
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

function connect(): Client<EngineContract> {
  const [hostPort, enginePort] = createMemoryPortPair();
  const engine = createEngine({
    dictionaryFile: join(cacheDir, 'none.bin'),
    clock: systemClock,
    platform: process.platform,
  });
  serve(engineContract, engine, enginePort);
  return createClient(engineContract, hostPort);
}

async function greeted(): Promise<Client<EngineContract>> {
  const client = connect();
  await client.hello({ protocolVersion: PROTOCOL_VERSION, config: { packs: [{ dir: PACK_DIR }], cacheDir } });
  return client;
}

describe('the engine', () => {
  it('answers nothing but a ping before it was greeted, and greets no other protocol', async () => {
    const client = connect();
    await expect(client.voices({})).rejects.toMatchObject({ code: 'contract-violation' });
    expect((await client.ping({})).uptimeMs).toBeGreaterThanOrEqual(0);
    const hello = client.hello({
      protocolVersion: PROTOCOL_VERSION + 1,
      config: { packs: [{ dir: PACK_DIR }] },
    });
    await expect(hello).rejects.toMatchObject({ code: 'contract-violation' });
  });

  it('names the voices of its pack, each with its styles, and one of them as the default', async () => {
    const { voices, defaults } = await (await greeted()).voices({});
    const standard = voices.find((voice) => voice.id === defaults.voice);
    expect(standard?.styles).toContain(defaults.style);
    for (const voice of voices) expect(voice.styles.length).toBeGreaterThan(0);
    expect(new Set(voices.map((voice) => voice.language))).toEqual(new Set(['en', 'zh']));
  });

  it('verifies and clears the phrases of its folder', async () => {
    const before = new PhraseCache({ hotBytes: 0, dir: cacheDir });
    await before.put(aKey(), aSegment(1));
    await before.put(aKey({ tokens: [0, 7, 0] }), aSegment(2));
    await before.settled();
    const client = await greeted();
    expect(await client.cacheVerify({})).toMatchObject({ entries: 2, dropped: 0 });
    await client.cacheClear({});
    expect(await client.cacheVerify({})).toEqual({ entries: 0, bytes: 0, dropped: 0 });
  });

  it('says with its code what a request lacks', async () => {
    const client = await greeted();
    const speech = client.speak({ generation: 1, text: 'Hello.', creditSamples: 1000 });
    await expect(speech.result).rejects.toMatchObject({ code: 'engine-failed' });
  });
});
