import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HotCache } from './hot.js';
import { phraseDigest } from './key.js';
import { openPhraseDisk, PhraseCache } from './phrase-cache.js';
import { decodeRendered, encodeRendered } from './rendered-codec.js';
import { aKey, aSegment } from './test-phrases.js';

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sotto-cache-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** A cache as another process would open it: nothing in memory. */
const cold = () => new PhraseCache({ hotBytes: 1 << 20, dir });

async function stored(): Promise<void> {
  const cache = cold();
  await cache.put(aKey(), aSegment());
  await cache.settled();
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const contentFiles = async () => (await filesUnder(dir)).filter((path) => path.includes('content-v'));
const indexFiles = async () => (await filesUnder(dir)).filter((path) => path.includes('index-v'));

describe('rendered segments as bytes', () => {
  it('come back bit by bit', () => {
    fc.assert(
      fc.property(fc.float32Array(), fc.int32Array(), (pcm, durationsFrames) => {
        expect(decodeRendered(encodeRendered({ pcm, durationsFrames }))).toEqual({ pcm, durationsFrames });
      }),
    );
  });

  it('are refused when cut short or lengthened', () => {
    const bytes = encodeRendered(aSegment());
    for (const length of [0, 5, 12, bytes.length - 1]) {
      expect(decodeRendered(bytes.subarray(0, length))).toBeUndefined();
    }
    expect(decodeRendered(Uint8Array.of(...bytes, 0))).toBeUndefined();
  });
});

describe('HotCache', () => {
  it('never holds more than its bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.array(fc.nat(3000)), (maxBytes, sizes) => {
        const hot = new HotCache(maxBytes);
        for (const [index, size] of sizes.entries()) {
          hot.set(String(index), aSegment(1, size));
          expect(hot.bytes).toBeLessThanOrEqual(maxBytes);
        }
      }),
    );
  });

  it('forgets what was not used for longest', () => {
    const hot = new HotCache(6500);
    hot.set('a', aSegment(1));
    hot.set('b', aSegment(2));
    hot.get('a');
    hot.set('c', aSegment(3));
    expect([hot.get('a'), hot.get('b'), hot.get('c')].map((found) => found !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('PhraseCache', () => {
  it('answers from memory, then from disk, and counts', async () => {
    const first = cold();
    expect(await first.get(aKey())).toBeUndefined();
    await first.put(aKey(), aSegment());
    expect(await first.get(aKey())).toEqual(aSegment());
    await first.settled();
    const second = cold();
    expect(await second.get(aKey())).toEqual(aSegment());
    expect(await second.get(aKey())).toEqual(aSegment());
    await second.settled();
    expect(first.stats()).toMatchObject({ hotHits: 1, diskHits: 0, misses: 1, corrupt: 0, hotEntries: 1 });
    expect(second.stats()).toMatchObject({ hotHits: 1, diskHits: 1, misses: 0, corrupt: 0, hotEntries: 1 });
    expect(await openPhraseDisk(dir).log.total()).toEqual({ hotHits: 2, diskHits: 1, misses: 1, corrupt: 0 });
  });

  it('keeps its own copy of the samples', async () => {
    const cache = cold();
    const segment = aSegment();
    await cache.put(aKey(), segment);
    segment.pcm.fill(9);
    expect(await cache.get(aKey())).toEqual(aSegment());
  });

  it('keeps other people out of what was spoken', async () => {
    const privateDir = join(dir, 'phrases');
    const cache = new PhraseCache({ hotBytes: 0, dir: privateDir });
    await cache.put(aKey(), aSegment());
    await cache.settled();
    expect((await stat(privateDir)).mode & 0o077).toBe(0);
  });

  it.each([
    ['changed bytes', async (path: string) => writeFile(path, (await readFile(path)).fill(7, 100, 120))],
    ['a cut file', (path: string) => truncate(path, 50)],
    ['an empty file', (path: string) => truncate(path, 0)],
  ])('drops and makes anew an entry with %s', async (_name, damage) => {
    await stored();
    for (const path of await contentFiles()) await damage(path);
    const cache = cold();
    expect(await cache.get(aKey())).toBeUndefined();
    expect(cache.stats()).toMatchObject({ misses: 1, corrupt: 1 });
    expect(await contentFiles()).toEqual([]);
    await cache.put(aKey(), aSegment());
    await cache.settled();
    expect(await cold().get(aKey())).toEqual(aSegment());
  });

  it('drops an entry whose content is whole but not a phrase', async () => {
    await openPhraseDisk(dir).disk.put(phraseDigest(aKey()), Buffer.from('from another version'), {});
    const cache = cold();
    expect(await cache.get(aKey())).toBeUndefined();
    expect(cache.stats().corrupt).toBe(1);
    expect(await openPhraseDisk(dir).disk.usage()).toEqual({ entries: 0, bytes: 0 });
  });

  it.each([
    ['lost content', contentFiles],
    ['a lost index', indexFiles],
  ])('misses, and makes anew, an entry with %s', async (_name, files) => {
    await stored();
    for (const path of await files()) await rm(path);
    const cache = cold();
    expect(await cache.get(aKey())).toBeUndefined();
    await cache.put(aKey(), aSegment());
    await cache.settled();
    expect(await cold().get(aKey())).toEqual(aSegment());
  });

  it('never answers with wrong samples, whatever byte of its files is hit', async () => {
    await stored();
    const files = [...(await contentFiles()), ...(await indexFiles())];
    const whole = new Map(
      await Promise.all(files.map(async (path) => [path, await readFile(path)] as const)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (path, at, flip) => {
          const damaged = Buffer.from(whole.get(path) ?? []);
          damaged[at % damaged.length] = (damaged[at % damaged.length] ?? 0) ^ flip;
          await writeFile(path, damaged);
          const found = await cold().get(aKey());
          if (found !== undefined) expect(found).toEqual(aSegment());
          await Promise.all([...whole].map(([file, bytes]) => writeFile(file, bytes)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('verify drops what is damaged and keeps the rest', async () => {
    const cache = cold();
    await cache.put(aKey(), aSegment(1));
    await cache.put(aKey({ tokens: [1] }), aSegment(2));
    await cache.settled();
    const [damaged] = await contentFiles();
    await truncate(damaged ?? '', 3);
    const report = await cold().verify();
    expect(report).toMatchObject({ entries: 1, dropped: 1 });
    expect(await cold().verify()).toMatchObject({ entries: 1, dropped: 0 });
  });

  it('clear forgets memory, disk and counts', async () => {
    const cache = cold();
    await cache.put(aKey(), aSegment());
    await cache.clear();
    expect(await cache.get(aKey())).toBeUndefined();
    expect(await cold().get(aKey())).toBeUndefined();
    expect(await contentFiles()).toEqual([]);
  });

  it('is a miss, with the reason kept, where the folder cannot be used', async () => {
    const path = join(dir, 'a file');
    await writeFile(path, '');
    const cache = new PhraseCache({ hotBytes: 1 << 20, dir: path });
    expect(await cache.get(aKey())).toBeUndefined();
    await cache.put(aKey(), aSegment());
    await cache.settled();
    expect(await cache.get(aKey())).toEqual(aSegment());
    expect(cache.stats().trouble).toMatch(/ENOTDIR|EEXIST/);
    await chmod(path, 0o600);
  });

  it('keeps a phrase in memory alone when it is told to', async () => {
    const cache = cold();
    await cache.put(aKey(), aSegment(), 'memory');
    await cache.settled();
    expect(await cache.get(aKey())).toEqual(aSegment());
    expect(await cold().get(aKey())).toBeUndefined();
    expect(cache.stats()).not.toHaveProperty('trouble');
  });

  it('works in memory alone', async () => {
    const cache = new PhraseCache({ hotBytes: 1 << 20, dir: null });
    await cache.put(aKey(), aSegment());
    expect(await cache.get(aKey())).toEqual(aSegment());
    expect(await cache.verify()).toEqual({ entries: 0, bytes: 0, dropped: 0 });
  });
});
