import { SottoError } from '../shared/errors.js';

/** How samples are laid out in a file or a pipe; always mono, little endian. */
export type SampleEncoding = 's16' | 'f32';

export const BYTES_PER_SAMPLE: Readonly<Record<SampleEncoding, number>> = { s16: 2, f32: 4 };

const INT16_SCALE = 32768;

/**
 * Encodes samples in [−1, 1] as bytes.
 *
 * `s16` is round-half-up of x·32768, clamped to the 16-bit range, so that decoding by /32768 gives the nearest
 * representable value; no dither, because the same speech must give the same file. `f32` is bit-exact.
 * A sample that is not finite would become a click or an unreadable file: it is an error here.
 */
export function encodePcm(pcm: Float32Array, encoding: SampleEncoding): Uint8Array {
  const bytes = new Uint8Array(pcm.length * BYTES_PER_SAMPLE[encoding]);
  const view = new DataView(bytes.buffer);
  for (const [index, sample] of pcm.entries()) {
    if (!Number.isFinite(sample)) {
      throw new SottoError({
        code: 'inference-failed',
        message: 'the model produced a sample that is not a number',
        next: 'run `sotto doctor` to check the voice pack on this machine',
      });
    }
    if (encoding === 'f32') view.setFloat32(index * 4, sample, true);
    else view.setInt16(index * 2, Math.max(-32768, Math.min(32767, Math.round(sample * INT16_SCALE))), true);
  }
  return bytes;
}
