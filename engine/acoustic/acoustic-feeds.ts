import type { Tensor } from './onnxruntime.js';
import type { GraphSession } from './session.js';
import type { AcousticInput } from './synthesiser.js';
import { matrix, scalar, tokenTensor } from './tensors.js';

/**
 * The inputs of an acoustic graph, as far as it has them: not every model can be bent in every way.
 * @param pauseUnits what each token is to last, in units of the graph's durations; −1 leaves it to the model
 */
export function acousticFeeds(
  graph: GraphSession,
  input: AcousticInput,
  pauseUnits: readonly number[],
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {
    tokens: tokenTensor(input.tokens),
    style: matrix(input.style),
    length_scale: scalar(input.lengthScale),
    pitch: scalar(input.pitchSemitones),
    f0_range: scalar(input.f0Range),
    energy: scalar(input.energyDb),
    noise_scale: scalar(input.noiseScale),
    pause_frames: matrix(Float32Array.from(pauseUnits)),
  };
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => graph.inputNames.includes(name)));
}
