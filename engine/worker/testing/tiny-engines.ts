import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { tinyDenoiser, tinyEncoder, tinyTextFeatures } from '../../acoustic/testing/tiny-style-pack.js';
import { writeTinyPack, type TinyPackOptions } from '../../packs/testing/tiny-packs.js';
import { systemClock, type Clock } from '../../shared/clock.js';
import {
  engineContract,
  PROTOCOL_VERSION,
  type EngineContract,
  type SpeakItem,
  type SpeakRequestInput,
  type SpeakSummary,
} from '../../shared/contract.js';
import { joinSamples } from '../../shared/join-samples.js';
import { createClient, type Client } from '../../shared/rpc-client.js';
import { serve } from '../../shared/rpc-server.js';
import { createMemoryPortPair } from '../../shared/transport.js';
import { createEngine } from '../engine.js';

export type EngineClient = Client<EngineContract>;
type Config = Parameters<EngineClient['hello']>[0]['config'];

export interface Spoken {
  readonly pcm: Float32Array;
  readonly items: readonly SpeakItem[];
  readonly summary: SpeakSummary;
}

export interface TinyEngines {
  /** A folder that is there for one test. */
  readonly dir: string;
  /** Writes a pack into it. */
  pack(options: TinyPackOptions & { readonly id: string }): Promise<{ dir: string }>;
  /** Writes a staged pack that draws styles and takes recordings. */
  stylePack(id: string): Promise<{ dir: string }>;
  /** An engine that was told its configuration, over ports in memory. */
  greeted(config: Config, clock?: Clock): Promise<EngineClient>;
}

const STYLE_WIDTH = 256;

/** Engines without a process, with models of a few kilobytes; to be called where tests are described. */
export function useTinyEngines(): TinyEngines {
  let dictionaryDir = '';
  let dir = '';
  beforeAll(async () => {
    dictionaryDir = await mkdtemp(join(tmpdir(), 'sotto-dictionary-'));
    const encoder = fileURLToPath(new URL('../../../scripts/build-dictionary.mjs', import.meta.url));
    await promisify(execFile)(process.execPath, [encoder, join(dictionaryDir, 'cmudict.bin')]);
  });
  afterAll(() => rm(dictionaryDir, { recursive: true, force: true }));
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sotto-packs-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  return {
    get dir() {
      return dir;
    },
    async pack(options) {
      const folder = join(dir, options.id);
      await writeTinyPack(folder, options);
      return { dir: folder };
    },
    async stylePack(id) {
      const folder = join(dir, id);
      const manifest = await writeTinyPack(folder, { family: 'staged', id });
      const graphs: Record<string, Uint8Array> = {
        textFeatures: tinyTextFeatures(STYLE_WIDTH),
        denoiser: tinyDenoiser(STYLE_WIDTH, true),
        styleEncoder: tinyEncoder(STYLE_WIDTH / 2, 1),
        prosodyEncoder: tinyEncoder(STYLE_WIDTH / 2, 2),
      };
      const entries: Record<string, unknown> = { ...(manifest.graphs as object) };
      for (const [name, bytes] of Object.entries(graphs)) {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        await writeFile(join(folder, `${name}.onnx`), bytes);
        entries[name] = { fp32: { file: `${name}.onnx`, bytes: bytes.length, sha256 } };
      }
      await writeFile(
        join(folder, 'pack.json'),
        JSON.stringify({ ...manifest, graphs: entries, diffusion: {} }),
      );
      return { dir: folder };
    },
    async greeted(config, clock = systemClock) {
      const [hostPort, enginePort] = createMemoryPortPair();
      const dictionaryFile = join(dictionaryDir, 'cmudict.bin');
      serve(engineContract, createEngine({ dictionaryFile, clock, platform: process.platform }), enginePort);
      const client = createClient(engineContract, hostPort);
      await client.hello({ protocolVersion: PROTOCOL_VERSION, config });
      return client;
    },
  };
}

let lastGeneration = 0;

/** Generations go up for as long as the tests run. */
export function nextGeneration(): number {
  return ++lastGeneration;
}

/** Speaks and takes everything at once. */
export async function speak(
  client: EngineClient,
  asked: Partial<SpeakRequestInput> & { readonly text: string },
): Promise<Spoken> {
  const stream = client.speak({ generation: nextGeneration(), creditSamples: 1e9, ...asked });
  const items: SpeakItem[] = [];
  for await (const item of stream) items.push(item);
  const pcm = joinSamples(items.flatMap((item) => (item.kind === 'audio' ? [item.pcm] : [])));
  return { pcm, items, summary: await stream.result };
}
