import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDownloads } from './downloads.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sotto-downloads-'));
});

afterEach(() => rm(dir, { recursive: true }));

async function made(name: string): Promise<{ path: string; fileName: string }> {
  const path = join(dir, name);
  await writeFile(path, name);
  return { path, fileName: name };
}

describe('downloads', () => {
  it('are found by ids that nobody can guess', async () => {
    const downloads = createDownloads();
    const file = await made('a.wav');
    const ids = [downloads.offer(file), downloads.offer(file)];
    expect(downloads.find(ids[0] ?? '')).toEqual(file);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^[\da-f-]{36}$/);
    expect(downloads.find('constructor')).toBeUndefined();
  });

  it('are deleted, the oldest when there are many, the rest at the end', async () => {
    const downloads = createDownloads();
    const files = await Promise.all(Array.from({ length: 20 }, (_, index) => made(`${index}.wav`)));
    const ids = files.map((file) => downloads.offer(file));
    expect(downloads.find(ids[0] ?? '')).toBeUndefined();
    expect(downloads.find(ids[19] ?? '')).toBeDefined();
    await rm(join(dir, '18.wav'));
    await downloads.dispose();
    expect(await readdir(dir)).toEqual([]);
  });
});
