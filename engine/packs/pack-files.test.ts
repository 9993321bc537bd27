import { describe, expect, it } from 'vitest';
import { fakeStagedManifest } from '../stream/fakes.js';
import type { GraphFile, PackFile, PackManifest } from './manifest.js';
import { filesOf, graphBytes, graphIdentity } from './pack-files.js';

const fileOf = (file: string, bytes: number): PackFile => ({ file, bytes, sha256: `sha of ${file}` });
const generator: GraphFile = { ...fileOf('generator.onnx', 10), weights: fileOf('weights', 1000) };
const exact: GraphFile = { ...fileOf('exact.onnx', 20), weights: fileOf('weights', 1000) };

describe('weights that graphs share', () => {
  it('count once', () => {
    expect(graphBytes([generator, exact])).toBe(1030);
    expect(graphBytes([generator, { ...exact, weights: fileOf('others', 1000) }])).toBe(2030);
  });

  it('are named once among the files of a pack', () => {
    const manifest = {
      ...fakeStagedManifest,
      graphs: {
        ...fakeStagedManifest.graphs,
        generator: { fp32: generator },
        generatorExact: { fp32: exact },
      },
    } as PackManifest;
    const names = filesOf(manifest).map(({ file }) => file);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(expect.arrayContaining(['generator.onnx', 'exact.onnx', 'weights', 'styles.bin']));
  });
});

it('a graph is another one with other weights', () => {
  expect(graphIdentity(generator)).not.toBe(graphIdentity({ ...generator, weights: fileOf('others', 1000) }));
  expect(graphIdentity(fileOf('generator.onnx', 10))).toBe('sha of generator.onnx');
});
