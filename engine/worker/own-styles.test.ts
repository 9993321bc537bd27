import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { encodeVector, writeOwnVoice } from '../packs/own-voices.js';
import { speak, useTinyEngines, type EngineClient } from './testing/tiny-engines.js';

/** Styles that are no voice's own: drawn by diffusion, and made of recordings. */

const engines = useTinyEngines();
const TEXT = 'The style is drawn anew. It carries over to this.\n\nA paragraph begins afresh.';
/** Cut alike however fast the machine is at the moment, and rendered each time. */
const PLAN = { firstSegmentDurationMs: 2500, useCache: false };

const say = (client: EngineClient, seed: number | null) =>
  speak(client, { text: TEXT, plan: PLAN, diffusion: seed === null ? null : { seed } });

/** Half a second of a tone, half a second of silence, and so on. */
const RECORDING = Float32Array.from({ length: 6 * 24_000 }, (_, at) =>
  at % 24_000 < 12_000 ? 0.3 * Math.sin(at / 20) * Math.sin(at / 3000) : 0,
);

describe('a pack that draws styles', () => {
  it('sounds the same for the same seed, in another engine too, and otherwise for another', async () => {
    const packs = [await engines.stylePack('drawing')];
    const client = await engines.greeted({ packs });
    const first = await say(client, 1);
    const other = await say(client, 2);
    const plain = await say(client, null);
    const again = await say(await engines.greeted({ packs }), 1);
    expect(again.pcm).toEqual(first.pcm);
    expect(other.pcm).not.toEqual(first.pcm);
    expect(plain.pcm).not.toEqual(first.pcm);
  });

  it('goes on after a resume with the sound that was broken off', async () => {
    const packs = [await engines.stylePack('drawing')];
    const whole = await say(await engines.greeted({ packs }), 7);
    const [first] = whole.items.filter((item) => item.kind === 'segment');
    const rest = await speak(await engines.greeted({ packs }), {
      text: TEXT,
      plan: PLAN,
      diffusion: { seed: 7 },
      from: { segmentIndex: 1, offsetSamples: 0 },
    });
    const expected = whole.pcm.subarray(first?.sampleCount ?? 0);
    expect(rest.pcm).toHaveLength(expected.length);
    let largest = 0;
    for (const [at, sample] of rest.pcm.entries())
      largest = Math.max(largest, Math.abs(sample - (expected[at] ?? 0)));
    expect(largest).toBeLessThan(1e-4);
  });
});

describe('a voice of a recording', () => {
  it('is encoded, then kept beside its pack, and speaks as any voice of it does', async () => {
    const packs = [await engines.pack({ id: 'home', family: 'split' }), await engines.stylePack('encoding')];
    const client = await engines.greeted({ packs });
    expect((await client.status({})).packs.map((pack) => pack.takesRecordings)).toEqual([false, true]);
    const { vector, findings } = await client.encodeStyle({
      packId: 'encoding',
      sampleRateHz: 24_000,
      pcm: RECORDING,
    });
    expect(vector).toHaveLength(256);
    expect(findings.every((finding) => finding.level === 'warning')).toBe(true);

    const ownVoicesDir = join(engines.dir, 'own');
    await mkdir(ownVoicesDir);
    await writeOwnVoice(ownVoicesDir, {
      schema: 1,
      id: 'own-me',
      name: 'Me',
      packId: 'encoding',
      language: 'en',
      recordingSha256: 'a',
      vector: encodeVector(vector),
    });
    const next = await engines.greeted({ packs, ownVoicesDir });
    expect((await next.voices({})).voices.at(-1)).toMatchObject({ id: 'encoding/own-me', name: 'Me' });
    const mine = await speak(next, { text: TEXT, voice: 'encoding/own-me', diffusion: null });
    const theirs = await speak(next, { text: TEXT, voice: 'encoding/en_one', diffusion: null });
    expect(mine.pcm.length).toBeGreaterThan(10_000);
    expect(mine.pcm).not.toEqual(theirs.pcm);
    const mix = ['encoding/own-me', 'encoding/zh_one'].map((voice) => ({ voice, weight: 1 }));
    await expect(speak(next, { text: TEXT, mix })).resolves.toBeDefined();
  });
});
