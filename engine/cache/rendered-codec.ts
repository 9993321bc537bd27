import type { RenderedSegment } from '../shared/rendered.js';

/** "SPH" and the version of this layout; another layout takes another number, and old entries read as corrupt. */
const MAGIC = 0x53504801;
const HEADER_BYTES = 12;

/**
 * A rendered segment as bytes: magic, sample count, token count (uint32), durations (int32), samples (float32), all
 * little endian. Samples stay float32, although 16 bits would take half the room: a phrase from the cache must be
 * the phrase that was rendered, in every output format and after any gain that a player applies.
 */
export function encodeRendered(segment: RenderedSegment): Uint8Array {
  const { pcm, durationsFrames } = segment;
  const bytes = new Uint8Array(HEADER_BYTES + durationsFrames.length * 4 + pcm.length * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, pcm.length, true);
  view.setUint32(8, durationsFrames.length, true);
  let offset = HEADER_BYTES;
  for (const frames of durationsFrames) {
    view.setInt32(offset, frames, true);
    offset += 4;
  }
  for (const sample of pcm) {
    view.setFloat32(offset, sample, true);
    offset += 4;
  }
  return bytes;
}

/** The inverse; undefined when the bytes are not of this layout. */
export function decodeRendered(bytes: Uint8Array): RenderedSegment | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sampleCount = view.getUint32(4, true);
  const tokenCount = view.getUint32(8, true);
  if (view.getUint32(0, true) !== MAGIC) return undefined;
  if (bytes.length !== HEADER_BYTES + (tokenCount + sampleCount) * 4) return undefined;
  const durationsFrames = new Int32Array(tokenCount);
  const pcm = new Float32Array(sampleCount);
  let offset = HEADER_BYTES;
  for (let token = 0; token < tokenCount; token += 1, offset += 4) {
    durationsFrames[token] = view.getInt32(offset, true);
  }
  for (let sample = 0; sample < sampleCount; sample += 1, offset += 4) {
    pcm[sample] = view.getFloat32(offset, true);
  }
  return { pcm, durationsFrames };
}
