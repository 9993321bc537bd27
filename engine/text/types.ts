import type { SkipReason } from '../shared/skip-reasons.js';
/** Plain data shapes of the text front end. Offsets are UTF-16 code units into the caller's text. */

export type Language = 'en' | 'zh';

/** A half-open range of UTF-16 offsets into the input: `start` inclusive, `end` exclusive. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** Something that is pronounced: one English word, or one word of the Mandarin segmentation. */
export interface WordUnit {
  readonly kind: 'word';
  /** The word as spoken, after normalisation ('forty', not '40'). */
  readonly text: string;
  readonly language: Language;
  /** Where it came from. Several words of one number share the number's range. */
  readonly source: SourceRange;
  /** Kokoro symbols, one phoneme a string; a phoneme may be several characters. Never empty. */
  readonly phonemes: readonly string[];
}

/** The punctuation that the acoustic model knows, in the order of the alphabet. */
export const PUNCTUATION_SYMBOLS = [';', ':', ',', '.', '!', '?', '—', '…', '、'] as const;

export type PunctuationSymbol = (typeof PUNCTUATION_SYMBOLS)[number];

/** Something that is heard as a pause or a tune. */
export interface PunctUnit {
  readonly kind: 'punct';
  readonly symbol: PunctuationSymbol;
  /** Empty (`start === end`) for a pause that no character of the input stands for, such as after a heading. */
  readonly source: SourceRange;
}

export type Unit = WordUnit | PunctUnit;

/** A stretch of the input and what became of it. Spans are never empty and tile their segment. */
export type Span =
  | { readonly source: SourceRange; readonly kind: 'spoken'; readonly text: string }
  | { readonly source: SourceRange; readonly kind: 'skipped'; readonly reason: SkipReason };

/** What follows a segment, from the longest pause to none: `forced` is a cut where no pause is natural. */
export type SegmentBreak = 'paragraph' | 'sentence' | 'clause' | 'phrase' | 'forced';

/** One stretch of text that is synthesised at once. The sources of all segments tile the input. */
export interface Segment {
  /** 0, 1, 2 … in the order of the text. */
  readonly index: number;
  readonly source: SourceRange;
  /** The language of most of its words. */
  readonly language: Language;
  /** Empty where a stretch of text holds nothing that can be spoken. */
  readonly units: readonly Unit[];
  readonly spans: readonly Span[];
  readonly break: SegmentBreak;
  /** At length scale 1. */
  readonly estimatedDurationMs: number;
}

export interface SegmentOptions {
  /** Upper bound of a segment's estimated duration at length scale 1; 5000 if absent. */
  readonly maxSegmentDurationMs?: number;
  /**
   * A smaller bound for the first segment, for early first audio; without it the first is like the others. It
   * may be exceeded up to about twice where the pause comes out natural that way.
   */
  readonly firstSegmentDurationMs?: number;
  /** The language of digits and symbols where no letters decide it; `auto` (the default) looks at the text. */
  readonly language?: Language | 'auto';
}

/** A word that awaits its pronunciation. */
export interface PendingWord {
  /** In the spelling of the text (case kept), Unicode NFC; Mandarin words hold Han characters only. */
  readonly text: string;
  readonly language: Language;
  /**
   * `spelled`: say the letters one by one (an acronym, a code; in Mandarin digits read singly, where 一 keeps
   * its first tone); absent or `word`: read it as a word.
   */
  readonly kind?: 'word' | 'spelled';
  /** The punctuation right after the word, if any: it ends sandhi and weak forms ('the' before a vowel). */
  readonly followedBy?: PunctuationSymbol;
}

/** Grapheme-to-phoneme conversion, as the front end needs it. */
export interface Phonemizer {
  /**
   * Pronounces one stretch of words in order, so that sandhi, weak forms and polyphones see their neighbours.
   *
   * @returns one phoneme list a word, in the same order; an empty list for a word that cannot be pronounced.
   */
  phonemize(words: readonly PendingWord[]): Promise<readonly (readonly string[])[]>;
}

/** The text front end: text in, segments out, lazily. */
export interface FrontEnd {
  /**
   * Yields the segments of `text` in order; only what the next segment needs is processed.
   * An empty text yields nothing.
   */
  segments(text: string, options?: SegmentOptions): AsyncGenerator<Segment, void, undefined>;
}
