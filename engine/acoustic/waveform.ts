import type { Tensor } from './onnxruntime.js';
import { SottoError } from '../shared/errors.js';
import { floats } from './tensors.js';

/**
 * The samples that a graph gave. Refused here, or what is wrong with them would be kept in the phrase cache and fail
 * whoever asks for the phrase again.
 * @param sampleCount how many there must be; left out where only the graph knows
 * @throws SottoError `inference-failed` for another number of them, or for one that is not finite
 */
export function checkedWaveform(waveform: Tensor | undefined, sampleCount?: number): Float32Array {
  const samples = floats(waveform);
  if (sampleCount !== undefined && samples.length !== sampleCount)
    throw new SottoError({
      code: 'inference-failed',
      message: `the decoder gave ${samples.length} samples, ${sampleCount} were due`,
    });
  if (!samples.every(Number.isFinite))
    throw new SottoError({
      code: 'inference-failed',
      message: 'the decoder gave a sample that is not a number',
      next: 'run "sotto doctor" to check this machine',
    });
  return samples;
}
