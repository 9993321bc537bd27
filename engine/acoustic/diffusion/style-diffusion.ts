import { Tensor } from '../onnxruntime.js';
import { graphFiles, type LoadedPack } from '../../packs/load-pack.js';
import type { PackOf } from '../../packs/manifest.js';
import type { DiffusionSettings } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import { loadGraphs } from '../load-graphs.js';
import type { ModelOptions } from '../open-model.js';
import type { GraphSession } from '../session.js';
import type { StyleDraw, Synthesiser } from '../synthesiser.js';
import { floats, matrix, scalar, tokenTensor } from '../tensors.js';
import { gaussianNoise } from './gaussian.js';
import { mixStyle } from './mix-style.js';
import { drawAdpm2 } from './sampler.js';

const GRAPHS = ['textFeatures', 'denoiser'] as const;

type Graphs = Record<(typeof GRAPHS)[number], GraphSession>;

type PackDiffusion = Required<PackOf<'staged'>>['diffusion'];

/**
 * Gives a staged model the style diffusion of its pack: vectors drawn to fit what is said, as StyleTTS2's inference does
 * it. Its graphs are loaded when a vector is first drawn. A model whose pack has none stays as it is.
 */
export function withStyleDiffusion(
  synthesiser: Synthesiser,
  pack: LoadedPack,
  manifest: PackOf<'staged'>,
  options: ModelOptions,
): Synthesiser {
  const { diffusion } = manifest;
  const files = GRAPHS.map((name) => graphFiles(manifest, name));
  if (!diffusion || files.some((precisions) => Object.keys(precisions).length === 0)) return synthesiser;
  // They need not be there in every precision of the model.
  const isThere = files.every((precisions) => options.precision in precisions);
  const precision = isThere ? options.precision : manifest.defaultPrecision;
  let loading: ReturnType<typeof loadGraphs<(typeof GRAPHS)[number]>> | undefined;
  return {
    ...synthesiser,
    async drawStyle(draw) {
      loading ??= loadGraphs(pack, GRAPHS, { ...options, precision }).catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      const [graphs] = await loading;
      return drawStyle(graphs, diffusion, draw);
    },
    async release() {
      await synthesiser.release();
      const [, releaseGraphs] = (await loading) ?? [];
      await releaseGraphs?.();
    },
  };
}

async function drawStyle(
  { textFeatures, denoiser }: Graphs,
  defaults: PackDiffusion,
  { tokens, reference, previous, settings: asked }: StyleDraw,
): Promise<Float32Array> {
  const settings = settle(defaults, asked);
  const width = reference.length;
  const { embedding } = await textFeatures.run({ tokens: tokenTensor(tokens) }, ['embedding']);
  const conditions = {
    ...(embedding && { embedding }),
    embedding_scale: scalar(settings.embeddingScale),
    // A model of one speaker is told no reference.
    ...(denoiser.inputNames.includes('features') && { features: matrix(reference) }),
  };
  const noise = gaussianNoise(asked.seed ?? 0);
  const drawn = await drawAdpm2(
    async (x, sigma) => {
      const feeds = { ...conditions, x: new Tensor('float32', x, [1, 1, width]), sigma: scalar(sigma) };
      return floats((await denoiser.run(feeds, ['denoised'])).denoised);
    },
    settings,
    () => noise(width),
  );
  // Refused here, or it would be carried over into every segment that follows.
  if (!drawn.every(Number.isFinite))
    throw new SottoError({
      code: 'inference-failed',
      message: 'the style diffusion gave a value that is not a number',
      next: 'run "sotto doctor" to check this machine',
    });
  return mixStyle(drawn, reference, previous, settings);
}

/** The pack's settings, with what was asked for in their place. */
function settle(defaults: PackDiffusion, asked: DiffusionSettings): PackDiffusion {
  return {
    ...defaults,
    steps: asked.steps ?? defaults.steps,
    alpha: asked.alpha ?? defaults.alpha,
    beta: asked.beta ?? defaults.beta,
    embeddingScale: asked.embeddingScale ?? defaults.embeddingScale,
    carryOver: asked.carryOver ?? defaults.carryOver,
  };
}
