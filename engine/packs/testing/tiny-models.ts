import { TinyGraph, type Shape } from './tiny-onnx.js';

/**
 * Models of a few kilobytes with the interfaces of the real ones. Weights are seeded, audio is finite, and its length
 * follows the tokens and the speed: a token lasts two to five units of its own, as an embedding says, over the speed.
 */

const SAMPLES_A_FRAME = 300;
const FRAMES_A_UNIT = 2;
const CHANNELS = 4;
/** Ids above it read the last row. */
const VOCABULARY = 256;
const STYLE_WIDTH = 256;
/** Channels and columns of the staged model's harmonic source. */
const HARMONICS = 2;
const COLUMNS_A_FRAME = 60;

/** Numbers in [−1, 1) that are the same for the same seed (mulberry32, public domain, by Tommy Ettinger). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x80_00_00_00 - 1;
  };
}

/** A table of style rows, little-endian float32. */
export function styleTable(seed: number, rows: number, width: number = STYLE_WIDTH): Uint8Array {
  const random = seeded(seed);
  const bytes = new DataView(new ArrayBuffer(4 * rows * width));
  for (let at = 0; at < bytes.byteLength; at += 4) bytes.setFloat32(at, 0.5 * random(), true);
  return new Uint8Array(bytes.buffer);
}

