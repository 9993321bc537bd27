import { Tensor } from './onnxruntime.js';
import { joinSamples } from '../shared/join-samples.js';
import type { LoadedPack } from '../packs/load-pack.js';
import { styleEncodersOf } from '../packs/style-encoders.js';
import { SottoError } from '../shared/errors.js';
import { logMel, MEL_BANDS } from './mel/log-mel.js';
import { loadGraph } from './session.js';
import { floats } from './tensors.js';

/**
 * Computes the style vector of a prepared recording with a pack's encoders: the acoustic half, then the prosody half; one
 * half alone where the pack has one encoder. It runs on the CPU, because no provider's self-test covers these graphs,
 * and each graph is let go after its run, because they are seldom needed.
 * @param samples mono at 24 kHz, of `prepareRecording`
 * @throws SottoError `unavailable-here` when the pack has no encoders, `pack-corrupt`, `pack-invalid` when they do not make
 *   its vectors, `engine-failed`, `inference-failed`
 */
export async function encodeStyle(
  pack: LoadedPack,
  samples: Float32Array,
  { threads }: { readonly threads: number },
): Promise<Float32Array> {
  const { manifest } = pack;
  const encoders = styleEncodersOf(manifest);
  if (!encoders)
    throw new SottoError({
      code: 'unavailable-here',
      message: `the voice pack "${manifest.id}" cannot make a voice of a recording`,
      next: 'choose a pack that has style encoders, such as an exported StyleTTS2 model',
    });
  const { values, frameCount } = logMel(samples);
  const mel = new Tensor('float32', values, [1, MEL_BANDS, frameCount]);
  const halves: Float32Array[] = [];
  for (const graph of encoders.graphs) {
    const session = await pack.useGraph(graph, encoders.precision, (model) =>
      loadGraph(graph, model, { provider: 'cpu', threads }),
    );
    try {
      halves.push(floats((await session.run({ mel }, ['style'])).style));
    } finally {
      await session.release();
    }
  }
  return checkedVector(joinSamples(halves), pack);
}

function checkedVector(vector: Float32Array, { manifest }: LoadedPack): Float32Array {
  const { width } = manifest.styles;
  if (vector.length !== width)
    throw new SottoError({
      code: 'pack-invalid',
      message: `the encoders of "${manifest.id}" give ${vector.length} values, its voices have ${width}`,
      next: 'export the pack again',
    });
  if (vector.every(Number.isFinite)) return vector;
  throw new SottoError({
    code: 'inference-failed',
    message: `the encoders of "${manifest.id}" gave a value that is not a number`,
    next: 'use another recording, or export the pack again',
  });
}
