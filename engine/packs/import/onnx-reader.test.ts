import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TinyGraph } from '../testing/tiny-onnx.js';
import { tinySingleModel } from '../testing/tiny-models.js';
import { weightsOutside } from '../testing/weights-outside.js';
import { Refusal } from './findings.js';
import { EXTERNAL, GRAPH, MODEL, TENSOR } from './onnx-fields.js';
import { readOnnx } from './onnx-reader.js';
import { delimited, numeric } from './protobuf-stream.js';
import type { SourceFile } from './source.js';

/** A file that is read in chunks of a size. */
function fileOf(bytes: Uint8Array, chunkBytes = 1000): SourceFile {
  return {
    path: 'model.onnx',
    bytes: bytes.length,
    async *read() {
      for (let at = 0; at < bytes.length; at += chunkBytes)
        yield await Promise.resolve(Buffer.from(bytes.subarray(at, at + chunkBytes)));
    },
  };
}

describe('readOnnx', () => {
  it('reads what a model takes, gives and says of itself', async () => {
    const model = tinySingleModel({
      isHalf: true,
      outputs: { duration: 'duration' },
      metadata: { version: '2', voice: 'é' },
    });
    const found = await readOnnx(fileOf(model));
    expect(found.inputs).toEqual([
      { name: 'input_ids', type: 'int64', shape: [1, undefined] },
      { name: 'style', type: 'float32', shape: [1, 256] },
      { name: 'speed', type: 'float32', shape: [1] },
    ]);
    expect(found.outputs).toEqual([
      { name: 'waveform', type: 'float32', shape: [1, undefined] },
      { name: 'duration', type: 'int64', shape: [undefined] },
    ]);
    expect(found.metadata).toEqual({ version: '2', voice: 'é' });
    expect(found.weightBytes.float16).toBeGreaterThan(2 * 256 * 4);
    expect(found.weightBytes.float32).toBeGreaterThan(4 * 256);
  });

  it.each([1, 2, 7, 100_000])('reads the same in chunks of %s bytes', async (chunkBytes) => {
    const model = tinySingleModel({ metadata: { version: '2' } });
    expect(await readOnnx(fileOf(model, chunkBytes))).toEqual(await readOnnx(fileOf(model)));
  });

  it('tells weights from inputs where a file lists them among these', async () => {
    const graph = new TinyGraph();
    const weights = graph.floats([1], [1]);
    graph.input(weights, 'float32', [1]);
    graph.output(graph.op('Add', [graph.input('x', 'float32', ['n']), weights]), 'y', 'float32', ['n']);
    expect((await readOnnx(fileOf(graph.toBytes()))).inputs.map(({ name }) => name)).toEqual(['x']);
  });

  it('lets a model keep its weights in the one file that is named, and in no other', async () => {
    const { model, weights } = weightsOutside(tinySingleModel(), 'model.weights');
    const { inputs, outputs } = await readOnnx(fileOf(tinySingleModel()));
    expect(await readOnnx(fileOf(model), 'model.weights')).toMatchObject({ inputs, outputs });
    expect(weights.length).toBeGreaterThan(1000);
    for (const named of ['other.weights', undefined])
      await expect(readOnnx(fileOf(model), named)).rejects.toMatchObject({
        finding: { code: 'model-external-data' },
      });
  });

  it('refuses a tensor that says where it is in a way that the runtime passes over', async () => {
    const hidden = numeric(TENSOR.dataLocation, EXTERNAL);
    // Read as a number, it is followed by an unknown field (99) as long as what the runtime reads.
    const cover = delimited(TENSOR.dataLocation, Uint8Array.of(0, 0x9a, 0x06, hidden.length));
    const tensor = delimited(GRAPH.initializer, Buffer.concat([cover, hidden]));
    const model = Buffer.concat([tinySingleModel(), delimited(MODEL.graph, tensor)]);
    await expect(readOnnx(fileOf(model))).rejects.toMatchObject({ finding: { code: 'model-foreign' } });
  });

  it('reads no more descriptions than memory is meant for', async () => {
    const [entryBytes, mebibyte] = [4 + 1024 * 1024, Buffer.alloc(1024 * 1024, 'a')];
    // A value (field 2) of 2²⁰ bytes, in an entry of the metadata (field 14): lengths are varints.
    const entry = Buffer.from([0x72, 0x84, 0x80, 0x40, 0x12, 0x80, 0x80, 0x40]);
    let [readCount, entryCount] = [0, 200];
    const file: SourceFile = {
      path: 'model.onnx',
      bytes: entryCount * (4 + entryBytes),
      async *read() {
        while (entryCount-- > 0) {
          readCount += 1;
          yield await Promise.resolve(Buffer.concat([entry, mebibyte]));
        }
      },
    };
    await expect(readOnnx(file)).rejects.toBeInstanceOf(Refusal);
    expect(readCount).toBeGreaterThan(60);
    expect(readCount).toBeLessThan(70);
  });

  it('refuses a model that was cut anywhere', async () => {
    const model = tinySingleModel();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: model.length - 1 }), async (length) => {
        const failure = await readOnnx(fileOf(model.slice(0, length))).catch((thrown: unknown) => thrown);
        expect(failure).toBeInstanceOf(Refusal);
      }),
    );
  });

  it('reads or refuses whatever bytes it is given', async () => {
    const model = tinySingleModel();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.tuple(fc.nat(model.length - 1), fc.nat(255)).map(([at, value]) => {
            const damaged = model.slice();
            damaged[at] = value;
            return damaged;
          }),
        ),
        async (bytes) => {
          const outcome = await readOnnx(fileOf(bytes)).catch((thrown: unknown) => thrown);
          expect(outcome instanceof Refusal || !(outcome instanceof Error)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
