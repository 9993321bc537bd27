import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadGraph } from '../../acoustic/session.js';
import { Tensor } from '../../acoustic/onnxruntime.js';
import { TinyGraph } from '../testing/tiny-onnx.js';
import { tinySingleModel } from '../testing/tiny-models.js';
import { LIMITS } from './limits.js';
import { readOnnx } from './onnx-reader.js';
import type { SourceFile } from './source.js';
import { writeWeightsApart } from './weights-apart.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-apart-'));
});
afterEach(() => rm(folder, { recursive: true }));

const fileOf = (bytes: Uint8Array): SourceFile => ({
  path: 'model.onnx',
  bytes: bytes.length,
  async *read() {
    for (let at = 0; at < bytes.length; at += 1000)
      yield await Promise.resolve(Buffer.from(bytes.subarray(at, at + 1000)));
  },
});

async function spoken(model: string | Uint8Array): Promise<Float32Array> {
  const graph = await loadGraph('model', model, { provider: 'cpu', threads: 1 });
  const { waveform } = await graph.run(
    {
      input_ids: new Tensor('int64', BigInt64Array.of(0n, 5n, 9n, 50n, 0n), [1, 5]),
      style: new Tensor('float32', new Float32Array(256).fill(0.1), [1, 256]),
      speed: new Tensor('float32', Float32Array.of(1), [1]),
    },
    ['waveform'],
  );
  await graph.release();
  return waveform?.data as Float32Array;
}

describe('writeWeightsApart', () => {
  it('says the same with its weights beside it', async () => {
    const model = tinySingleModel({ metadata: { version: '2' } });
    const entry = await writeWeightsApart(fileOf(model), folder, 'model.fp32');
    expect((await readdir(folder)).toSorted()).toEqual(['model.fp32.onnx', 'model.fp32.weights']);
    expect(entry).toMatchObject({ file: 'model.fp32.onnx', weights: { file: 'model.fp32.weights' } });
    expect(entry.bytes + (entry.weights?.bytes ?? 0)).toBeGreaterThan(model.length);
    expect(entry.bytes).toBeLessThan(model.length / 2);
    expect(await spoken(join(folder, entry.file))).toEqual(await spoken(model));
  });

  it('keeps what a model says of itself', async () => {
    const model = tinySingleModel({ isHalf: true, outputs: { duration: 'duration' }, metadata: { a: 'é' } });
    const entry = await writeWeightsApart(fileOf(model), folder, 'model.fp16');
    const { inputs, outputs, metadata } = await readOnnx(fileOf(model));
    const written = fileOf(await readFile(join(folder, entry.file)));
    expect(await readOnnx(written, 'model.fp16.weights')).toMatchObject({ inputs, outputs, metadata });
  });

  it.each<[string, () => Uint8Array]>([
    ['of nothing but small ones', () => smallModel(1)],
    ['that has more beside them than memory is meant for', () => smallModel(LIMITS.modelKeptBytes)],
  ])('copies a model %s as it is', async (_, model) => {
    const bytes = model();
    const entry = await writeWeightsApart(fileOf(bytes), folder, 'model.fp32');
    expect(entry.weights).toBeUndefined();
    expect(await readdir(folder)).toEqual(['model.fp32.onnx']);
    expect((await readFile(join(folder, 'model.fp32.onnx'))).equals(bytes)).toBe(true);
  });
});

function smallModel(nameBytes: number): Uint8Array {
  const graph = new TinyGraph();
  const x = graph.input('x'.repeat(nameBytes), 'float32', [1]);
  graph.output(graph.op('Add', [x, graph.floats([1], [1])]), 'y', 'float32', [1]);
  return graph.toBytes();
}
