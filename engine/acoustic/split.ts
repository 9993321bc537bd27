import { Tensor } from 'onnxruntime-node';
import { SottoError } from '../shared/errors.js';
import type { LoadedPack } from '../packs/load-pack.js';
import type { PackOf } from '../packs/manifest.js';
import { windowingOf } from '../packs/windowing.js';
import { loadGraphs } from './load-graphs.js';
import type { GraphSession } from './session.js';
import type { ModelOptions } from './open-model.js';
import type { AcousticInput, PreparedSegment, Synthesiser } from './synthesiser.js';
import { floats, integers, scalar, tokenTensor } from './tensors.js';
import { withContext } from './windows.js';

/**
 * The adapter of the "split" family: an acoustic graph for a whole segment, and a decoder graph that turns any window of
 * its features into audio.
 * @throws SottoError `pack-corrupt`, `engine-failed` when a graph cannot be loaded
 */
export async function openSplitModel(
  pack: LoadedPack,
  manifest: PackOf<'split'>,
  options: ModelOptions,
): Promise<Synthesiser> {
  const [graphs, release] = await loadGraphs(pack, ['acoustic', 'decoder'], options);
  return {
    hopSamples: manifest.hopSamples,
    sampleRateHz: manifest.sampleRateHz,
    windowing: windowingOf(manifest),
    prepare: (input) => prepare(graphs.acoustic, graphs.decoder, manifest, input),
    release,
  };
}

async function prepare(
  acoustic: GraphSession,
  decoder: GraphSession,
  manifest: PackOf<'split'>,
  input: AcousticInput,
): Promise<PreparedSegment> {
  const tokenCount = input.tokens.length;
  const results = await acoustic.run(
    {
      tokens: tokenTensor(input.tokens),
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
  const { channels, contextFrames } = manifest.features;
  const { hopSamples } = manifest;
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
      const { feedFrom, feedTo } = withContext(fromFrame, toFrame, contextFrames, frameCount);
      const window = features.slice(feedFrom * channels, feedTo * channels);
      const shape = [1, feedTo - feedFrom, channels];
      const { waveform } = await decoder.run({ features: new Tensor('float32', window, shape) }, [
        'waveform',
      ]);
      const samples = floats(waveform);
      const skipSamples = (fromFrame - feedFrom) * hopSamples;
      const wantedSamples = (toFrame - fromFrame) * hopSamples;
      if (samples.length !== (feedTo - feedFrom) * hopSamples)
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
