import type { SpeechTimelineItem } from '../../shared/app/speech.js';
import type { SpeakItemOf } from '../../shared/contract.js';
import { PeakMeter } from './peaks.js';

/**
 * How much of what was heard stays in the timeline. A window that is opened later draws that much of the past; without a
 * bound, hours of narration would fill the memory with words and peaks that nobody looks at.
 */
const KEPT_MS = 10 * 60 * 1000;

export type TimelineSegment = Extract<SpeechTimelineItem, { kind: 'segment' }>;

interface Entry {
  readonly item: SpeechTimelineItem;
  /** What is heard from here on no longer touches it. */
  readonly endSample: number;
}

/**
 * What is known of one utterance, item by item, told as it comes and kept for whoever asks later: all that lies ahead of
 * the listener, and the last ten minutes behind.
 */
export class Timeline {
  readonly #utteranceId: number;
  readonly #tell: (item: SpeechTimelineItem) => void;
  readonly #sampleRateHz: number;
  readonly #meter: PeakMeter;
  readonly #begin: SpeechTimelineItem;
  #entries: Entry[] = [];
  #segmentsEndSample = 0;
  #peaksEndSample = 0;

  constructor(utteranceId: number, sampleRateHz: number, tell: (item: SpeechTimelineItem) => void) {
    this.#utteranceId = utteranceId;
    this.#sampleRateHz = sampleRateHz;
    this.#tell = tell;
    this.#meter = new PeakMeter(sampleRateHz);
    this.#begin = { kind: 'begin', utteranceId, sampleRateHz };
    tell(this.#begin);
  }

  items(): SpeechTimelineItem[] {
    return [this.#begin, ...this.#entries.map((entry) => entry.item)];
  }

  segment(item: SpeakItemOf<'segment'>): TimelineSegment {
    const startSample = this.#segmentsEndSample;
    const at = (ms: number): number => startSample + Math.round((ms * this.#sampleRateHz) / 1000);
    const segment: TimelineSegment = {
      kind: 'segment',
      utteranceId: this.#utteranceId,
      source: item.source,
      startSample,
      sampleCount: item.sampleCount,
      endsSentence: item.break === 'sentence' || item.break === 'paragraph',
      words: item.words.map((word) => ({
        source: word.source,
        startSample: at(word.startMs),
        endSample: at(word.endMs),
      })),
    };
    this.#segmentsEndSample += item.sampleCount;
    this.#add(segment, this.#segmentsEndSample);
    return segment;
  }

  audio(pcm: Float32Array): void {
    this.#addPeaks(this.#meter.add(pcm));
  }

  notice({ code, message }: SpeakItemOf<'notice'>): void {
    const utteranceId = this.#utteranceId;
    this.#add({ kind: 'notice', utteranceId, code, message }, this.#segmentsEndSample);
  }

  end(totalSamples: number): void {
    this.#addPeaks(this.#meter.rest());
    this.#add({ kind: 'end', utteranceId: this.#utteranceId, totalSamples }, Infinity);
  }

  /** The segment that is heard at a sample; the last one before it where there is none. */
  segmentAt(sample: number): TimelineSegment | undefined {
    return this.findSegment((segment) => segment.startSample <= sample);
  }

  /** The newest segment of those kept for which a question is answered with yes. */
  findSegment(matches: (segment: TimelineSegment) => boolean): TimelineSegment | undefined {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const item = this.#entries[index]?.item;
      if (item?.kind === 'segment' && matches(item)) return item;
    }
    return undefined;
  }

  /** The listener is here: what lies too far behind is forgotten. */
  heard(sample: number): void {
    const keepFrom = sample - (KEPT_MS * this.#sampleRateHz) / 1000;
    const isOld = (entry: Entry | undefined): boolean => entry !== undefined && entry.endSample < keepFrom;
    // Forgotten in bulk, when a tenth is due: moving all others for every single one would cost more.
    if (!isOld(this.#entries[Math.floor(this.#entries.length / 10)])) return;
    this.#entries = this.#entries.filter((entry) => !isOld(entry));
  }

  #addPeaks(peaks: number[]): void {
    if (peaks.length === 0) return;
    const { samplesPerPeak } = this.#meter;
    const startSample = this.#peaksEndSample;
    this.#peaksEndSample += peaks.length * samplesPerPeak;
    const utteranceId = this.#utteranceId;
    this.#add({ kind: 'peaks', utteranceId, startSample, samplesPerPeak, peaks }, this.#peaksEndSample);
  }

  #add(item: SpeechTimelineItem, endSample: number): void {
    this.#entries.push({ item, endSample });
    this.#tell(item);
  }
}
