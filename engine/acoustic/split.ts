import { Tensor } from 'onnxruntime-node';
import { SottoError } from '../shared/errors.js';
import { loadGraph, type GraphSession, type SessionOptions } from './session.js';
import type { AcousticInput, PreparedSegment, Synthesiser } from './synthesiser.js';
import { withContext } from './windows.js';

export interface SplitModel {
  readonly acoustic: Uint8Array;
  readonly decoder: Uint8Array;
  readonly hopSamples: number;
  readonly sampleRateHz: number;
  readonly featureChannels: number;
  readonly contextFrames: number;
}

/**
 * The adapter of the "split" family: an acoustic graph for a whole segment, and a decoder graph that turns any window of
 * its features into audio.
 * @throws SottoError `engine-failed` when a graph cannot be loaded
 */
export async function openSplitModel(model: SplitModel, options: SessionOptions): Promise<Synthesiser> {
  const acoustic = await loadGraph('acoustic', model.acoustic, options);
  const decoder = await loadGraph('decoder', model.decoder, options).catch(async (error: unknown) => {
    await acoustic.release();
    throw error;
  });
  return {
    hopSamples: model.hopSamples,
    sampleRateHz: model.sampleRateHz,
    contextFrames: model.contextFrames,
    prepare: (input) => prepare(acoustic, decoder, model, input),
    async release() {
      await acoustic.release();
      await decoder.release();
    },
  };
}

async function prepare(
  acoustic: GraphSession,
  decoder: GraphSession,
  model: SplitModel,
  input: AcousticInput,
): Promise<PreparedSegment> {
  const tokenCount = input.tokens.length;
  const scalar = (value: number): Tensor => new Tensor('float32', Float32Array.of(value), [1]);
  const results = await acoustic.run(
    {
      tokens: new Tensor('int64', BigInt64Array.from(input.tokens, BigInt), [1, tokenCount]),
      style: new Tensor('float32', input.style, [1, input.style.length]),
      length_scale: scalar(input.lengthScale),
      pitch: scalar(input.pitchSemitones),
      f0_range: scalar(input.f0Range),
      energy: scalar(input.energyDb),
      noise_scale: scalar(input.noiseScale),
      pause_frames: new Tensor('float32', Float32Array.from(input.pauseFrames), [1, tokenCount]),
    },
    ['features', 'f0', 'durations'],
  );
  const features = floats(results.features);
  const f0Hz = floats(results.f0);
  const durationsFrames = Int32Array.from(integers(results.durations), Number);
  const frameCount = durationsFrames.reduce((sum, frames) => sum + frames, 0);
  const channels = model.featureChannels;
  if (durationsFrames.length !== tokenCount || features.length !== frameCount * channels)
    throw new SottoError({
      code: 'inference-failed',
      message: `the acoustic graph gave ${features.length} feature values for ${frameCount} frames of ${tokenCount} tokens`,
    });
  return {
    frameCount,
    durationsFrames,
    f0Hz,
    async decode(fromFrame, toFrame) {
      const { feedFrom, feedTo } = withContext(fromFrame, toFrame, model.contextFrames, frameCount);
      const window = features.slice(feedFrom * channels, feedTo * channels);
      const shape = [1, feedTo - feedFrom, channels];
      const { waveform } = await decoder.run({ features: new Tensor('float32', window, shape) }, [
        'waveform',
      ]);
      const samples = floats(waveform);
      const skipSamples = (fromFrame - feedFrom) * model.hopSamples;
      const wantedSamples = (toFrame - fromFrame) * model.hopSamples;
      if (samples.length !== (feedTo - feedFrom) * model.hopSamples)
        throw new SottoError({
          code: 'inference-failed',
          message: `the decoder gave ${samples.length} samples for ${feedTo - feedFrom} frames`,
        });
      const wanted = samples.slice(skipSamples, skipSamples + wantedSamples);
      // Refused here, or it would be kept in the phrase cache and fail whoever asks for the phrase again.
      if (!wanted.every(Number.isFinite))
        throw new SottoError({
          code: 'inference-failed',
          message: 'the decoder gave a sample that is not a number',
          next: 'run "sotto doctor" to check this machine',
        });
      return wanted;
    },
  };
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new SottoError({
    code: 'inference-failed',
    message: `expected float32, the graph gave ${tensor?.type}`,
  });
}

function integers(tensor: Tensor | undefined): BigInt64Array {
  if (tensor?.data instanceof BigInt64Array) return tensor.data;
  throw new SottoError({
    code: 'inference-failed',
    message: `expected int64, the graph gave ${tensor?.type}`,
  });
}
