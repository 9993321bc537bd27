import { Tensor } from 'onnxruntime-node';
import { graphFiles, type LoadedPack } from '../../packs/load-pack.js';
import type { PackOf } from '../../packs/manifest.js';
import { SottoError } from '../../shared/errors.js';
import { loadGraphs } from '../load-graphs.js';
import type { ModelOptions } from '../open-model.js';
import type { GraphSession } from '../session.js';
import { floats, matrix, scalar, tokenTensor } from '../tensors.js';
import { gaussianNoise } from './gaussian.js';
import { mixStyle } from './mix-style.js';
import { drawAdpm2 } from './sampler.js';

/** The settings of a draw; a pack's manifest has their defaults. */
export type DiffusionSettings = Required<PackOf<'staged'>>['diffusion'];

export interface StyleDraw {
  readonly tokens: readonly number[];
  /** The voice's own style vector. */
  readonly reference: Float32Array;
  readonly settings: DiffusionSettings;
  /** A whole number; the same one draws the same vector. */
  readonly seed: number;
  /** The vector of the utterance before, for its share in this one. */
  readonly previous?: Float32Array | undefined;
}

/** Style vectors drawn to fit what is said. */
export interface StyleDiffusion {
  /**
   * @returns a vector as wide as the reference
   * @throws SottoError `inference-failed`
   */
  draw(draw: StyleDraw): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Whether style vectors can be drawn with a pack. */
export function canDrawStyles({ manifest }: LoadedPack): boolean {
  if (manifest.family !== 'staged') return false;
  const { graphs, diffusion } = manifest;
  return diffusion !== undefined && graphs.textFeatures !== undefined && graphs.denoiser !== undefined;
}

/**
 * Loads a pack's style diffusion.
 * @throws SottoError `pack-corrupt`, `pack-invalid` when it has none, `engine-failed`
 */
export async function openStyleDiffusion(pack: LoadedPack, options: ModelOptions): Promise<StyleDiffusion> {
  const names = ['textFeatures', 'denoiser'] as const;
  // They are small beside the others, and need not be there in every precision.
  const isThere = names.every((name) => options.precision in graphFiles(pack.manifest, name));
  const precision = isThere ? options.precision : pack.manifest.defaultPrecision;
  const [graphs, release] = await loadGraphs(pack, names, { ...options, precision });
  return { draw: (draw) => drawStyle(graphs.textFeatures, graphs.denoiser, draw), release };
}

async function drawStyle(
  textFeatures: GraphSession,
  denoiser: GraphSession,
  { tokens, reference, settings, seed, previous }: StyleDraw,
): Promise<Float32Array> {
  const width = reference.length;
  const { embedding } = await textFeatures.run({ tokens: tokenTensor(tokens) }, ['embedding']);
  const conditions = {
    ...(embedding && { embedding }),
    embedding_scale: scalar(settings.embeddingScale),
    // A model of one speaker is told no reference.
    ...(denoiser.inputNames.includes('features') && { features: matrix(reference) }),
  };
  const noise = gaussianNoise(seed);
  const drawn = await drawAdpm2(
    async (x, sigma) => {
      const feeds = { ...conditions, x: new Tensor('float32', x, [1, 1, width]), sigma: scalar(sigma) };
      return floats((await denoiser.run(feeds, ['denoised'])).denoised);
    },
    settings,
    () => noise(width),
  );
  // Refused here, or it would be carried over into every utterance that follows.
  if (!drawn.every(Number.isFinite))
    throw new SottoError({
      code: 'inference-failed',
      message: 'the style diffusion gave a value that is not a number',
      next: 'run "sotto doctor" to check this machine',
    });
  return mixStyle(drawn, reference, previous, settings);
}