/** The parts that the models share, written into one graph. */
class Layers {
  readonly graph = new TinyGraph();
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  /** Weights in [−scale, scale) about a centre. */
  weights(shape: readonly number[], scale = 0.5, centre = 0): string {
    return this.graph.floats(this.#draw(shape, scale, centre), shape);
  }

  /** The same, kept as float16. */
  halfWeights(shape: readonly number[], scale = 0.5, centre = 0): string {
    return this.graph.cast(this.graph.halves(this.#draw(shape, scale, centre), shape), 'float32');
  }

  scalar(value: number): string {
    return this.graph.floats([value], []);
  }

  integers(...values: number[]): string {
    return this.graph.integers(values, [values.length]);
  }

  apply(type: string, ...inputs: string[]): string {
    return this.graph.op(type, inputs);
  }

  reshape(value: string, ...shape: number[]): string {
    return this.apply('Reshape', value, this.integers(...shape));
  }

  /** Units that each token lasts at length scale 1: [n], 2 to 5. */
  unitsOfTokens(ids: string): string {
    return this.apply('Gather', this.weights([VOCABULARY], 1.5, 3.5), ids);
  }

  /** Whole units of tokens, at least one each, [n] float32. */
  whole(units: string): string {
    return this.apply('Max', this.apply('Floor', this.apply('Add', units, this.scalar(0.5))), this.scalar(1));
  }

  /** Which token each unit belongs to: [units, n] of 0 and 1. */
  alignment(units: string): string {
    const { graph } = this;
    const ends = this.apply('CumSum', units, graph.integers([0]));
    const starts = this.apply('Sub', ends, units);
    const total = graph.cast(graph.op('ReduceSum', [units], { keepdims: 0 }), 'int64');
    const each = graph.cast(this.apply('Range', graph.integers([0]), total, graph.integers([1])), 'float32');
    const column = this.reshape(each, -1, 1);
    return graph.cast(
      this.apply('And', this.apply('GreaterOrEqual', column, starts), this.apply('Less', column, ends)),
      'float32',
    );
  }

  /** Repeats every column of [1, channels, length]. */
  stretched(value: string, channels: number, times: number): string {
    const each = this.reshape(value, 1, channels, -1, 1);
    return this.reshape(this.apply('Tile', each, this.integers(1, 1, 1, times)), 1, channels, -1);
  }

  /** A convolution that looks one frame to either side. */
  convolved(value: string, fromChannels: number, toChannels: number): string {
    return this.graph.op('Conv', [value, this.weights([toChannels, fromChannels, 3])], { pads: [1, 1] });
  }

  /** Sines that are zero where frames meet: [channels, samples]. */
  sines(samples: number): string {
    const values = Array.from(
      { length: CHANNELS * samples },
      (_, at) => 0.05 * Math.sin((2 * Math.PI * (1 + Math.floor(at / samples)) * (at % samples)) / samples),
    );
    return this.graph.floats(values, [CHANNELS, samples]);
  }

  #draw(shape: readonly number[], scale: number, centre: number): number[] {
    const count = shape.reduce((product, length) => product * length, 1);
    return Array.from({ length: count }, () => centre + scale * this.#random());
  }
}

export interface SingleModelOptions {
  readonly seed?: number;
  readonly inputs?: { readonly tokens?: string; readonly style?: string; readonly speed?: string };
  readonly outputs?: { readonly audio?: string; readonly duration?: string };
  /** Type of the `speed` input. */
  readonly speedType?: 'float32' | 'int32';
  /** Type of the `tokens` input: only int64 is right. */
  readonly tokenType?: 'int64' | 'float32';
  readonly styleWidth?: number;
  /** [samples], [1, samples] or [1, 1, samples]. */
  readonly audioRank?: 1 | 2 | 3;
  /** The embedding in float16. */
  readonly isHalf?: boolean;
  /** One weight is not a number. */
  readonly isBroken?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * One graph from tokens to audio. Kokoro's interface, unless options make it another: `input_ids`, `style`, `speed` →
 * `waveform`, and a `duration` output of int64 [n], in units of 600 samples, where one is named.
 */
export function tinySingleModel(options: SingleModelOptions = {}): Uint8Array {
  const layers = new Layers(options.seed ?? 1);
  const { graph } = layers;
  const { tokens = 'input_ids', style = 'style', speed = 'speed' } = options.inputs ?? {};
  const width = options.styleWidth ?? STYLE_WIDTH;
  const given = graph.input(tokens, options.tokenType ?? 'int64', [1, 'tokens']);
  const ids = layers.reshape(options.tokenType === 'float32' ? graph.cast(given, 'int64') : given, -1);
  const styleRow = graph.input(style, 'float32', [1, width]);
  const rate = graph.cast(graph.input(speed, options.speedType ?? 'float32', [1]), 'float32');

  const units = layers.whole(layers.apply('Div', layers.unitsOfTokens(ids), rate));
  const shape = [VOCABULARY, CHANNELS];
  const table = options.isHalf === true ? layers.halfWeights(shape) : layers.weights(shape);
  const voice = layers.apply('MatMul', styleRow, layers.weights([width, CHANNELS], 0.03));
  const spoken = layers.apply('Add', layers.apply('Gather', table, ids), voice);
  const damaged = options.isBroken === true ? layers.apply('Mul', spoken, layers.scalar(Number.NaN)) : spoken;
  const frames = layers.apply('MatMul', layers.alignment(units), damaged);
  const audio = layers.apply('MatMul', frames, layers.sines(SAMPLES_A_FRAME * FRAMES_A_UNIT));

  const rank = options.audioRank ?? 2;
  const ones = Array.from({ length: rank - 1 }, () => 1);
  const audioShape: Shape = [...ones, 'samples'];
  graph.output(
    layers.reshape(audio, ...ones, -1),
    options.outputs?.audio ?? 'waveform',
    'float32',
    audioShape,
  );
  const duration = options.outputs?.duration;
  if (duration !== undefined) graph.output(graph.cast(units, 'int64'), duration, 'int64', ['tokens']);
  return graph.toBytes(options.metadata);
}

/** The acoustic graph's inputs, and what split and staged models make of them alike. */
function acousticParts(layers: Layers, styleWidth: number) {
  const { graph } = layers;
  const scalar = (name: string): string => graph.input(name, 'float32', [1]);
  const ids = layers.reshape(graph.input('tokens', 'int64', [1, 'tokens']), -1);
  const style = graph.input('style', 'float32', [1, styleWidth]);
  const lengthScale = scalar('length_scale');
  const pitch = scalar('pitch');
  const f0Range = scalar('f0_range');
  const energy = scalar('energy');
  scalar('noise_scale');
  const pauses = layers.reshape(graph.input('pause_frames', 'float32', [1, 'tokens']), -1);

  const predicted = layers.whole(layers.apply('Mul', layers.unitsOfTokens(ids), lengthScale));
  const isPause = layers.apply('GreaterOrEqual', pauses, layers.scalar(0));
  const units = layers.apply('Where', isPause, pauses, predicted);
  const alignment = layers.alignment(units);
  const voice = layers.apply('MatMul', style, layers.weights([styleWidth, CHANNELS], 0.03));
  const spoken = layers.apply(
    'Add',
    layers.apply('Gather', layers.weights([VOCABULARY, CHANNELS]), ids),
    voice,
  );
  const loudness = layers.apply('Pow', layers.scalar(10), layers.apply('Div', energy, layers.scalar(20)));
  const features = layers.apply('Mul', layers.apply('MatMul', alignment, spoken), loudness);

  const logF0 = layers.apply('Gather', layers.weights([VOCABULARY, 1], 0.3, Math.log(150)), ids);
  const contour = layers.apply('MatMul', alignment, logF0);
  const mean = layers.apply('ReduceMean', contour);
  const spread = layers.apply('Mul', layers.apply('Sub', contour, mean), f0Range);
  const shift = layers.apply('Mul', pitch, layers.scalar(Math.LN2 / 12));
  const f0Hz = layers.apply('Exp', layers.apply('Add', layers.apply('Add', mean, spread), shift));
  graph.output(layers.reshape(graph.cast(units, 'int64'), 1, -1), 'durations', 'int64', [1, 'tokens']);
  return { features, f0Hz, loudness };
}

export interface SplitModel {
  readonly acoustic: Uint8Array;
  readonly decoder: Uint8Array;
}

/** Graphs of the split family with four feature channels; a window needs `TINY_SPLIT_CONTEXT_FRAMES` to be exact. */
export function tinySplitModel({ seed = 2, styleWidth = STYLE_WIDTH } = {}): SplitModel {
  const acoustic = new Layers(seed);
  const { features, f0Hz } = acousticParts(acoustic, styleWidth);
  acoustic.graph.output(acoustic.reshape(features, 1, -1, CHANNELS), 'features', 'float32', [
    1,
    'frames',
    CHANNELS,
  ]);
  acoustic.graph.output(acoustic.reshape(f0Hz, 1, -1), 'f0', 'float32', [1, 'frames']);

  const decoder = new Layers(seed + 1);
  const window = decoder.graph.input('features', 'float32', [1, 'frames', CHANNELS]);
  const channelsFirst = decoder.graph.op('Transpose', [window], { perm: [0, 2, 1] });
  const mixed = decoder.convolved(decoder.convolved(channelsFirst, CHANNELS, CHANNELS), CHANNELS, CHANNELS);
  decoder.graph.output(waveformOf(decoder, mixed), 'waveform', 'float32', [1, 'samples']);
  return { acoustic: acoustic.graph.toBytes(), decoder: decoder.graph.toBytes() };
}

export const TINY_SPLIT_CHANNELS = CHANNELS;
export const TINY_SPLIT_CONTEXT_FRAMES = 2;

/** [1, channels, frames] → [1, samples]. */
function waveformOf(layers: Layers, value: string): string {
  const frames = layers.graph.op('Transpose', [value], { perm: [0, 2, 1] });
  return layers.reshape(layers.apply('MatMul', frames, layers.sines(SAMPLES_A_FRAME)), 1, -1);
}

export interface StagedModel {
  readonly acoustic: Uint8Array;
  readonly trunk: Uint8Array;
  readonly generator: Uint8Array;
  readonly generatorExact: Uint8Array;
}

/** Means and mean squares of the two normalisations, in the order of a row of the pack's table. */
export const TINY_STAGED_INPUTS = ['m1', 'q1', 'm2', 'q2'].map((name) => ({ name, shape: [1, CHANNELS] }));
export const TINY_STAGED_CONTEXT_FRAMES = 2;
export const TINY_STAGED_HARMONICS = { harPerFrame: COLUMNS_A_FRAME, harExtra: 1 };

/** Graphs of the staged family: a harmonic source, and a generator that normalises over time twice. */
export function tinyStagedModel({ seed = 3, styleWidth = STYLE_WIDTH } = {}): StagedModel {
  return {
    acoustic: stagedAcoustic(seed, styleWidth),
    trunk: stagedTrunk(seed + 1, styleWidth),
    generator: stagedGenerator(seed + 2, styleWidth, false),
    generatorExact: stagedGenerator(seed + 2, styleWidth, true),
  };
}

function stagedAcoustic(seed: number, styleWidth: number): Uint8Array {
  const layers = new Layers(seed);
  const { graph } = layers;
  const { features, f0Hz, loudness } = acousticParts(layers, styleWidth);
  const frames = (value: string): string =>
    layers.reshape(layers.stretched(layers.reshape(value, 1, 1, -1), 1, FRAMES_A_UNIT), 1, -1);
  const asr = graph.op('Transpose', [layers.reshape(features, 1, -1, CHANNELS)], { perm: [0, 2, 1] });
  graph.output(asr, 'asr', 'float32', [1, CHANNELS, 'units']);
  graph.output(frames(f0Hz), 'f0', 'float32', [1, 'frames']);
  const level = layers.apply('Mul', layers.apply('Sign', f0Hz), loudness);
  graph.output(frames(level), 'n', 'float32', [1, 'frames']);
  return graph.toBytes();
}

function stagedTrunk(seed: number, styleWidth: number): Uint8Array {
  const layers = new Layers(seed);
  const { graph } = layers;
  const asr = graph.input('asr', 'float32', [1, CHANNELS, 'units']);
  const f0Hz = graph.input('f0', 'float32', [1, 'frames']);
  const level = graph.input('n', 'float32', [1, 'frames']);
  const style = graph.input('style', 'float32', [1, styleWidth]);
  const noise = graph.input('noise_scale', 'float32', [1]);

  const voice = layers.apply('MatMul', style, layers.weights([styleWidth, CHANNELS], 0.03));
  const spoken = layers.apply(
    'Add',
    layers.stretched(layers.convolved(asr, CHANNELS, CHANNELS), CHANNELS, FRAMES_A_UNIT),
    layers.reshape(voice, 1, CHANNELS, 1),
  );
  const x = layers.apply('Mul', spoken, layers.reshape(level, 1, 1, -1));
  graph.output(x, 'x', 'float32', [1, CHANNELS, 'frames']);

  // The phase runs on from frame to frame, as that of a real source does: only a shared one fits windows.
  const turns = layers.apply('Div', layers.reshape(f0Hz, 1, 1, -1), layers.scalar(24_000));
  const columns = layers.stretched(turns, 1, COLUMNS_A_FRAME);
  const phase = layers.apply(
    'CumSum',
    layers.apply('Mul', columns, layers.scalar((2 * Math.PI * SAMPLES_A_FRAME) / COLUMNS_A_FRAME)),
    graph.integers([2]),
  );
  const padded = layers.apply('Pad', phase, layers.integers(0, 0, 0, 0, 0, 1));
  const voiced = layers.apply('Sin', layers.apply('Mul', padded, graph.floats([1, 2], [1, HARMONICS, 1])));
  const breath = layers.apply('Cos', layers.apply('Mul', padded, layers.scalar(1000)));
  const har = layers.apply('Add', voiced, layers.apply('Mul', breath, noise));
  graph.output(har, 'har', 'float32', [1, HARMONICS, 'columns']);
  return graph.toBytes();
}

function stagedGenerator(seed: number, styleWidth: number, isExact: boolean): Uint8Array {
  const layers = new Layers(seed);
  const { graph } = layers;
  const x = graph.input('x', 'float32', [1, CHANNELS, 'frames']);
  const har = graph.input('har', 'float32', [1, HARMONICS, 'columns']);
  const style = graph.input('style', 'float32', [1, styleWidth]);
  const source = graph.op('Conv', [har, layers.weights([CHANNELS, HARMONICS, COLUMNS_A_FRAME + 1], 0.05)], {
    strides: [COLUMNS_A_FRAME],
  });
  const first = normalised(layers, layers.apply('Add', x, source), style, styleWidth, 1, isExact);
  const second = normalised(
    layers,
    layers.convolved(first, CHANNELS, CHANNELS),
    style,
    styleWidth,
    2,
    isExact,
  );
  const mixed = layers.convolved(second, CHANNELS, CHANNELS);
  graph.output(waveformOf(layers, mixed), 'waveform', 'float32', [1, 'samples']);
  return graph.toBytes();
}

/** Adaptive instance normalisation, with its statistics taken from the value or given as inputs. */
function normalised(
  layers: Layers,
  value: string,
  style: string,
  styleWidth: number,
  index: number,
  isExact: boolean,
): string {
  const { graph } = layers;
  const [meanName, squareName] = [`m${index}`, `q${index}`];
  const shape = [1, CHANNELS];
  const statistic = (name: string, ofValue: string): string => {
    if (!isExact) return graph.input(name, 'float32', shape);
    const taken = graph.op('ReduceMean', [ofValue], { axes: [2], keepdims: 0 });
    graph.output(taken, name, 'float32', shape);
    return taken;
  };
  const column = (row: string): string => layers.reshape(row, 1, CHANNELS, 1);
  const mean = column(statistic(meanName, value));
  const square = column(statistic(squareName, layers.apply('Mul', value, value)));
  const variance = layers.apply('Sub', square, layers.apply('Mul', mean, mean));
  const deviation = layers.apply('Sqrt', layers.apply('Add', variance, layers.scalar(1e-3)));
  const centred = layers.apply('Div', layers.apply('Sub', value, mean), deviation);
  const fromStyle = (): string =>
    column(layers.apply('MatMul', style, layers.weights([styleWidth, CHANNELS], 0.02)));
  const scaled = layers.apply('Mul', centred, layers.apply('Add', fromStyle(), layers.scalar(1)));
  return layers.apply('Add', scaled, fromStyle());
}
