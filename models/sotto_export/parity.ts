/** What `--parity` wrote, run in the engine's runtime: how far each graph is from PyTorch, and windows from the whole. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Tensor } from '../../engine/acoustic/onnxruntime.js';
import { OverlapAdd } from '../../engine/acoustic/overlap-add.js';
import { loadGraph, type GraphSession } from '../../engine/acoustic/session.js';
import { columns } from '../../engine/acoustic/tensors.js';
import { planWindows, withContext } from '../../engine/acoustic/windows.js';
import type { LoadedPack } from '../../engine/packs/load-pack.js';
import type { GraphName, PackOf } from '../../engine/packs/manifest.js';
import { windowingOf } from '../../engine/packs/windowing.js';
import { CPU, withGraph } from '../tools/with-graph.js';

/** Windows of 0.4, 0.8, then 1.2 s. */
const WINDOW_FRAMES = [32, 64, 96];
/** The output whose values are magnitudes and phases, which are compared as angles. */
const SOURCE = 'har';

interface TensorEntry {
  readonly dtype: 'float32' | 'int64';
  readonly shape: readonly number[];
  readonly offsetBytes: number;
}

type Entries = Readonly<Record<string, TensorEntry>>;

interface ParityIndex {
  readonly data: string;
  readonly graphs: Readonly<Record<string, { readonly inputs: Entries; readonly outputs: Entries }>>;
}

/** Expected tensors of every graph, by name. */
export type Expected = ReadonlyMap<string, { readonly inputs: Tensors; readonly outputs: Tensors }>;
export type Tensors = Readonly<Record<string, Tensor>>;

export interface Difference {
  readonly output: string;
  /** The largest difference over the largest expected value. */
  readonly maxRelative: number;
  readonly snrDb: number;
}

/** Reads the index that `--parity` wrote, and the values beside it. */
export async function readExpected(indexFile: string): Promise<Expected> {
  const index = JSON.parse(await readFile(indexFile, 'utf8')) as ParityIndex;
  const { buffer, byteOffset, byteLength } = await readFile(join(dirname(indexFile), index.data));
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  const tensor = ({ dtype, shape, offsetBytes }: TensorEntry): Tensor => {
    const count = shape.reduce((product, length) => product * length, 1);
    // 64-bit values need not begin at a multiple of eight.
    return dtype === 'float32'
      ? new Tensor(dtype, new Float32Array(bytes.slice(offsetBytes, offsetBytes + count * 4)), shape)
      : new Tensor(dtype, new BigInt64Array(bytes.slice(offsetBytes, offsetBytes + count * 8)), shape);
  };
  const tensors = (entries: Entries): Tensors =>
    Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, tensor(entry)]));
  return new Map(
    Object.entries(index.graphs).map(([name, { inputs, outputs }]) => [
      name,
      { inputs: tensors(inputs), outputs: tensors(outputs) },
    ]),
  );
}

/** Each output of a graph against what PyTorch gives for the same inputs. */
export async function graphDifferences(
  pack: LoadedPack,
  graph: GraphName,
  precision: string,
  expected: Expected,
): Promise<Difference[]> {
  const one = expected.get(graph);
  if (!one) throw new Error(`no expected tensors of the ${graph} graph`);
  return withGraph(pack, graph, precision, async (session) => {
    const outputs = Object.keys(one.outputs);
    const found = await session.run({ ...one.inputs }, outputs);
    return outputs.map((output) => {
      const [wanted, given] = [valuesOf(one.outputs, output), valuesOf(found, output)];
      const comparable = output === SOURCE ? unwrapped(wanted, given).values : given;
      return { output, ...difference(wanted, comparable) };
    });
  });
}

/** An utterance decoded whole with its own statistics, and in windows with those of a row of the pack's table. */
export interface Decoded {
  readonly whole: Float32Array;
  /** The same with the phases of the source on the side of the cut where PyTorch has them. */
  readonly onSameSide: Float32Array;
  /** How many phases were on the other side. */
  readonly movedPhases: number;
  readonly windowed: Float32Array;
}

/** Where the decoding begins: with the curves that PyTorch computed, or with the tokens. */
export type Start = 'curves' | 'tokens';

/** Runs the expected utterance through the pack's graphs, each of which gets what the one before gave. */
export async function decodeUtterance(
  pack: LoadedPack,
  manifest: PackOf<'staged'>,
  precision: string,
  expected: Expected,
  start: Start,
  statisticsRow = 0,
): Promise<Decoded> {
  const { acoustic, trunk } = { acoustic: expected.get('acoustic'), trunk: expected.get('trunk') };
  const style = acoustic?.inputs.style;
  if (!acoustic || !trunk || !style)
    throw new Error('no expected tensors of the acoustic and the trunk graph');
  const run = (graph: GraphName, feeds: Tensors, outputs: readonly string[]): Promise<Tensors> =>
    withGraph(pack, graph, precision, (session) => session.run({ ...feeds }, outputs));
  const feeds =
    start === 'curves'
      ? trunk.inputs
      : { ...trunk.inputs, ...(await run('acoustic', acoustic.inputs, ['asr', 'f0', 'n'])) };
  const decoded = await run('trunk', feeds, ['x', SOURCE]);
  const { values, moved } = unwrapped(valuesOf(trunk.outputs, SOURCE), valuesOf(decoded, SOURCE));
  const sameSide = { ...decoded, [SOURCE]: new Tensor('float32', values, decoded[SOURCE]?.dims ?? []) };
  const statistics = await statisticsOf(pack, manifest, statisticsRow);
  const exact = async (given: Tensors): Promise<Float32Array> =>
    valuesOf(await run('generatorExact', { ...given, style }, ['waveform']), 'waveform');
  return {
    whole: await exact(decoded),
    onSameSide: await exact(sameSide),
    movedPhases: moved,
    windowed: await withGraph(pack, 'generator', precision, (session) =>
      decodeWindows(session, manifest, decoded, { style, ...statistics }),
    ),
  };
}

