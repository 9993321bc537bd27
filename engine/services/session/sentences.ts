/**
 * Where sentences begin in a text, as far as the engine has announced them; beyond that, as the runtime's own rules for
 * a language tell. Offsets count UTF-16 units.
 */

/** Looked at where the engine has not been: far enough for any sentence that is not a riddle. */
const LOOK_AROUND_CHARACTERS = 1000;

interface SegmentExtent {
  readonly source: { readonly start: number; readonly end: number };
  readonly endsSentence: boolean;
}

/** A stretch of the text that was announced without a gap. */
interface Stretch {
  readonly start: number;
  end: number;
  readonly starts: number[];
  /** Whether a sentence ended where the stretch ends. */
  isAtSentenceStart: boolean;
}

export class Sentences {
  readonly #text: string;
  readonly #stretches: Stretch[] = [];
  #current: Stretch | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Segments that follow begin at this offset. */
  open(offset: number): void {
    this.#current = this.#stretchAt(offset);
    if (this.#current) return;
    this.#current = { start: offset, end: offset, starts: [offset], isAtSentenceStart: false };
    this.#stretches.push(this.#current);
  }

  note({ source, endsSentence }: SegmentExtent): void {
    const stretch = this.#current;
    if (!stretch || source.end <= stretch.end) return;
    if (stretch.isAtSentenceStart && source.start >= stretch.end) stretch.starts.push(source.start);
    stretch.end = source.end;
    stretch.isAtSentenceStart = endsSentence;
    this.#mergeWithNext(stretch);
  }

  /** Start of the sentence that an offset lies in. */
  startOf(offset: number): number {
    const known = this.#stretchAt(offset)?.starts.findLast((start) => start <= offset);
    return known ?? this.#ruledStarts(offset).findLast((start) => start <= offset) ?? 0;
  }

  /** Start of the sentence before the one that begins here; the text's start where there is none. */
  before(start: number): number {
    const known = this.#stretchAt(start)?.starts.findLast((other) => other < start);
    return known ?? this.#ruledStarts(start).findLast((other) => other < start) ?? 0;
  }

  /** Start of the next sentence; undefined where the text has nothing more. */
  after(offset: number): number | undefined {
    const stretch = this.#stretchAt(offset);
    const end = stretch?.end ?? offset;
    const known =
      stretch?.starts.find((start) => start > offset) ??
      (stretch?.isAtSentenceStart && end > offset ? end : undefined) ??
      // What was announced has no other start in it, whatever the rules say.
      this.#ruledStarts(offset).find((start) => start > offset && start >= end);
    return known !== undefined && this.#text.slice(known).trim() !== '' ? known : undefined;
  }

  #stretchAt(offset: number): Stretch | undefined {
    return this.#stretches.find((stretch) => stretch.start <= offset && offset <= stretch.end);
  }

  #mergeWithNext(stretch: Stretch): void {
    const next = this.#stretches.find(
      (other) => other !== stretch && other.start > stretch.start && other.start <= stretch.end,
    );
    if (!next) return;
    // The other's first start is where somebody jumped to, which need not be a sentence's start.
    const isSentenceStart = next.start === stretch.end && stretch.isAtSentenceStart;
    const lastStart = stretch.starts.at(-1) ?? 0;
    const starts = isSentenceStart ? next.starts : next.starts.slice(1);
    stretch.starts.push(...starts.filter((start) => start > lastStart));
    if (next.end > stretch.end) {
      stretch.end = next.end;
      stretch.isAtSentenceStart = next.isAtSentenceStart;
    }
    this.#stretches.splice(this.#stretches.indexOf(next), 1);
  }

  #ruledStarts(offset: number): number[] {
    const from = Math.max(0, offset - LOOK_AROUND_CHARACTERS);
    const around = this.#text.slice(from, offset + LOOK_AROUND_CHARACTERS);
    const rules = new Intl.Segmenter(undefined, { granularity: 'sentence' });
    return Array.from(rules.segment(around), ({ index }) => from + index);
  }
}
