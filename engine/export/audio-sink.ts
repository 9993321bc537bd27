import type { AudioWriter } from './audio-writer.js';
import type { ByteTarget } from './byte-target.js';
import { encodePcm, type SampleEncoding } from './pcm.js';
import { wavHeader } from './wav.js';

/** Formats that are samples as they are, with a header at the most. */
export const PLAIN_FORMATS = ['wav', 'wav-f32', 's16', 'f32'] as const;
export type PlainFormat = (typeof PLAIN_FORMATS)[number];

interface FormatShape {
  readonly encoding: SampleEncoding;
  readonly container: 'wav' | 'raw';
}

const FORMAT_SHAPES: Readonly<Record<PlainFormat, FormatShape>> = {
  wav: { encoding: 's16', container: 'wav' },
  'wav-f32': { encoding: 'f32', container: 'wav' },
  s16: { encoding: 's16', container: 'raw' },
  f32: { encoding: 'f32', container: 'raw' },
};

/** Writes speech, mono, as it is made, plain. */
export class AudioSink implements AudioWriter {
  readonly #target: ByteTarget;
  readonly #shape: FormatShape;
  readonly #sampleRateHz: number;
  #sampleCount = 0;
  #begun = false;

  constructor(target: ByteTarget, format: PlainFormat, sampleRateHz: number) {
    this.#target = target;
    this.#shape = FORMAT_SHAPES[format];
    this.#sampleRateHz = sampleRateHz;
  }

  get sampleCount(): number {
    return this.#sampleCount;
  }

  async write(pcm: Float32Array): Promise<void> {
    await this.#begin();
    await this.#target.write(encodePcm(pcm, this.#shape.encoding));
    this.#sampleCount += pcm.length;
  }

  async finish(): Promise<void> {
    await this.#begin();
    if (this.#shape.container === 'wav' && this.#target.seekable) {
      await this.#target.patchStart(this.#header(this.#sampleCount));
    }
    await this.#target.commit();
  }

  abandon(): Promise<void> {
    return Promise.resolve();
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
