import type { SpeechTimelineItem } from '../../engine/shared/app/speech.js';
import { PeakTrack } from './peak-track.js';
import { countUpTo } from './search.js';
import { spokenSeconds } from './spoken-length.js';
import { wordStart } from './word-start.js';

/** A word, where it stands in the text (UTF-16, end exclusive) and when it is heard (samples of the track). */
export interface SpokenWord {
  readonly start: number;
  readonly end: number;
  readonly startSample: number;
  readonly endSample: number;
}

/** Less than this was heard of a text: its pace is not known yet. */
const MEASURED_S = 2;

/**
 * A text laid out in time, from its first character to its last: words and levels where they are known, estimates where
 * nothing was rendered yet. A jump within the text is another utterance to the host, but goes on in the same track, so
 * that what was drawn stays.
 */
export class SpeechTrack {
  #text = '';
  #sampleRateHz = 24_000;
  #words: SpokenWord[] = [];
  /** Where the utterance's first sample lies in the track. */
  #baseSample = 0;
  #renderedSamples = 0;
  #renderedEnd = 0;
  #isComplete = false;
  /** Of this utterance: what was estimated and what it took, for the pace of the rest. */
  #estimatedS = 0;
  #measuredSamples = 0;
  /** Estimate for what is not rendered, at the estimate's own pace. */
  #restS = 0;
  readonly peaks = new PeakTrack();

  get text(): string {
    return this.#text;
  }

  get sampleRateHz(): number {
    return this.#sampleRateHz;
  }

  get words(): readonly SpokenWord[] {
    return this.#words;
  }

  /** Up to which sample everything is known. */
  get renderedSamples(): number {
    return this.#renderedSamples;
  }

  /** Whether `durationSamples` is known rather than estimated. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  get durationSamples(): number {
    if (this.#isComplete) return this.#renderedSamples;
    return this.#renderedSamples + Math.round(this.#restS * this.#samplesPerEstimatedSecond);
  }

  /** An utterance begins: of the same text, what lies before its first character is kept. */
  begin(text: string, startOffset: number, sampleRateHz: number): void {
    if (text !== this.#text || sampleRateHz !== this.#sampleRateHz) this.#clear(text, sampleRateHz);
    this.#baseSample = this.sampleOf(startOffset);
    this.#words.length = countUpTo(this.#words, startOffset, (word) => word.end);
    this.peaks.truncate(this.#baseSample);
    this.#renderedSamples = this.#baseSample;
    this.#renderedEnd = startOffset;
    this.#isComplete = false;
    this.#estimatedS = 0;
    this.#measuredSamples = 0;
    this.#restS = spokenSeconds(text, startOffset);
  }

  /** Something that became known of the utterance that was begun last. */
  add(item: SpeechTimelineItem): void {
    if (item.kind === 'segment') this.#addSegment(item);
    if (item.kind === 'peaks')
      this.peaks.add(this.#baseSample + item.startSample, item.samplesPerPeak, item.peaks);
    if (item.kind === 'end') {
      this.#isComplete = true;
      this.#renderedSamples = this.#baseSample + item.totalSamples;
    }
  }

  /** The utterance's sample as one of the track. */
  place(utteranceSample: number): number {
    return this.#baseSample + utteranceSample;
  }

  /** The word that is heard at a sample, or was heard last; undefined before the first. */
  wordAt(sample: number): SpokenWord | undefined {
    return this.#words[countUpTo(this.#words, sample, (word) => word.startSample) - 1];
  }

  /** When a character is heard; between two words, and where nothing is known, in proportion. */
  sampleOf(offset: number): number {
    const [before, after] = this.#around(countUpTo(this.#words, offset, (word) => word.end));
    if (offset >= after.start) return after.startSample;
    const part = (offset - before.end) / (after.start - before.end);
    return Math.round(before.endSample + part * (after.startSample - before.endSample));
  }

  /** Where to begin to hear what lies at a sample: at the start of a word. */
  offsetAt(sample: number): number {
    const [before, after] = this.#around(countUpTo(this.#words, sample, (word) => word.endSample));
    if (sample >= after.startSample) return wordStart(this.#text, after.start);
    const part = (sample - before.endSample) / (after.startSample - before.endSample);
    return wordStart(this.#text, Math.round(before.end + part * (after.start - before.end)));
  }

  /** The words on either side of a place between two; at the ends, the text's ends. */
  #around(index: number): [SpokenWord, SpokenWord] {
    const start = { start: 0, end: 0, startSample: 0, endSample: 0 };
    const duration = this.durationSamples;
    const length = this.#text.length;
    const end = { start: length, end: length, startSample: duration, endSample: duration };
    return [this.#words[index - 1] ?? start, this.#words[index] ?? end];
  }

  get #samplesPerEstimatedSecond(): number {
    const isMeasured = this.#measuredSamples > MEASURED_S * this.#sampleRateHz && this.#estimatedS > 0;
    return isMeasured ? this.#measuredSamples / this.#estimatedS : this.#sampleRateHz;
  }

  #addSegment(segment: Extract<SpeechTimelineItem, { kind: 'segment' }>): void {
    const start = this.#baseSample + segment.startSample;
    for (const { source, startSample, endSample } of segment.words)
      this.#words.push({
        start: source.start,
        end: source.end,
        startSample: this.#baseSample + startSample,
        endSample: this.#baseSample + endSample,
      });
    const seconds = spokenSeconds(this.#text, segment.source.start, segment.source.end);
    this.#estimatedS += seconds;
    this.#measuredSamples += segment.sampleCount;
    // What a reconnected window was not told of lies between the last segment and this one.
    const missedS = spokenSeconds(this.#text, this.#renderedEnd, segment.source.start);
    this.#restS = Math.max(0, this.#restS - seconds - missedS);
    this.#renderedSamples = start + segment.sampleCount;
    this.#renderedEnd = segment.source.end;
  }

  #clear(text: string, sampleRateHz: number): void {
    this.#text = text;
    this.#sampleRateHz = sampleRateHz;
    this.#words = [];
    this.peaks.clear();
    this.#baseSample = 0;
    this.#renderedSamples = 0;
    this.#renderedEnd = 0;
    this.#isComplete = false;
    this.#estimatedS = 0;
    this.#measuredSamples = 0;
    this.#restS = spokenSeconds(text);
  }
}
