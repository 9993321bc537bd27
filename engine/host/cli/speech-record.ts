import type { SpeakItemOf } from '../../shared/contract.js';

type SegmentItem = SpeakItemOf<'segment'>;

/** What became of the characters of the input. */
export interface Coverage {
  readonly totalChars: number;
  readonly spokenChars: number;
  readonly skippedChars: Readonly<Record<string, number>>;
  /** Part of the input that is inside a spoken span or a skipped one with a reason; 1 unless something is wrong. */
  readonly ratio: number;
}

/** Collects what was spoken, over all texts of one command: segments, words, spans, on one time line. */
export class SpeechRecord {
  readonly #keepsTimings: boolean;
  readonly #segments: unknown[] = [];
  readonly #skippedChars: Record<string, number> = {};
  #spokenChars = 0;
  #totalChars = 0;
  #sampleRateHz = 0;
  #sampleCount = 0;
  segmentCount = 0;
  wordCount = 0;
  cacheHits = 0;
  cacheMisses = 0;

  /** @param keepsTimings whether `timings` will be asked for; without it, memory does not grow with the text */
  constructor(keepsTimings: boolean) {
    this.#keepsTimings = keepsTimings;
  }

  get sampleCount(): number {
    return this.#sampleCount;
  }

  get durationMs(): number {
    return this.#toMs(this.#sampleCount);
  }

  get hasSpeech(): boolean {
    return this.wordCount > 0;
  }

  start(sampleRateHz: number): void {
    this.#sampleRateHz = sampleRateHz;
  }

  /** A text of so many characters follows. @returns where its first character lies in the whole input */
  beginText(charCount: number): number {
    const baseOffset = this.#totalChars;
    this.#totalChars += charCount;
    return baseOffset;
  }

  /** White space between texts that was not given to the engine. */
  skipText(charCount: number): void {
    this.#totalChars += charCount;
    this.#skip('whitespace', charCount);
  }

  add(segment: SegmentItem, baseOffset: number): void {
    const startSamples = this.#sampleCount;
    this.#sampleCount += segment.sampleCount;
    if (segment.words.length > 0) {
      if (segment.isCached) this.cacheHits += 1;
      else this.cacheMisses += 1;
    }
    this.segmentCount += 1;
    this.wordCount += segment.words.length;
    for (const span of segment.spans) {
      const charCount = span.source.end - span.source.start;
      if (span.kind === 'spoken') this.#spokenChars += charCount;
      else this.#skip(span.reason, charCount);
    }
    if (this.#keepsTimings) this.#segments.push(this.#timingsOf(segment, startSamples, baseOffset));
  }

  coverage(): Coverage {
    const covered = Object.values(this.#skippedChars).reduce((sum, count) => sum + count, this.#spokenChars);
    return {
      totalChars: this.#totalChars,
      spokenChars: this.#spokenChars,
      skippedChars: this.#skippedChars,
      ratio: this.#totalChars === 0 ? 1 : covered / this.#totalChars,
    };
  }

  /** The file of `--timings`: times in milliseconds from the first sample, sources as UTF-16 offsets. */
  timings() {
    return {
      sampleRateHz: this.#sampleRateHz,
      sampleCount: this.#sampleCount,
      durationMs: this.durationMs,
      coverage: this.coverage(),
      segments: this.#segments,
    };
  }

  #timingsOf(segment: SegmentItem, startSamples: number, baseOffset: number) {
    const startMs = this.#toMs(startSamples);
    const shifted = (range: { start: number; end: number }) => ({
      start: range.start + baseOffset,
      end: range.end + baseOffset,
    });
    return {
      index: this.#segments.length,
      source: shifted(segment.source),
      language: segment.language,
      break: segment.break,
      startMs,
      endMs: this.#toMs(startSamples + segment.sampleCount),
      pauseMs: this.#toMs(segment.pauseSamples),
      startSamples,
      sampleCount: segment.sampleCount,
      isCached: segment.isCached,
      words: segment.words.map((word) => ({
        text: word.text,
        source: shifted(word.source),
        startMs: startMs + word.startMs,
        endMs: startMs + word.endMs,
      })),
      spans: segment.spans.map((span) => ({ ...span, source: shifted(span.source) })),
    };
  }

  #skip(reason: string, charCount: number): void {
    this.#skippedChars[reason] = (this.#skippedChars[reason] ?? 0) + charCount;
  }

  #toMs(sampleCount: number): number {
    return this.#sampleRateHz === 0 ? 0 : (sampleCount / this.#sampleRateHz) * 1000;
  }
}
