import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tensor } from '../../engine/acoustic/onnxruntime.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawAdpm2, type Schedule } from '../../engine/acoustic/diffusion/sampler.js';
import { loadGraph } from '../../engine/acoustic/session.js';
import { floats, scalar } from '../../engine/acoustic/tensors.js';
import {
  floatsOfRecord,
  largestDifference,
  type ArrayRecord,
} from '../../engine/acoustic/testing/array-record.js';
import { loadPack, type LoadedPack } from '../../engine/packs/load-pack.js';
import type { GraphName, PackOf } from '../../engine/packs/manifest.js';
import { decodeUtterance, difference, graphDifferences, readExpected, type Expected } from './parity.js';

const PYTHON = '/usr/bin/python3';
const MODELS = dirname(dirname(fileURLToPath(import.meta.url)));
const EXACT_DB = 60;
/** Of the reduced size, whose fewer channels leave less to average than the 35 dB of the full one (`npm run parity`). */
const WINDOWS_DB = 30;
const SPOKEN: readonly GraphName[] = ['acoustic', 'trunk', 'generator', 'generatorExact', 'styleEncoder'];
const DRAWN: readonly GraphName[] = ['prosodyEncoder', 'textFeatures', 'denoiser'];

const CPU = { provider: 'cpu', threads: 1 };

/** What `drawn_parity` in `styletts2_pack.py` writes. */
interface DrawnStyle extends Schedule {
  readonly embedding: ArrayRecord;
  /** Of a model of many speakers alone. */
  readonly features?: ArrayRecord;
  readonly embeddingScale: number;
  readonly noise: ArrayRecord;
  readonly stepNoises: readonly ArrayRecord[];
  readonly result: ArrayRecord;
}

const hasTorch = spawnSync(PYTHON, ['-c', 'import torch, onnx, numpy, scipy, yaml']).status === 0;
const reason = hasTorch ? '' : ' (skipped: python3-torch, python3-onnx or python3-yaml is missing)';

describe.skipIf(!hasTorch).each([
  { model: 'styletts2-libritts', graphs: [...SPOKEN, ...DRAWN] },
  { model: 'styletts2-ljspeech', graphs: [...SPOKEN, ...DRAWN] },
  { model: 'lite', graphs: SPOKEN },
])(`an exported pack of $model${reason}`, ({ model, graphs }) => {
  let folder: string;
  let pack: LoadedPack;
  let manifest: PackOf<'staged'>;
  let expected: Expected;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sotto-parity-'));
    const index = join(folder, 'parity.json');
    const asked = ['random', '--model', model, '--size', 'small', '--out', folder, '--parity', index];
    const made = spawnSync(PYTHON, ['-m', 'sotto_export', '--threads', '1', ...asked], {
      cwd: MODELS,
      encoding: 'utf8',
    });
    expect(made.stderr).toBe('');
    pack = await loadPack(join(folder, 'pack'));
    if (pack.manifest.family !== 'staged') throw new Error('the exporter writes staged packs');
    manifest = pack.manifest;
    expected = await readExpected(index);
  }, 600_000);

  afterAll(() => rm(folder, { recursive: true }));

  it('has the graphs of its architecture, and no other', () => {
    expect(Object.keys(manifest.graphs).toSorted()).toEqual([...graphs].toSorted());
    expect(manifest.diffusion === undefined).toBe(model === 'lite');
  });

  it.each(graphs)('computes in the engine what PyTorch computes: %s', async (graph) => {
    for (const { output, snrDb, maxRelative } of await graphDifferences(pack, graph, 'fp32', expected)) {
      expect(snrDb, output).toBeGreaterThan(EXACT_DB);
      expect(maxRelative, output).toBeLessThan(1e-3);
    }
  });

  it.skipIf(model === 'lite')('draws the style that the reference in NumPy draws', async () => {
    const reference = JSON.parse(await readFile(join(folder, 'parity.draw.json'), 'utf8')) as DrawnStyle;
    const noises = [reference.noise, ...reference.stepNoises].map(floatsOfRecord).values();
    const { embedding, features } = reference;
    const conditions = {
      embedding: new Tensor('float32', floatsOfRecord(embedding), embedding.shape),
      embedding_scale: scalar(reference.embeddingScale),
      ...(features && { features: new Tensor('float32', floatsOfRecord(features), features.shape) }),
    };
    const denoiser = await pack.useGraph('denoiser', 'fp32', (graph) => loadGraph('denoiser', graph, CPU));
    const drawn = await drawAdpm2(
      async (x, sigma) => {
        const feeds = {
          ...conditions,
          x: new Tensor('float32', x, reference.noise.shape),
          sigma: scalar(sigma),
        };
        return floats((await denoiser.run(feeds, ['denoised'])).denoised);
      },
      reference,
      () => noises.next().value ?? expect.fail('more noise was taken than there are steps'),
    );
    await denoiser.release();
    expect(largestDifference(drawn, floatsOfRecord(reference.result))).toBeLessThan(1e-4);
  });

  it('decodes as PyTorch does, whole and in windows', async () => {
    const decoded = await decodeUtterance(pack, manifest, 'fp32', expected, 'curves');
    const reference = expected.get('generatorExact')?.outputs.waveform?.data as Float32Array;
    expect(difference(reference, decoded.onSameSide).snrDb).toBeGreaterThan(EXACT_DB);
    expect(difference(decoded.whole, decoded.windowed).snrDb).toBeGreaterThan(WINDOWS_DB);
  });
});
