import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskStore } from './disk.js';
import { LookupLog, NO_LOOKUPS } from './lookup-log.js';
import { StyleCache, styleSha256 } from './style-cache.js';
import { WriteBehind } from './write-behind.js';

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sotto-disk-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const blob = (index: number, sizeBytes: number) => Buffer.alloc(sizeBytes, `${index}:`);

describe('DiskStore', () => {
  it('stays inside its bytes and drops the oldest first', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 300, max: 1500 }), async (sizesBytes, maxBytes) => {
        await rm(dir, { recursive: true, force: true });
        const store = new DiskStore({ dir, maxBytes });
        for (const [index, sizeBytes] of sizesBytes.entries()) {
          await store.put(`phrase ${index}`, blob(index, sizeBytes), {});
          expect((await store.usage()).bytes).toBeLessThanOrEqual(maxBytes);
        }
        const last = sizesBytes.length - 1;
        const newest = await store.get(`phrase ${last}`);
        if ((sizesBytes[last] ?? 0) <= maxBytes * 0.9) expect(newest.kind).toBe('hit');
      }),
      { numRuns: 15 },
    );
  });

  it('does not keep what is larger than the store', async () => {
    const store = new DiskStore({ dir, maxBytes: 10 });
    await store.put('large', blob(1, 11), {});
    expect(await store.usage()).toEqual({ entries: 0, bytes: 0 });
  });

  it('counts what other processes wrote', async () => {
    await new DiskStore({ dir, maxBytes: 1000 }).put('theirs', blob(1, 600), {});
    const ours = new DiskStore({ dir, maxBytes: 1000 });
    await ours.put('ours', blob(2, 600), {});
    expect((await ours.get('theirs')).kind).toBe('miss');
    expect((await ours.get('ours')).kind).toBe('hit');
  });

  it('misses, and creates nothing, in a folder that does not exist', async () => {
    const store = new DiskStore({ dir: join(dir, 'none'), maxBytes: 10 });
    expect(await store.get('a')).toEqual({ kind: 'miss' });
    await store.clear();
    expect(await store.verify()).toEqual({ entries: 0, bytes: 0, dropped: 0 });
    expect(await readdir(dir)).toEqual([]);
  });

  it('holds only whole entries after writers were killed, with a reader and a writer beside them', async () => {
    const writer = `
      import cacache from 'cacache';
      process.send('ready');
      for (let i = 0; ; i += 1) await cacache.put(process.argv[1], 'k' + (i % 20), Buffer.alloc(300000, i % 251), { algorithms: ['sha256'] });
    `;
    const store = new DiskStore({ dir, maxBytes: 1 << 30 });
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer, dir], {
        cwd: import.meta.dirname,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      await once(child, 'message');
      for (let own = 0; own < 10 * (round + 1); own += 1) {
        await store.put(`own ${own}`, blob(own, 1000), {});
        const seen = await store.get(`k${own % 20}`);
        if (seen.kind === 'hit') expect(new Set(seen.bytes).size).toBe(1);
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    for (let index = 0; index < 20; index += 1) {
      const seen = await store.get(`k${index}`);
      expect(seen.kind).not.toBe('corrupt');
      if (seen.kind === 'hit') expect(new Set(seen.bytes).size).toBe(1);
    }
    await store.verify();
    expect(await readdir(dir)).not.toContain('tmp');
    expect((await store.get('own 39')).kind).toBe('hit');
  });
});

describe('LookupLog', () => {
  it('adds up what several writers appended, across folding, and ignores damage', async () => {
    const path = join(dir, 'log');
    await writeFile(path, '0 0 1 0\n'.repeat(9000) + 'torn li');
    await writeFile(path, '\n', { flag: 'a' });
    const logs = [new LookupLog(path), new LookupLog(path)];
    for (let index = 0; index < 40; index += 1) {
      await logs[index % 2]?.add({ ...NO_LOOKUPS, hotHits: 1, misses: 2 });
    }
    await new LookupLog(path).add({ hotHits: 0, diskHits: 3, misses: 0, corrupt: 1 });
    expect(await new LookupLog(path).total()).toEqual({ hotHits: 40, diskHits: 3, misses: 9080, corrupt: 1 });
    expect((await stat(path)).size).toBeLessThan(2000);
  });
});

describe('WriteBehind', () => {
  it('refuses what exceeds its bytes, goes on after failures, and keeps the order', async () => {
    const done: number[] = [];
    const failures: unknown[] = [];
    const later = new WriteBehind(100, (thrown) => failures.push(thrown));
    const job = (name: number) => () => Promise.resolve(void done.push(name));
    expect(later.add(60, job(1))).toBe(true);
    expect(later.add(60, job(2))).toBe(false);
    expect(later.add(40, () => Promise.reject(new Error('disk full')))).toBe(true);
    expect(done).toEqual([]);
    await later.settled();
    expect(later.add(500, job(3))).toBe(true);
    await later.settled();
    expect(done).toEqual([1, 3]);
    expect(failures).toHaveLength(1);
  });
});

describe('StyleCache', () => {
  it('shares vectors by content and loads in flight by name', async () => {
    const styles = new StyleCache();
    let loads = 0;
    const load = () => {
      loads += 1;
      return Promise.resolve(Float32Array.of(1, 2));
    };
    const [a, again] = await Promise.all([
      styles.resolve('ivy neutral', load),
      styles.resolve('ivy neutral', load),
    ]);
    const b = await styles.resolve('copy of ivy', load);
    expect(a).toBe(again);
    expect(b).toBe(a);
    expect(a.sha256).toBe(styleSha256(Float32Array.of(1, 2)));
    expect(loads).toBe(2);
    expect(styles.stats()).toEqual({ hits: 1, misses: 2, entries: 1 });
  });

  it('forgets a failed load', async () => {
    const styles = new StyleCache();
    await expect(styles.resolve('a', () => Promise.reject(new Error('unreadable')))).rejects.toThrow(
      'unreadable',
    );
    expect((await styles.resolve('a', () => Float32Array.of(3))).values).toEqual(Float32Array.of(3));
  });
});
