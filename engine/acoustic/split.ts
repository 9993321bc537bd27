import { Tensor } from './onnxruntime.js';
import { SottoError } from '../shared/errors.js';
import type { LoadedPack } from '../packs/load-pack.js';
import type { PackOf } from '../packs/manifest.js';
import { windowingOf } from '../packs/windowing.js';
import { loadGraphs } from './load-graphs.js';
import type { GraphSession } from './session.js';
import type { ModelOptions } from './open-model.js';
import type { AcousticInput, PreparedSegment, Synthesiser } from './synthesiser.js';
import { acousticFeeds } from './acoustic-feeds.js';
import { floats, integers } from './tensors.js';
import { checkedWaveform } from './waveform.js';
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
  const results = await acoustic.run(acousticFeeds(acoustic, input, input.pauseFrames), [
    'features',
    'f0',
    'durations',
  ]);
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
      const decoded = checkedWaveform(waveform, (feedTo - feedFrom) * hopSamples);
      return decoded.slice((fromFrame - feedFrom) * hopSamples, (toFrame - feedFrom) * hopSamples);
    },
  };
}
