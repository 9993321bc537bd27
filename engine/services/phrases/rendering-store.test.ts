import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SottoError } from '../../shared/errors.js';
import { openRenderingStore, type RenderingStore } from './rendering-store.js';
import type { Rendering } from '../renderings/rendering.js';

let dir = '';
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'sotto-renderings-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const lost: string[] = [];
const troubles: SottoError[] = [];
const open = (maxBytes = 1e9, hotBytes = 1e9): Promise<RenderingStore> =>
  openRenderingStore({
    ...{ dir: join(dir, 'store'), maxBytes, hotBytes },
    onLost: (name) => lost.push(name),
    onTrouble: (error) => troubles.push(error),
  });

const rendering = (sampleCount: number, value = 0.5): Rendering => ({
  sampleRateHz: 24_000,
  segments: [
    {
      ...{ source: { start: 0, end: 4 }, language: 'en', break: 'sentence', spans: [], words: [] },
      ...{ sampleCount, pauseSamples: 0 },
    },
  ],
  pcm: new Float32Array(sampleCount).fill(value),
});

describe('the store of renderings', () => {
  it('finds after a restart what was kept, with its length, without reading it', async () => {
    const store = await open();
    await store.keep('a', rendering(24_000));
    expect(store.hot('a')).toEqual(rendering(24_000));
    const again = await open();
    expect([again.has('a'), again.durationMs('a'), again.bytes]).toEqual([true, 1000, store.bytes]);
    expect(again.hot('a')).toBeUndefined();
    expect(await again.read('a')).toEqual(rendering(24_000));
    expect(again.hot('a')).toBeDefined();
  });

  it('refuses what does not fit, and keeps the rest', async () => {
    const store = await open(10_000);
    await store.keep('a', rendering(2000));
    await expect(store.keep('b', rendering(2000))).rejects.toMatchObject({ code: 'too-large' });
    expect([store.has('a'), store.has('b')]).toEqual([true, false]);
    await store.keep('a', rendering(2200));
    await store.retain((name) => name !== 'a');
    expect([store.bytes, store.entryCount]).toEqual([0, 0]);
    await store.keep('b', rendering(2000));
  });

  it('keeps as much in memory as it may, and does not drop one for another that nobody asked for', async () => {
    const store = await open(1e9, 20_000);
    await store.keep('a', rendering(2000));
    await store.keep('b', rendering(2000));
    await store.keep('c', rendering(2000));
    expect([store.hot('a'), store.hot('b'), store.hot('c')].map(Boolean)).toEqual([true, true, false]);
    expect(await store.read('c')).toBeDefined();
    expect(store.hot('c')).toBeDefined();
    const again = await open(1e9, 20_000);
    await again.warm(['missing', 'c', 'b', 'a'], new AbortController().signal);
    expect(['a', 'b', 'c'].map((name) => Boolean(again.hot(name)))).toEqual([false, true, true]);
  });

  it('finds damage when it reads, tells, and forgets the rendering', async () => {
    const store = await open();
    await store.keep('a', rendering(2000));
    const again = await open();
    for (const file of await contentFiles()) await writeFile(file, 'damaged');
    lost.length = 0;
    expect(await again.read('a')).toBeUndefined();
    expect(lost).toEqual(['a']);
    expect([again.has('a'), again.bytes]).toEqual([false, 0]);
    await again.keep('a', rendering(2000, 0.25));
    expect(await (await open()).read('a')).toEqual(rendering(2000, 0.25));
  });

  it('says so when the folder cannot be used, and serves from memory what it is given', async () => {
    await writeFile(join(dir, 'store'), 'a file in its place');
    troubles.length = 0;
    const store = await open();
    await expect(store.keep('a', rendering(10))).rejects.toMatchObject({ code: 'cache-failed' });
    store.remember('a', rendering(10));
    expect(await store.read('a')).toEqual(rendering(10));
    expect(troubles.every(({ code }) => code === 'cache-failed')).toBe(true);
  });

  it('is empty after it was cleared', async () => {
    const store = await open();
    await store.keep('a', rendering(2000));
    await store.clear();
    expect([store.has('a'), store.hot('a'), store.bytes]).toEqual([false, undefined, 0]);
    expect((await open()).entryCount).toBe(0);
  });
});

async function contentFiles(): Promise<string[]> {
  const content = join(dir, 'store', 'content-v2');
  const entries = await readdir(content, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
