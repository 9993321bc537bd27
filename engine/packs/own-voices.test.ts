import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseVoice, loadPack, type LoadedPack } from './load-pack.js';
import { packManifestSchema } from './manifest.js';
import {
  decodeVector,
  encodeVector,
  ownVoiceMisfit,
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

  it('speak in every style of the default voice, with its controls and gain', () => {
    const controls = { lengthScale: 1.2, pitchSemitones: -1, f0Range: 0.8, energyDb: 0, noiseScale: 0.1 };
    const [first, ...others] = pack.manifest.voices;
    if (!first) throw new Error('no voice');
    const calm = { row: 0, rowCount: 1, gainDb: 3, controls };
    const voices = [{ ...first, styles: { ...first.styles, calm } }, ...others];
    const { manifest } = withOwnVoices({ ...pack, manifest: { ...pack.manifest, voices } }, [voice('own-a')]);
    expect(chooseVoice(manifest, 'own-a', 'calm').style).toEqual({ ...calm, row: 2 });
    expect(chooseVoice(manifest, 'own-a').style).toMatchObject({ row: 2, rowCount: 1 });
  });

  it('change nothing else of their pack', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(99), { maxLength: 5 }),
        fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 256, maxLength: 256 }),
        async (numbers, vector) => {
          const records = numbers.map((number) => voice(`own-${number}`, { vector: encodeVector(vector) }));
          const extended = withOwnVoices(pack, records);
          const { styles, voices, ...rest } = extended.manifest;
          const { styles: ownStyles, voices: ownVoices, ...ownRest } = pack.manifest;
          expect(rest).toEqual(ownRest);
          expect(voices.slice(0, ownVoices.length)).toEqual(ownVoices);
          expect(voices).toHaveLength(ownVoices.length + records.length);
          expect(styles).toEqual({ ...ownStyles, rows: styles.rows, bytes: styles.bytes });
          expect(packManifestSchema.safeParse(extended.manifest).success).toBe(true);
          expect(extended.soundSha256('fp32')).toBe(pack.soundSha256('fp32'));
          const table = await extended.readTable(styles);
          expect(table.subarray(0, ownStyles.rows * 256)).toEqual(await pack.readTable(ownStyles));
          for (const [index] of records.entries())
            expect(table.slice((ownStyles.rows + index) * 256).slice(0, 256)).toEqual(vector);
        },
      ),
      { seed: 14, numRuns: 30 },
    );
  });

  it.each([
    ['of another pack', { packId: 'another' }, /"another"/],
    ['that is too narrow', { vector: encodeVector(VECTOR.subarray(0, 128)) }, /128 values/],
    ['that is no number', { vector: encodeVector(VECTOR.map(() => Number.NaN)) }, /not a number/],
  ])('say why one %s is left out', (_, changes, reason) => {
    expect(ownVoiceMisfit(pack.manifest, voice('own-a', changes))).toMatch(reason);
    expect(withOwnVoices(pack, [voice('own-a', changes)])).toBe(pack);
    expect(ownVoiceMisfit(pack.manifest, voice('own-a'))).toBeUndefined();
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
