import { BYTES_PER_SAMPLE, type SampleEncoding } from './pcm.js';

const PCM_FORMAT_TAG = 1;
const FLOAT_FORMAT_TAG = 3;
/** What a writer puts in a size field that it cannot know, or that does not fit; readers then read to the end. */
const UNKNOWN_SIZE = 0xffffffff;

export interface WavShape {
  readonly sampleRateHz: number;
  readonly encoding: SampleEncoding;
  /** Absent when the length is not known yet, as in a pipe. */
  readonly sampleCount?: number;
}

/**
 * The bytes before the samples of a mono RIFF/WAVE file. Its length depends on the encoding only, so that a
 * header written first can be replaced in place once the sample count is known.
 * Float files carry the `fact` chunk that the format asks of everything but integer PCM.
 */
export function wavHeader(shape: WavShape): Uint8Array {
  const isFloat = shape.encoding === 'f32';
  const sampleBytes = BYTES_PER_SAMPLE[shape.encoding];
  const formatBytes = isFloat ? 18 : 16;
  const headerBytes = 12 + 8 + formatBytes + (isFloat ? 12 : 0) + 8;
  const bytes = new Uint8Array(headerBytes);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  const tag = (text: string) => {
    for (const char of text) view.setUint8(offset++, char.charCodeAt(0));
  };
  const u32 = (value: number) => {
    view.setUint32(offset, Math.min(value, UNKNOWN_SIZE), true);
    offset += 4;
  };
  const u16 = (value: number) => {
    view.setUint16(offset, value, true);
    offset += 2;
  };
  const dataBytes = shape.sampleCount === undefined ? Infinity : shape.sampleCount * sampleBytes;

  tag('RIFF');
  u32(headerBytes - 8 + dataBytes);
  tag('WAVE');
  tag('fmt ');
  u32(formatBytes);
  u16(isFloat ? FLOAT_FORMAT_TAG : PCM_FORMAT_TAG);
  u16(1);
  u32(shape.sampleRateHz);
  u32(shape.sampleRateHz * sampleBytes);
  u16(sampleBytes);
  u16(sampleBytes * 8);
  if (isFloat) {
    u16(0);
    tag('fact');
    u32(4);
    u32(shape.sampleCount ?? UNKNOWN_SIZE);
  }
  tag('data');
  u32(dataBytes);
  return bytes;
}
