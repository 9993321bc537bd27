import { AudioSink, PLAIN_FORMATS } from './audio-sink.js';
import type { ByteTarget } from './byte-target.js';

export const COMPRESSED_FORMATS = ['flac', 'mp3'] as const;
export type CompressedFormat = (typeof COMPRESSED_FORMATS)[number];

export const AUDIO_FORMATS = [...PLAIN_FORMATS, ...COMPRESSED_FORMATS] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number];

/**
 * Writes speech, mono, to a target as it is made; memory does not grow with its length. The calls must not overlap. Either
 * `finish` ends it, or `abandon` together with the target's `discard`.
 */
export interface AudioWriter {
  /** Samples written so far. */
  readonly sampleCount: number;
  /** @param pcm samples in [−1, 1] @throws SottoError `file-unwritable`, `inference-failed` for samples that are no numbers */
  write(pcm: Float32Array): Promise<void>;
  /** Completes the header where the target allows it and makes the result visible under its name. */
  finish(): Promise<void>;
  /** Lets an encoder go whose output is not wanted any more. */
  abandon(): Promise<void>;
}

export interface AudioTags {
  /** Written where the format has room for it. */
  readonly title?: string;
}

/** Begins an audio file. The encoders of flac and mp3 are loaded when they are first asked for: they are large. */
export async function createAudioWriter(
  target: ByteTarget,
  format: AudioFormat,
  sampleRateHz: number,
  tags: AudioTags = {},
): Promise<AudioWriter> {
  if (format !== 'flac' && format !== 'mp3') return new AudioSink(target, format, sampleRateHz);
  const { openCompressedSink } = await import('./compressed-sink.js');
  return openCompressedSink(target, format, sampleRateHz, tags);
}
