import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
  AudioSample,
  AudioSampleSource,
  FlacOutputFormat,
  Mp3OutputFormat,
  Output,
  Quality,
  StreamTarget,
} from 'mediabunny';
import type { AudioTags, AudioWriter, CompressedFormat } from './audio-writer.js';
import type { ByteTarget } from './byte-target.js';
import { encodePcm } from './pcm.js';

/** Of speech in one channel: more is not heard, less is. */
const MP3_BITS_PER_SECOND = 64_000;

/** LAME turns the level down so far at this rate; turned up before, a file is as loud as what it was made of. */
const MP3_GAIN = 1 / 0.95;

/** A shorter FLAC file is not one. */
const MIN_SAMPLES = 32;

/** The start of a file is kept for so long that its header can be completed; titles are far shorter. */
const HEAD_BYTES = 64 * 1024;

let areEncodersRegistered = false;

/** Begins a FLAC (16 bits, lossless) or MP3 file. */
export async function openCompressedSink(
  target: ByteTarget,
  format: CompressedFormat,
  sampleRateHz: number,
  tags: AudioTags,
): Promise<AudioWriter> {
  if (!areEncodersRegistered) {
    registerFlacEncoder();
    registerMp3Encoder();
    areEncodersRegistered = true;
  }
  const file = new PatchedFile(target);
  const appendOnly = !target.seekable;
  const output = new Output({
    format:
      format === 'flac'
        ? new FlacOutputFormat({ appendOnly })
        : new Mp3OutputFormat({ xingHeader: !appendOnly }),
    target: new StreamTarget(
      new WritableStream({ write: ({ data, position }) => file.write(data, position) }),
    ),
  });
  const source = new AudioSampleSource({
    codec: format,
    quality: new Quality({ bitrate: MP3_BITS_PER_SECOND }),
  });
  output.addAudioTrack(source);
  if (tags.title !== undefined) output.setMetadataTags({ title: tags.title });
  await output.start();
  return new CompressedSink(target, file, output, source, sampleRateHz, format === 'mp3' ? MP3_GAIN : 1);
}

class CompressedSink implements AudioWriter {
  readonly #target: ByteTarget;
  readonly #file: PatchedFile;
  readonly #output: Output;
  readonly #source: AudioSampleSource;
  readonly #sampleRateHz: number;
  readonly #gain: number;
  #sampleCount = 0;

  constructor(
    target: ByteTarget,
    file: PatchedFile,
    output: Output,
    source: AudioSampleSource,
    sampleRateHz: number,
    gain: number,
  ) {
    this.#gain = gain;
    this.#target = target;
    this.#file = file;
    this.#output = output;
    this.#source = source;
    this.#sampleRateHz = sampleRateHz;
  }

  get sampleCount(): number {
    return this.#sampleCount;
  }

  async write(pcm: Float32Array): Promise<void> {
    if (pcm.length === 0) return;
    const sample = new AudioSample({
      data: encodePcm(this.#gain === 1 ? pcm : pcm.map((value) => value * this.#gain), 's16'),
      format: 's16',
      numberOfChannels: 1,
      sampleRate: this.#sampleRateHz,
      timestamp: this.#sampleCount / this.#sampleRateHz,
    });
    await this.#file.unlessItFails(this.#source.add(sample));
    sample.close();
    this.#sampleCount += pcm.length;
  }

  async finish(): Promise<void> {
    // An encoder that was given nothing writes no file at all; a moment of silence makes a whole one.
    if (this.#sampleCount < MIN_SAMPLES) await this.write(new Float32Array(MIN_SAMPLES));
    await this.#file.unlessItFails(this.#output.finalize());
    await this.#file.completeHead();
    await this.#target.commit();
  }

  async abandon(): Promise<void> {
    await this.#output.cancel();
  }
}

/** A file that grows at its end and whose start is written again when everything is known. */
class PatchedFile {
  readonly #target: ByteTarget;
  readonly #head = new Uint8Array(HEAD_BYTES);
  #lengthBytes = 0;
  #isHeadPatched = false;
  #failure: { readonly thrown: unknown } | undefined;

  constructor(target: ByteTarget) {
    this.#target = target;
  }

  async write(bytes: Uint8Array, positionBytes: number): Promise<void> {
    try {
      if (positionBytes < HEAD_BYTES)
        this.#head.set(bytes.subarray(0, HEAD_BYTES - positionBytes), positionBytes);
      if (positionBytes === this.#lengthBytes) {
        await this.#target.write(bytes);
        this.#lengthBytes += bytes.length;
      } else if (positionBytes + bytes.length <= Math.min(HEAD_BYTES, this.#lengthBytes)) {
        this.#isHeadPatched = true;
      } else {
        throw new Error(`an encoder wrote at ${positionBytes} of a file of ${this.#lengthBytes} bytes`);
      }
    } catch (thrown) {
      this.#failure ??= { thrown };
      throw thrown;
    }
  }

  async completeHead(): Promise<void> {
    if (this.#isHeadPatched)
      await this.#target.patchStart(this.#head.subarray(0, Math.min(HEAD_BYTES, this.#lengthBytes)));
  }

  /** Waits for the encoder; what went wrong with the target comes as it was thrown, not as the encoder tells it. */
  async unlessItFails(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (thrown) {
      throw this.#failure ? this.#failure.thrown : thrown;
    }
    if (this.#failure) throw this.#failure.thrown;
  }
}
