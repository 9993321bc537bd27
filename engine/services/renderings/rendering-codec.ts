import { z } from 'zod';
import { renderedSegmentSchema, type Rendering } from './rendering.js';

/** "SPR" and the version of this layout; another layout takes another number, and old entries are rendered again. */
const MAGIC = 0x53505201;
const HEADER_BYTES = 12;

const description = z.object({ sampleRateHz: z.int().positive(), segments: z.array(renderedSegmentSchema) });

/**
 * A rendering as bytes: magic, length of the description, sample count (uint32, little endian), the description (JSON,
 * filled up to four bytes), samples (float32). Samples stay float32: a phrase from the library is the phrase that would
 * be rendered now, sample by sample.
 */
export function encodeRendering({ sampleRateHz, segments, pcm }: Rendering): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify({ sampleRateHz, segments }));
  const bytes = new Uint8Array(HEADER_BYTES + padded(json.length) + pcm.length * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, json.length, true);
  view.setUint32(8, pcm.length, true);
  bytes.set(json, HEADER_BYTES);
  bytes.set(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength), HEADER_BYTES + padded(json.length));
  return bytes;
}

/** The inverse; undefined when the bytes are not of this layout. */
export function decodeRendering(bytes: Uint8Array): Rendering | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jsonBytes = view.getUint32(4, true);
  const sampleCount = view.getUint32(8, true);
  const pcmStart = HEADER_BYTES + padded(jsonBytes);
  if (view.getUint32(0, true) !== MAGIC || bytes.length !== pcmStart + sampleCount * 4) return undefined;
  const parsed = parseDescription(bytes.subarray(HEADER_BYTES, HEADER_BYTES + jsonBytes));
  if (!parsed) return undefined;
  const announced = parsed.segments.reduce((sum, segment) => sum + segment.sampleCount, 0);
  if (announced !== sampleCount) return undefined;
  // A copy, since samples have to lie on a multiple of four bytes and the file's bytes may not.
  return { ...parsed, pcm: new Float32Array(new Uint8Array(bytes.subarray(pcmStart)).buffer) };
}

/** Every platform that the engine runs on is little endian, so that samples are copied as they lie. */
function padded(byteCount: number): number {
  return Math.ceil(byteCount / 4) * 4;
}

function parseDescription(bytes: Uint8Array): z.output<typeof description> | undefined {
  try {
    return description.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
