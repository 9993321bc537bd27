import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CalibrationStore } from './calibration-store.js';

const ROW = Float32Array.of(0.5, -1, 2);

let dir = '';
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'sotto-calibration-')), 'made when it is needed');
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

const open = (soundSha256 = 'sound', width = 3): CalibrationStore =>
  new CalibrationStore(dir, soundSha256, width);

describe('calibrated statistics', () => {
  it('are known to the next engine, for the same model and vector alone', async () => {
    await open().put('vector', ROW);
    expect(await open().get('vector')).toEqual(ROW);
    expect(await open().get('another')).toBeUndefined();
    expect(await open('another').get('vector')).toBeUndefined();
  });

  it('are kept in memory where there is no folder, or none that can be written', async () => {
    const inMemory = new CalibrationStore(null, 'sound', 3);
    await inMemory.put('vector', ROW);
    expect(await inMemory.get('vector')).toEqual(ROW);
    await writeFile(dir, 'a file where the folder should be');
    const unwritable = open();
    await expect(unwritable.put('vector', ROW)).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await unwritable.get('vector')).toEqual(ROW);
  });

  it('make room for new ones, the oldest first', async () => {
    for (const [index, vector] of ['a', 'b', 'c'].entries()) {
      await mkdir(dir, { recursive: true });
      const before = new Set(await readdir(dir));
      await new CalibrationStore(dir, 'sound', 3, 2).put(vector, ROW);
      const name = (await readdir(dir)).find((one) => !before.has(one)) ?? '';
      await utimes(join(dir, name), index + 1, index + 1);
    }
    const kept = await Promise.all(['a', 'b', 'c'].map((vector) => open().get(vector)));
    expect(kept).toEqual([undefined, ROW, ROW]);
  });

  it('are made anew where a file is not a whole row of numbers', async () => {
    await open().put('vector', ROW);
    expect(await open('sound', 4).get('vector')).toBeUndefined();
    const [name] = await readdir(dir);
    await writeFile(join(dir, name ?? ''), Buffer.from(Float32Array.of(1, Number.NaN, 2).buffer));
    expect(await open().get('vector')).toBeUndefined();
  });
});
