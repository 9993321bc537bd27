import type { ByteTarget } from './byte-target.js';
import { encodePcm, type SampleEncoding } from './pcm.js';
import { wavHeader } from './wav.js';

export const AUDIO_FORMATS = ['wav', 'wav-f32', 's16', 'f32'] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number];

interface FormatShape {
  readonly encoding: SampleEncoding;
  readonly container: 'wav' | 'raw';
}

const FORMAT_SHAPES: Readonly<Record<AudioFormat, FormatShape>> = {
  wav: { encoding: 's16', container: 'wav' },
  'wav-f32': { encoding: 'f32', container: 'wav' },
  s16: { encoding: 's16', container: 'raw' },
  f32: { encoding: 'f32', container: 'raw' },
};

/** Writes speech, mono, as it is made. The calls must not overlap; `finish` or `target.discard` ends it. */
export class AudioSink {
  readonly #target: ByteTarget;
  readonly #shape: FormatShape;
  readonly #sampleRateHz: number;
  #sampleCount = 0;
  #begun = false;

  constructor(target: ByteTarget, format: AudioFormat, sampleRateHz: number) {
    this.#target = target;
    this.#shape = FORMAT_SHAPES[format];
    this.#sampleRateHz = sampleRateHz;
  }

  /** Samples written so far. */
  get sampleCount(): number {
    return this.#sampleCount;
  }

  async write(pcm: Float32Array): Promise<void> {
    await this.#begin();
    await this.#target.write(encodePcm(pcm, this.#shape.encoding));
    this.#sampleCount += pcm.length;
  }

  /** Completes the header where the target allows it and makes the result visible under its name. */
  async finish(): Promise<void> {
    await this.#begin();
    if (this.#shape.container === 'wav' && this.#target.seekable) {
      await this.#target.patchStart(this.#header(this.#sampleCount));
    }
    await this.#target.commit();
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#shape.container === 'wav') await this.#target.write(this.#header());
  }

  #header(sampleCount?: number): Uint8Array {
    return wavHeader({
      sampleRateHz: this.#sampleRateHz,
      encoding: this.#shape.encoding,
      ...(sampleCount !== undefined && { sampleCount }),
    });
  }
}
