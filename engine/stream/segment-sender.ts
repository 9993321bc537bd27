import type { Clock } from '../shared/clock.js';
import type { SpeakItem, SpeakItemOf, SpeakRequest, WordTiming } from '../shared/contract.js';
import type { Segment } from '../text/types.js';
import type { OutputBuffer } from './output-buffer.js';

/** What is announced between samples. */
export type Mark = Exclude<SpeakItem, { kind: 'audio' | 'plan' }>;

export interface SenderOptions {
  readonly request: Pick<SpeakRequest, 'generation' | 'text' | 'plan' | 'from'>;
  readonly signal: AbortSignal;
  readonly buffer: OutputBuffer<Mark>;
  readonly clock: Clock;
  readonly sampleRateHz: number;
  /** Audio a player holds before it starts. */
  readonly prebufferMs: number;
}

/** A segment's audio without the pause that follows it. */
export interface SegmentAudio {
  readonly words: readonly WordTiming[];
  readonly speechSamples: number;
  readonly isCached: boolean;
  /** Together `speechSamples` samples. */
  readonly blocks: Iterable<Float32Array> | AsyncIterable<Float32Array>;
}

/** Sends a speech's segments into its buffer, one after the other, and knows how far ahead of its listener that is. */
export class SegmentSender {
  readonly #options: SenderOptions;
  readonly #samplesPerMs: number;
  #sampleCount = 0;
  /** When a player began, which holds what the schedule says, and how much audio was finished: tells what is ahead of it. */
  #playingSinceMs: number | undefined;
  #renderedMs = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#samplesPerMs = options.sampleRateHz / 1000;
  }

  /** Of the segments that were sent, whole: what a resume leaves out of the first one included. */
  get sampleCount(): number {
    return this.#sampleCount;
  }

  /** Audio that a listener has still ahead who began as soon as the schedule says. */
  bufferedMs(): number {
    if (this.#playingSinceMs === undefined) return 0;
    return Math.max(0, this.#renderedMs - (this.#options.clock.nowMs() - this.#playingSinceMs));
  }

  notice(code: SpeakItemOf<'notice'>['code'], message: string): void {
    const { buffer, request } = this.#options;
    buffer.mark({ kind: 'notice', generation: request.generation, code, message });
  }

  /** A segment with nothing to say. */
  sendSilent(segment: Segment): void {
    this.#announce(segment, [], 0, 0, false);
    this.#end(segment, 0);
  }

  /**
   * Announces a segment, passes its audio and its pause on, waiting for room, and closes it.
   * @throws the signal's reason; what `blocks` throws
   */
  async send(segment: Segment, { words, speechSamples, isCached, blocks }: SegmentAudio): Promise<void> {
    const { buffer, request, signal } = this.#options;
    const pauseSamples = this.#pauseSamples(segment);
    const sampleCount = speechSamples + pauseSamples;
    this.#announce(segment, words, sampleCount, pauseSamples, isCached);
    let dropSamples = request.from?.segmentIndex === segment.index ? request.from.offsetSamples : 0;
    const write = async (pcm: Float32Array): Promise<void> => {
      const dropped = Math.min(dropSamples, pcm.length);
      dropSamples -= dropped;
      if (dropped === pcm.length) return;
      this.#noteAudio(pcm.length - dropped);
      await buffer.write(pcm.subarray(dropped), signal);
    };
    for await (const block of blocks) await write(block);
    if (pauseSamples > 0) await write(new Float32Array(pauseSamples));
    this.#end(segment, sampleCount);
  }

  /** Silence where a paragraph ends, unless the text ends with it. */
  #pauseSamples(segment: Segment): number {
    const { text, plan } = this.#options.request;
    const isPause = segment.break === 'paragraph' && segment.source.end < text.length;
    return isPause ? Math.round(plan.paragraphPauseMs * this.#samplesPerMs) : 0;
  }

  #announce(
    segment: Segment,
    words: readonly WordTiming[],
    sampleCount: number,
    pauseSamples: number,
    isCached: boolean,
  ): void {
    const { buffer, request } = this.#options;
    buffer.mark({
      kind: 'segment',
      generation: request.generation,
      index: segment.index,
      source: segment.source,
      language: segment.language,
      break: segment.break,
      spans: [...segment.spans],
      words: [...words],
      sampleCount,
      pauseSamples,
      isCached,
    });
  }

  #end({ index }: Segment, sampleCount: number): void {
    this.#sampleCount += sampleCount;
    const { buffer, request } = this.#options;
    buffer.mark({ kind: 'segmentEnd', generation: request.generation, index, sampleCount });
  }

  #noteAudio(sampleCount: number): void {
    this.#renderedMs += sampleCount / this.#samplesPerMs;
    if (this.#renderedMs >= this.#options.prebufferMs) this.#playingSinceMs ??= this.#options.clock.nowMs();
  }
}
