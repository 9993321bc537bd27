import { Tensor } from './onnxruntime.js';
import type { LoadedPack } from '../packs/load-pack.js';
import type { PackOf } from '../packs/manifest.js';
import { SINGLE_NAMES } from '../packs/single-interface.js';
import { windowingOf } from '../packs/windowing.js';
import { SottoError } from '../shared/errors.js';
import { loadGraphs } from './load-graphs.js';
import type { ModelOptions } from './open-model.js';
import type { GraphSession } from './session.js';
import type { AcousticInput, PreparedSegment, Synthesiser } from './synthesiser.js';
import { integers, matrix, scalar, tokenTensor } from './tensors.js';
import { trimSilence } from './trim-silence.js';
import { checkedWaveform } from './waveform.js';

/**
 * The adapter of the "single" family: one graph that turns tokens into audio. A segment is computed whole, and given out in
 * whatever parts are asked for.
 * @throws SottoError `pack-corrupt`, `engine-failed`; `pack-invalid` for a graph of another interface
 */
export async function openSingleModel(
  pack: LoadedPack,
  manifest: PackOf<'single'>,
  options: ModelOptions,
): Promise<Synthesiser> {
  const [{ model }, release] = await loadGraphs(pack, ['model'], options);
  try {
    const render = renderer(model);
    return {
      hopSamples: manifest.hopSamples,
      sampleRateHz: manifest.sampleRateHz,
      windowing: windowingOf(manifest),
      prepare: async (input) => preparedSegment(await render(input), manifest),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

interface Rendered {
  readonly samples: Float32Array;
  /** Of every token, in a unit of the model's own; empty where it does not tell. */
  readonly durations: Int32Array;
}

/** Finds out how the graph wants to be called. */
function renderer(model: GraphSession): (input: AcousticInput) => Promise<Rendered> {
  const tokens = nameOf(model.inputNames, SINGLE_NAMES.tokens, 'input for tokens');
  const style = nameOf(model.inputNames, SINGLE_NAMES.style, 'input for the style');
  const speed = nameOf(model.inputNames, SINGLE_NAMES.speed, 'input for the speed');
  const waveform = nameOf(model.outputNames, SINGLE_NAMES.waveform, 'output of audio');
  const duration = SINGLE_NAMES.duration.find((name) => model.outputNames.includes(name));
  const takesWholeSpeeds = model.inputType(speed) === 'int32';
  return async (input) => {
    const factor = 1 / input.lengthScale;
    const feeds = {
      [tokens]: tokenTensor(input.tokens),
      [style]: matrix(input.style),
      // One export has the speed as a whole number: any between can only be rounded.
      [speed]: takesWholeSpeeds
        ? new Tensor('int32', Int32Array.of(Math.max(1, Math.round(factor))), [1])
        : scalar(factor),
    };
    const results = await model.run(feeds, duration === undefined ? [waveform] : [waveform, duration]);
    const durations = duration === undefined ? [] : integers(results[duration]);
    return {
      samples: checkedWaveform(results[waveform]),
      durations:
        durations.length === input.tokens.length ? Int32Array.from(durations, Number) : new Int32Array(0),
    };
  };
}

function nameOf(names: readonly string[], known: readonly string[], what: string): string {
  const found = known.find((name) => names.includes(name));
  if (found !== undefined) return found;
  throw new SottoError({
    code: 'pack-invalid',
    message: `the model has no ${what}: it has ${names.join(', ')}, one of ${known.join(', ')} was expected`,
  });
}

function preparedSegment(
  rendered: Rendered,
  { hopSamples, sampleRateHz }: PackOf<'single'>,
): PreparedSegment {
  const { from, to } = trimSilence(rendered.samples, sampleRateHz);
  const frameCount = Math.ceil((to - from) / hopSamples);
  // The last frame is filled up with silence.
  const samples = new Float32Array(frameCount * hopSamples);
  samples.set(rendered.samples.subarray(from, to));
  const samplesPerUnit = rendered.samples.length / rendered.durations.reduce((sum, units) => sum + units, 0);
  return {
    frameCount,
    durationsFrames: framesOf(rendered.durations, (units) => {
      const sample = Math.min(Math.max(units * samplesPerUnit, from), to) - from;
      // Rounded up as the frames of the whole are, so that the last token ends with them.
      return Math.ceil(sample / hopSamples);
    }),
    f0Hz: new Float32Array(0),
    decode: (fromFrame, toFrame) =>
      Promise.resolve(samples.slice(fromFrame * hopSamples, toFrame * hopSamples)),
  };
}

/** Durations as differences of rounded ends, so that their sum is kept. */
function framesOf(durations: Int32Array, frameOfUnits: (units: number) => number): Int32Array {
  let units = 0;
  let frame = 0;
  return durations.map((duration) => {
    units += duration;
    const end = frameOfUnits(units);
    const frames = end - frame;
    frame = end;
    return frames;
  });
}
