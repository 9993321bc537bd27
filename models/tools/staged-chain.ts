/** The graphs of a staged pack run one after the other by hand, so that one of them can be another than the pack's own. */
import { readFile } from 'node:fs/promises';
import { Tensor } from '../../engine/acoustic/onnxruntime.js';
import { logMel, MEL_BANDS } from '../../engine/acoustic/mel/log-mel.js';
import { floats, integers, matrix, scalar, tokenTensor } from '../../engine/acoustic/tensors.js';
import { installationPaths } from '../../engine/host/paths.js';
import type { LoadedPack } from '../../engine/packs/load-pack.js';
import type { GraphName, PackOf, PackVoice } from '../../engine/packs/manifest.js';
import { openStandardFrontEnd } from '../../engine/text/standard-front-end.js';
import { tokenize } from '../../engine/text/tokens.js';
import type { Segment } from '../../engine/text/types.js';
import { withGraph } from './with-graph.js';

export type Tensors = Record<string, Tensor>;
/** What a graph was given and what it gave. */
export interface Run {
  readonly feeds: Tensors;
  readonly results: Tensors;
}

const WHOLE_SENTENCE_MS = 20_000;
const SENTENCES = {
  en: 'The boat was tied to the old pier. Nobody had used it since the summer, and the paint was coming off.',
  zh: '那条船系在旧码头上，从夏天起就没有人用过它。',
};
/** A noise level in the middle of the schedule, and a guidance that asks for both rows of the network. */
const SIGMA = 0.5;
const EMBEDDING_SCALE = 1.5;

/** One segment for each sentence of a language, as token ids of the pack. */
export async function sentences(
  manifest: PackOf<'staged'>,
  language: PackVoice['language'],
): Promise<number[][]> {
  const { dictionaryFile } = installationPaths(import.meta.url);
  const frontEnd = await openStandardFrontEnd(() => readFile(dictionaryFile), process);
  const segments: Segment[] = [];
  const limits = { maxSegmentDurationMs: WHOLE_SENTENCE_MS };
  for await (const segment of frontEnd.segments(SENTENCES[language], limits)) segments.push(segment);
  return segments.map((segment) => [...tokenize(segment, manifest.alphabet, manifest.limits.maxTokens).ids]);
}

/** Runs a graph of the pack once, and lets it go. */
export async function runGraph(
  pack: LoadedPack,
  graph: GraphName,
  precision: string,
  feeds: Tensors,
  outputs?: readonly string[],
): Promise<Tensors> {
  return withGraph(pack, graph, precision, (session) => session.run(feeds, outputs ?? session.outputNames));
}

/** Speaks an utterance in one precision through every graph that the pack has; the runs by graph. */
export async function speakThrough(
  pack: LoadedPack,
  manifest: PackOf<'staged'>,
  precision: string,
  tokens: readonly number[],
  style: Float32Array,
): Promise<Map<GraphName, Run>> {
  const runs = new Map<GraphName, Run>();
  const run = async (graph: GraphName, feeds: Tensors): Promise<Tensors> => {
    const results = await runGraph(pack, graph, precision, feeds);
    runs.set(graph, { feeds, results });
    return results;
  };
  const tokensIn = tokenTensor(tokens);
  const aligned = await run('acoustic', {
    tokens: tokensIn,
    style: matrix(style),
    length_scale: scalar(1),
    pitch: scalar(0),
    f0_range: scalar(1),
    energy: scalar(0),
    pause_frames: matrix(new Float32Array(tokens.length).fill(-1)),
  });
  const waveform = await decode(aligned, style, run);
  const exact = runs.get('generatorExact');
  const names = manifest.staged.inputs.map(({ name }) => name);
  const statistics = Object.entries(exact?.results ?? {}).filter(([name]) => names.includes(name));
  await run('generator', { ...exact?.feeds, ...Object.fromEntries(statistics) });
  const { graphs } = manifest;
  const { values, frameCount } = logMel(waveform);
  const mel = { mel: new Tensor('float32', values, [1, MEL_BANDS, frameCount]) };
  if (graphs.styleEncoder) await run('styleEncoder', mel);
  if (graphs.prosodyEncoder) await run('prosodyEncoder', mel);
  if (graphs.textFeatures && graphs.denoiser) {
    const { embedding } = await run('textFeatures', { tokens: tokensIn });
    const noise = Float32Array.from(style, (_value, index) => Math.sin(index * index));
    const feeds = {
      x: new Tensor('float32', noise, [1, 1, style.length]),
      sigma: scalar(SIGMA),
      embedding_scale: scalar(EMBEDDING_SCALE),
      ...(embedding && { embedding }),
    };
    const isTold = await withGraph(pack, 'denoiser', precision, ({ inputNames }) =>
      Promise.resolve(inputNames.includes('features')),
    );
    await run('denoiser', isTold ? { ...feeds, features: matrix(style) } : feeds);
  }
  return runs;
}

/** Aligned features to samples, with each graph as `run` runs it. */
async function decode(
  aligned: Tensors,
  style: Float32Array,
  run: (graph: GraphName, feeds: Tensors) => Promise<Tensors>,
): Promise<Float32Array> {
  const { asr, f0, n } = aligned;
  if (!asr || !f0 || !n) throw new Error('the acoustic graph gave no features');
  const trunk = await run('trunk', { asr, f0, n, style: matrix(style), noise_scale: scalar(1) });
  return decodeTrunk(trunk, style, run);
}

/** What the trunk gave to samples. */
export async function decodeTrunk(
  { x, har }: Tensors,
  style: Float32Array,
  run: (graph: GraphName, feeds: Tensors) => Promise<Tensors>,
): Promise<Float32Array> {
  if (!x || !har) throw new Error('the trunk gave no frames');
  const { waveform } = await run('generatorExact', { x, har, style: matrix(style) });
  return floats(waveform);
}

/** Durations as numbers. */
export function durationsOf({ durations }: Tensors): Float32Array {
  return Float32Array.from(integers(durations), Number);
}
