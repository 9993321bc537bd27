import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseVoice, loadPack, type LoadedPack } from './load-pack.js';
import {
  decodeVector,
  encodeVector,
  readOwnVoices,
  removeOwnVoice,
  withOwnVoices,
  writeOwnVoice,
  type OwnVoice,
} from './own-voices.js';
import { writeTinyPack } from './testing/tiny-packs.js';

let folder = '';
let pack: LoadedPack;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-own-voices-'));
  await writeTinyPack(join(folder, 'pack'), { family: 'staged', id: 'tiny' });
  pack = await loadPack(join(folder, 'pack'));
});
afterEach(() => rm(folder, { recursive: true }));

const VECTOR = Float32Array.from({ length: 256 }, (_, index) => index / 256);
const voice = (id: string, changes: Partial<OwnVoice> = {}): OwnVoice => ({
  ...{ schema: 1, id, name: `Me ${id}`, packId: 'tiny', language: 'en', recordingSha256: 'abc' },
  vector: encodeVector(VECTOR),
  ...changes,
});

describe('own voices', () => {
  it('come back as they were written, without what is broken', async () => {
    const dir = join(folder, 'own');
    expect(await readOwnVoices(dir)).toEqual([]);
    await mkdir(dir);
    await writeOwnVoice(dir, voice('own-b'));
    await writeOwnVoice(dir, voice('own-a'));
    await writeFile(join(dir, 'own-c.voice.json'), '{"schema": 1');
    await writeFile(join(dir, 'own-d.voice.json'), '{"schema": 2}');
    expect(await readOwnVoices(dir)).toEqual([voice('own-a'), voice('own-b')]);
    await removeOwnVoice(dir, 'own-a');
    await removeOwnVoice(dir, 'own-a');
    expect((await readdir(dir)).includes('own-a.voice.json')).toBe(false);
  });

  it('are voices of their pack like any other', async () => {
    const extended = withOwnVoices(pack, [
      voice('own-a'),
      voice('own-elsewhere', { packId: 'another' }),
      voice('own-narrow', { vector: encodeVector(VECTOR.subarray(0, 128)) }),
      voice('own-b'),
    ]);
    const { manifest } = extended;
    expect(manifest.voices.map(({ id }) => id)).toEqual(['en_one', 'zh_one', 'own-a', 'own-b']);
    const { style } = chooseVoice(manifest, 'own-b');
    const table = await extended.readTable(manifest.styles);
    expect(table.length).toBe(manifest.styles.rows * 256);
    expect([...table.slice(style.row * 256, (style.row + 1) * 256)]).toEqual([...VECTOR]);
    const own = await pack.readTable(pack.manifest.styles);
    expect([...table.slice(0, own.length)]).toEqual([...own]);
    if (manifest.family !== 'staged') throw new Error('another family');
    expect(await extended.readTable(manifest.staged.table)).toHaveLength(3 * 16);
  });

  it('leave a pack alone that they are not for', () => {
    expect(withOwnVoices(pack, [voice('own-a', { packId: 'another' })])).toBe(pack);
  });

  it('keep every vector to the last bit', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true }), (vector) => {
        expect([...decodeVector(encodeVector(vector))]).toEqual([...vector]);
      }),
    );
  });
});
