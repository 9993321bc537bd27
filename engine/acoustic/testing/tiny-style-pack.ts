import { createHash } from 'node:crypto';
import { loadPack, type LoadedPack } from '../../packs/load-pack.js';
import type { GraphName, PackFile, PackOf } from '../../packs/manifest.js';
import { writeTinyPack } from '../../packs/testing/tiny-packs.js';
import { TinyGraph } from '../../packs/testing/tiny-onnx.js';

/** Numbers that differ from one another and with the seed, within ±scale. */
export function weights(count: number, scale: number, seed = 1): number[] {
  return Array.from({ length: count }, (_, index) => scale * Math.sin(12.9898 * (index + 1) + 78.233 * seed));
}

/** An encoder: a projection of the mean over all frames, `mel` [1, 80, frames] → `style` [1, width]. */
export function tinyEncoder(width: number, seed: number): Uint8Array {
  const graph = new TinyGraph();
  const mel = graph.input('mel', 'float32', [1, 80, 'frames']);
  const mean = graph.op('ReduceMean', [mel], { axes: [2], keepdims: 0 });
  const projection = graph.floats(weights(80 * width, 0.05, seed), [80, width]);
  graph.output(graph.op('MatMul', [mean, projection]), 'style', 'float32', [1, width]);
  return graph.toBytes();
}

/** Text features: a row of a table for every token, `tokens` [1, n] → `embedding` [1, n, width]. */
export function tinyTextFeatures(width: number): Uint8Array {
  const graph = new TinyGraph();
  const tokens = graph.input('tokens', 'int64', [1, 'tokens']);
  const table = graph.floats(weights(256 * width, 1), [256, width]);
  graph.output(graph.op('Gather', [table, tokens]), 'embedding', 'float32', [1, 'tokens', width]);
  return graph.toBytes();
}

/**
 * The exact denoiser of normal data of deviation 0.2 about a mean that the text decides, and half the reference where the model
 * has several speakers: mean = embedding_scale · mean over tokens of the embedding + features / 2.
 */
export function tinyDenoiser(width: number, isMultispeaker: boolean): Uint8Array {
  const graph = new TinyGraph();
  const apply = (type: string, ...inputs: string[]): string => graph.op(type, inputs);
  const x = graph.input('x', 'float32', [1, 1, width]);
  const sigma = graph.input('sigma', 'float32', [1]);
  const embedding = graph.input('embedding', 'float32', [1, 'tokens', width]);
  const scale = graph.input('embedding_scale', 'float32', [1]);
  const ofText = apply('Mul', graph.op('ReduceMean', [embedding], { axes: [1], keepdims: 1 }), scale);
  const mean = isMultispeaker
    ? apply(
        'Add',
        ofText,
        apply('Mul', graph.input('features', 'float32', [1, width]), graph.floats([0.5], [])),
      )
    : ofText;
  const variance = graph.floats([0.04], []);
  const noise = apply('Mul', sigma, sigma);
  const weighted = apply('Add', apply('Mul', x, variance), apply('Mul', mean, noise));
  const denoised = apply('Div', weighted, apply('Add', noise, variance));
  graph.output(denoised, 'denoised', 'float32', [1, 1, width]);
  return graph.toBytes();
}

/** StyleTTS2's own. */
export const TINY_DIFFUSION = {
  steps: 5,
  alpha: 0.3,
  beta: 0.7,
  embeddingScale: 1,
  carryOver: 0.7,
  sigmaMin: 0.0001,
  sigmaMax: 3,
  rho: 9,
};

/** A staged pack of 256 values a voice, with these graphs beside its own, and the usual settings of diffusion. */
export async function tinyStylePack(
  folder: string,
  graphs: Partial<Record<GraphName, Uint8Array>>,
): Promise<LoadedPack & { readonly manifest: PackOf<'staged'> }> {
  await writeTinyPack(folder, { family: 'staged' });
  const pack = await loadPack(folder);
  if (pack.manifest.family !== 'staged') throw new Error('another family');
  const files: Partial<Record<GraphName, Record<string, PackFile>>> = {};
  for (const [name, bytes] of Object.entries(graphs))
    files[name as GraphName] = {
      fp32: {
        file: `${name}.onnx`,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    };
  return {
    ...pack,
    manifest: { ...pack.manifest, diffusion: TINY_DIFFUSION, graphs: { ...pack.manifest.graphs, ...files } },
    useGraph: (name, precision, load) => {
      const bytes = graphs[name];
      return bytes && precision === 'fp32' ? load(bytes) : pack.useGraph(name, precision, load);
    },
  };
}
