import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listInstalled } from '../installed.js';
import { tinySingleModel } from '../testing/tiny-models.js';
import { writeTinyPack } from '../testing/tiny-packs.js';
import { weightsOutside } from '../testing/weights-outside.js';
import type { Audition } from './audition.js';
import { importPack } from './import-pack.js';

let folder = '';
let packsDir = '';
let source = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-weights-'));
  packsDir = join(folder, 'packs');
  source = join(folder, 'source');
  await writeTinyPack(source, { family: 'staged', id: 'my-pack', hasWeightsOutside: true });
});
afterEach(() => rm(folder, { recursive: true }));

const importing = (
  audition: (packDir: string) => Promise<Audition> = () => Promise.resolve({ isOk: true, reason: '' }),
) => importPack({ source, packsDir, audition });

interface Manifest {
  defaultPrecision: string;
  graphs: Record<string, Record<string, unknown>>;
}

async function change(edit: (manifest: Manifest) => void): Promise<void> {
  const path = join(source, 'pack.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  edit(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

describe('a pack with weights beside its graphs', () => {
  it('is imported with them', async () => {
    await importing();
    expect(await listInstalled(packsDir)).toMatchObject([{ id: 'my-pack', problem: undefined }]);
    expect(await readFile(join(packsDir, 'my-pack', 'trunk.weights'))).toEqual(
      await readFile(join(source, 'trunk.weights')),
    );
  });

  it.each<[string, () => Promise<void>, string]>([
    ['are missing', () => rm(join(source, 'trunk.weights')), 'file-missing'],
    ['were cut', () => writeFile(join(source, 'trunk.weights'), 'short'), 'file-corrupt'],
    [
      'are another file than the graph asks for',
      () => change(({ graphs }) => Object.assign(graphs.trunk?.fp32 ?? {}, { weights: weightsOf(graphs) })),
      'model-external-data',
    ],
    [
      'are asked for outside of the pack',
      async () => {
        const { model } = weightsOutside(tinySingleModel(), '../../../etc/passwd');
        await writeFile(join(source, 'trunk.onnx'), model);
        await change(({ graphs }) => Object.assign(graphs.trunk?.fp32 ?? {}, { bytes: model.length }));
      },
      'model-external-data',
    ],
  ])('is refused where they %s', async (_, damage, finding) => {
    await damage();
    await expect(importing()).rejects.toMatchObject({ code: 'pack-refused', details: { finding } });
    expect(await readdir(packsDir).catch(() => [])).toEqual([]);
  });

  it('keeps the files that a good precision shares with one that failed', async () => {
    await change(({ graphs }) => {
      for (const files of Object.values(graphs)) files.int8 = files.fp32;
    });
    await importing(async (packDir) => {
      const { defaultPrecision } = JSON.parse(await readFile(join(packDir, 'pack.json'), 'utf8')) as Manifest;
      return { isOk: defaultPrecision !== 'int8', reason: 'silence' };
    });
    expect(await listInstalled(packsDir)).toMatchObject([{ id: 'my-pack', problem: undefined }]);
  });
});

function weightsOf(graphs: Manifest['graphs']): unknown {
  return (graphs.acoustic?.fp32 as { weights: unknown }).weights;
}