/**
 * Phases jump by 2π where rounding takes them over the cut at π: the same angle, but another number, which the generator
 * hears. This is `found` with such values moved to the side where they are expected.
 */
export function unwrapped(
  expected: Float32Array,
  found: Float32Array,
): { values: Float32Array; moved: number } {
  let moved = 0;
  const values = found.map((value, index) => {
    const turns = Math.round(((expected[index] ?? value) - value) / (2 * Math.PI));
    if (turns !== 0) moved += 1;
    return value + turns * 2 * Math.PI;
  });
  return { values, moved };
}

/**
 * The same tokens through the staged graphs and through the single one: a beginning of the expected utterance, so that no
 * length is the one that was traced.
 */
export async function stagedAndSingle(
  pack: LoadedPack,
  singleFile: string,
  expected: Expected,
  tokenCount: number,
): Promise<{ staged: Float32Array; single: Float32Array }> {
  const { tokens, style, ...controls } = expected.get('acoustic')?.inputs ?? {};
  if (!tokens || !style) throw new Error('no expected tensors of the acoustic graph');
  const some = new Tensor('int64', (tokens.data as BigInt64Array).slice(0, tokenCount), [1, tokenCount]);
  const noPauses = new Tensor('float32', new Float32Array(tokenCount).fill(-1), [1, tokenCount]);
  const one = new Tensor('float32', Float32Array.of(1), [1]);
  const precision = pack.manifest.defaultPrecision;
  const run = (graph: GraphName, feeds: Tensors, outputs: readonly string[]): Promise<Tensors> =>
    withGraph(pack, graph, precision, (session) => session.run({ ...feeds }, outputs));
  const spoken = { ...controls, tokens: some, style, pause_frames: noPauses };
  const curves = await run('acoustic', spoken, ['asr', 'f0', 'n']);
  const decoded = await run('trunk', { ...curves, style, noise_scale: one }, ['x', SOURCE]);
  const staged = await run('generatorExact', { ...decoded, style }, ['waveform']);
  const model = await loadGraph('model', await readFile(singleFile), CPU);
  const single = await model.run({ input_ids: some, style, speed: one }, ['waveform']);
  await model.release();
  return { staged: valuesOf(staged, 'waveform'), single: valuesOf(single, 'waveform') };
}

async function statisticsOf(pack: LoadedPack, { staged }: PackOf<'staged'>, row: number): Promise<Tensors> {
  const table = await pack.readTable(staged.table);
  let from = row * staged.table.width;
  return Object.fromEntries(
    staged.inputs.map(({ name, shape }) => {
      const count = shape.reduce((product, length) => product * length, 1);
      const values = table.slice(from, from + count);
      from += count;
      return [name, new Tensor('float32', values, shape)];
    }),
  );
}

async function decodeWindows(
  session: GraphSession,
  manifest: PackOf<'staged'>,
  whole: Tensors,
  fixed: Tensors,
): Promise<Float32Array> {
  const { hopSamples, staged } = manifest;
  const { contextFrames, maxFadeFrames } = windowingOf(manifest);
  const frameCount = whole.x?.dims[2] ?? 0;
  const windows = planWindows({ frameCount, windowFrames: WINDOW_FRAMES, overlapRatio: 0.45, maxFadeFrames });
  const overlap = new OverlapAdd(hopSamples);
  const samples = new Float32Array(frameCount * hopSamples);
  let written = 0;
  for (const [index, window] of windows.entries()) {
    const { feedFrom, feedTo } = withContext(window.fadeFrom, window.bodyTo, contextFrames, frameCount);
    const harFrom = feedFrom * staged.harPerFrame;
    const harTo = feedTo * staged.harPerFrame + staged.harExtra;
    const feeds = {
      ...fixed,
      x: columnsOf(whole, 'x', feedFrom, feedTo),
      har: columnsOf(whole, 'har', harFrom, harTo),
    };
    const waveform = valuesOf(await session.run(feeds, ['waveform']), 'waveform');
    const kept = waveform.subarray(
      (window.fadeFrom - feedFrom) * hopSamples,
      (window.bodyTo - feedFrom) * hopSamples,
    );
    const final = overlap.add(kept, window, windows[index + 1]);
    samples.set(final, written);
    written += final.length;
  }
  return samples;
}

/** Columns [from, to) of a tensor [1, channels, columns]. */
function columnsOf(tensors: Tensors, name: string, from: number, to: number): Tensor {
  return columns(valuesOf(tensors, name), tensors[name]?.dims[2] ?? 0, from, to);
}

function valuesOf(tensors: Tensors, name: string): Float32Array {
  const data = tensors[name]?.data;
  if (data instanceof Float32Array) return data;
  if (data instanceof BigInt64Array) return Float32Array.from(data, Number);
  throw new Error(`no numbers in ${name}`);
}

/** How far `found` is from `expected`; of other lengths they are infinitely far. */
export function difference(
  expected: Float32Array,
  found: Float32Array,
): Pick<Difference, 'maxRelative' | 'snrDb'> {
  if (expected.length !== found.length) return { maxRelative: Infinity, snrDb: -Infinity };
  let [peak, worst, signal, noise] = [0, 0, 0, 0];
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i] ?? NaN;
    const error = (found[i] ?? NaN) - value;
    peak = Math.max(peak, Math.abs(value));
    worst = Math.max(worst, Math.abs(error));
    signal += value * value;
    noise += error * error;
  }
  return { maxRelative: worst / peak, snrDb: 10 * Math.log10(signal / noise) };
}
