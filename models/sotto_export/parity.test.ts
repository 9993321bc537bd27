import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPack, type LoadedPack } from '../../engine/packs/load-pack.js';
import type { PackOf } from '../../engine/packs/manifest.js';
import {
  decodeUtterance,
  difference,
  graphDifferences,
  readExpected,
  stagedAndSingle,
  type Expected,
} from './parity.js';

const PYTHON = '/usr/bin/python3';
const MODELS = dirname(dirname(fileURLToPath(import.meta.url)));
const EXACT_DB = 60;
/** Of the reduced size, whose fewer channels leave less to average than the 35 dB of the full one (`npm run parity`). */
const WINDOWS_DB = 30;
/** F0 that differs in the seventh digit may take a phase of the source across its cut (see `unwrapped`). */
const SINGLE_DB = 25;

const hasTorch = spawnSync(PYTHON, ['-c', 'import torch, onnx, numpy, scipy']).status === 0;
const title = hasTorch
  ? 'an exported pack'
  : 'an exported pack (skipped: python3-torch and python3-onnx are missing)';

describe.skipIf(!hasTorch)(title, () => {
  let folder: string;
  let pack: LoadedPack;
  let manifest: PackOf<'staged'>;
  let expected: Expected;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sotto-parity-'));
    const index = join(folder, 'parity.json');
    const made = spawnSync(
      PYTHON,
      [
        '-m',
        'sotto_export',
        'random',
        '--size',
        'small',
        '--also',
        'community',
        '--out',
        folder,
        '--parity',
        index,
      ],
      { cwd: MODELS, encoding: 'utf8' },
    );
    expect(made.stderr).toBe('');
    pack = await loadPack(join(folder, 'pack'));
    if (pack.manifest.family !== 'staged') throw new Error('the exporter writes staged packs');
    manifest = pack.manifest;
    expected = await readExpected(index);
  }, 600_000);

  afterAll(() => rm(folder, { recursive: true }));

  it.each(['acoustic', 'trunk', 'generator', 'generatorExact'] as const)(
    'computes in the engine what PyTorch computes: %s',
    async (graph) => {
      for (const { output, snrDb, maxRelative } of await graphDifferences(pack, graph, 'fp32', expected)) {
        expect(snrDb, output).toBeGreaterThan(EXACT_DB);
        expect(maxRelative, output).toBeLessThan(1e-3);
      }
    },
  );

  it('decodes as PyTorch does, whole and in windows', async () => {
    const decoded = await decodeUtterance(pack, manifest, 'fp32', expected, 'curves');
    const reference = expected.get('generatorExact')?.outputs.waveform?.data as Float32Array;
    expect(decoded.movedPhases).toBe(0);
    expect(difference(reference, decoded.whole).snrDb).toBeGreaterThan(EXACT_DB);
    expect(difference(decoded.whole, decoded.windowed).snrDb).toBeGreaterThan(WINDOWS_DB);
  });

  it.each([3, 17, 40])('says %i tokens as the single graph of the same weights does', async (tokenCount) => {
    const singleFile = join(folder, 'community', 'onnx', 'model.onnx');
    const { staged, single } = await stagedAndSingle(pack, singleFile, expected, tokenCount);
    expect(difference(single, staged).snrDb).toBeGreaterThan(SINGLE_DB);
  });
});
