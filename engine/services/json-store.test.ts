import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SottoError } from '../shared/errors.js';
import { openJsonStore, type JsonStore } from './json-store.js';

const schema = z.object({ words: z.array(z.string()), note: z.string().default('none') });
type Value = z.output<typeof schema>;

let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'sotto-json-store-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

let fileCount = 0;
const newFile = (): string => join(root, `${++fileCount}`, 'value.json');

async function open(file: string): Promise<{ store: JsonStore<Value>; troubles: SottoError[] }> {
  const troubles: SottoError[] = [];
  const initial: Value = { words: [], note: 'initial' };
  const store = await openJsonStore({ file, schema, initial, onTrouble: (error) => troubles.push(error) });
  return { store, troubles };
}

describe('the JSON store', () => {
  it('begins with the initial value, makes no file before something is set, and keeps files private', async () => {
    const file = newFile();
    const { store } = await open(file);
    expect(store.get()).toEqual({ words: [], note: 'initial' });
    await expect(stat(file)).rejects.toThrow();
    store.set({ words: ['a'], note: 'b' });
    await store.flush();
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('finds again what was set last, whatever was set before and however fast', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            value: fc.record({ words: fc.array(fc.string({ unit: 'grapheme' })), note: fc.string() }),
            then: fc.constantFrom('go on', 'let it start', 'flush'),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (steps) => {
          const file = newFile();
          const { store, troubles } = await open(file);
          for (const { value, then } of steps) {
            store.set(value);
            expect(store.get()).toBe(value);
            if (then === 'flush') await store.flush();
            if (then === 'let it start') await new Promise((resolve) => setImmediate(resolve));
          }
          await store.flush();
          expect((await open(file)).store.get()).toEqual(steps.at(-1)?.value);
          expect(await readdir(join(file, '..'))).toEqual(['value.json']);
          expect(troubles).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('sets a broken file aside, byte for byte, and says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('', '{', 'null', '{"words":[1]}', '[]', '\u0000\u0000', '{"words":["a"]'),
        async (text) => {
          const file = newFile();
          await mkdir(join(file, '..'), { recursive: true });
          await writeFile(`${file}.broken-1`, 'an older one');
          await writeFile(file, text);
          const { store, troubles } = await open(file);
          expect(store.get().note).toBe('initial');
          expect(troubles).toMatchObject([
            { code: 'settings-broken', kept: expect.stringContaining('-2') as string },
          ]);
          store.set({ words: [], note: 'new' });
          await store.flush();
          expect(await readFile(`${file}.broken-2`, 'utf8')).toBe(text);
          expect(await readFile(`${file}.broken-1`, 'utf8')).toBe('an older one');
        },
      ),
    );
  });

  it('fills what an older version did not write', async () => {
    const file = newFile();
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '{"words":["a"]}');
    expect((await open(file)).store.get()).toEqual({ words: ['a'], note: 'none' });
  });

  it('tells when it cannot write, keeps the value, and writes it when it can', async () => {
    const file = newFile();
    const { store, troubles } = await open(file);
    // A file where the folder should be: refused for root too.
    await writeFile(join(file, '..'), '');
    store.update((value) => ({ ...value, note: 'kept' }));
    await expect(store.flush()).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(troubles).toMatchObject([{ code: 'file-unwritable' }]);
    expect(store.get().note).toBe('kept');
    await rm(join(file, '..'));
    await store.flush();
    expect((await open(file)).store.get().note).toBe('kept');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'does not write over what it can neither read nor set aside',
    async () => {
      const file = newFile();
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, '{');
      await chmod(join(file, '..'), 0o500);
      await expect(open(file)).rejects.toMatchObject({ code: 'settings-broken' });
      await chmod(join(file, '..'), 0o700);
      expect(await readFile(file, 'utf8')).toBe('{');
    },
  );

  it('leaves a whole value, none older than the last flush, when its process is killed', async () => {
    const writer = join(root, 'writer.mjs');
    const input = fileURLToPath(new URL('./json-store.ts', import.meta.url));
    const bundle = await rolldown({ input, platform: 'node', external: [/^node:/] });
    await bundle.write({ file: join(root, 'store.mjs'), format: 'esm' });
    await bundle.close();
    await writeFile(writer, WRITER);
    const file = newFile();
    for (let round = 0; round < 6; round++) {
      const child = fork(writer, [file, join(root, 'store.mjs')], { cwd: process.cwd() });
      let flushed = -1;
      child.on('message', (count) => {
        flushed = count as number;
        if (flushed >= 3 + round * 7) child.kill('SIGKILL');
      });
      await once(child, 'exit');
      const { store, troubles } = await open(file);
      expect(troubles).toEqual([]);
      expect(store.get().words).toHaveLength(2000);
      expect(Number(store.get().note)).toBeGreaterThanOrEqual(flushed);
    }
    // What a killed writer left behind goes with the next write.
    const { store } = await open(file);
    store.set({ words: [], note: 'last' });
    await store.flush();
    expect(await readdir(join(file, '..'))).toEqual(['value.json']);
  });
});

/** Writes large values without end and tells which of them it has flushed. */
const WRITER = `
const [file, store] = process.argv.slice(2);
const { openJsonStore } = await import(store);
const opened = await openJsonStore({
  file,
  schema: { safeParse: (data) => ({ success: true, data }) },
  initial: {},
  onTrouble: (error) => { throw error; },
});
for (let count = 0; ; count++) {
  opened.set({ words: new Array(2000).fill('word'), note: String(count) });
  await opened.flush();
  process.send(count);
}
`;
