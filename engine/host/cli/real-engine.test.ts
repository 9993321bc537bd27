import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asFolder, kokoroCommunity } from '../../packs/testing/model-folders.js';
import { realInstallation, type FakeInstallation } from './testing/fake-installation.js';

const PACK = fileURLToPath(new URL('../../../models/starter/pack.json', import.meta.url));

describe.skipIf(!existsSync(PACK))('sotto with the starter voice', () => {
  let sotto: FakeInstallation;

  beforeAll(async () => {
    sotto = await realInstallation();
  });

  afterAll(() => sotto.remove());

  const TEXT = 'Hello. Sotto is speaking from your own machine, with 2 sentences.';

  async function speak(...flags: string[]): Promise<{ audio: Buffer; summary: Record<string, unknown> }> {
    const { code, stdout, stderr } = await sotto.run([
      'speak',
      TEXT,
      '-o',
      'a.wav',
      '--format',
      'wav-f32',
      '--json',
      ...flags,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    return {
      audio: await readFile(join(sotto.work, 'a.wav')),
      summary: JSON.parse(stdout.toString()) as Record<string, unknown>,
    };
  }

  it('gives the same samples from the cache, made anew, and without a cache', async () => {
    const first = await speak();
    const again = await speak();
    const uncached = await speak('--no-cache');
    expect(first.summary).toMatchObject({ coverage: { ratio: 1 }, cache: { hits: 0 } });
    expect(again.summary).toMatchObject({ cache: { misses: 0 } });
    expect(uncached.summary).toMatchObject({ cache: { hits: 0 } });
    expect(again.audio.equals(first.audio)).toBe(true);
    expect(uncached.audio.equals(first.audio)).toBe(true);
  });

  it('speaks with a model that was imported', async () => {
    const imported = await sotto.run(['packs', 'import', await asFolder(kokoroCommunity(), sotto.work)]);
    expect(imported.code).toBe(0);
    const { summary } = await speak('-v', 'kokoro-82m-v1.0/heart');
    expect(summary).toMatchObject({ coverage: { ratio: 1 } });
    const voices = await sotto.run(['voices']);
    expect(voices.stdout.toString()).toMatch(/\nkokoro-82m-v1\.0\/af_heart +Heart +English/);
  });

  it('gives word times inside the audio, in the order of the text', async () => {
    const { audio } = await speak('--timings', 't.json');
    const timings = JSON.parse(await readFile(join(sotto.work, 't.json'), 'utf8')) as {
      sampleCount: number;
      segments: { sampleCount: number; words: { text: string; startMs: number; endMs: number }[] }[];
    };
    expect(timings.sampleCount).toBe(timings.segments.reduce((sum, { sampleCount }) => sum + sampleCount, 0));
    expect(audio.length).toBe(58 + timings.sampleCount * 4);
    const words = timings.segments.flatMap((segment) => segment.words);
    expect(words.map(({ text }) => text.toLowerCase())).toContain('two');
    const times = words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual((timings.sampleCount / 24000) * 1000);
  });

  it('says what will be said', async () => {
    const { stdout } = await sotto.run(['phonemes', '--json', '--lines'], { input: 'Dr. Who\n\n你好\n' });
    const lines = stdout
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; segments: { units: { text: string }[] }[] });
    expect(lines.map(({ text }) => text)).toEqual(['Dr. Who', '', '你好']);
    expect(lines[0]?.segments[0]?.units[0]?.text).toBe('Doctor');
  });
});
