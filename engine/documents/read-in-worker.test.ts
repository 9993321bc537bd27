import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../shared/clock.js';
import { createDocumentReader } from './read-in-worker.js';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-documents-'));
  const bundle = await rolldown({
    input: fileURLToPath(new URL('document-worker.ts', import.meta.url)),
    platform: 'node',
    logLevel: 'warn',
  });
  await bundle.write({ file: at('documents.mjs'), format: 'esm' });
  await bundle.close();
  await writeFile(at('a.txt'), 'Words.');
  await writeFile(at('broken.txt'), Buffer.from([0, 1]));
  await writeFile(at('stuck.mjs'), `${STARTED} for (;;);`);
  await writeFile(
    at('greedy.mjs'),
    `${STARTED} const all = []; for (;;) all.push(new Array(1e6).fill(all.length));`,
  );
  await writeFile(at('gone.mjs'), `${STARTED} process.exit(3);`);
});

afterAll(() => rm(folder, { recursive: true }));

const STARTED =
  "import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ kind: 'started' });";

describe('a reader in a thread of its own', () => {
  it('reads, and passes errors on', async () => {
    const read = createDocumentReader(at('documents.mjs'), systemClock);
    expect(await read(at('a.txt'), 'a.txt')).toMatchObject({ title: 'a', chapters: [{ text: 'Words.' }] });
    await expect(read(at('broken.txt'), 'broken.txt')).rejects.toMatchObject({ code: 'binary-input' });
  });

  it.each([
    ['stuck.mjs', /takes too long/],
    ['greedy.mjs', /takes too much memory/],
    ['gone.mjs', /the reader stopped at a\.txt/],
  ])('gives up on what is %s', async (entry, words) => {
    const read = createDocumentReader(at(entry), systemClock, entry === 'stuck.mjs' ? 500 : 60_000);
    await expect(read(at('a.txt'), 'a.txt')).rejects.toMatchObject({
      code: 'document-broken',
      message: expect.stringMatching(words) as string,
    });
  });

  it('reads without one where none can be started', async () => {
    const read = createDocumentReader(at('missing.mjs'), systemClock);
    expect((await read(at('a.txt'), 'a.txt')).title).toBe('a');
  });
});
