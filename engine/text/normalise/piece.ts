import type { SkipReason } from '../../shared/skip-reasons.js';
import type { Language, PunctuationSymbol } from '../types.js';

/** A word that a rule puts in place of its source. */
export interface PieceWord {
  readonly text: string;
  readonly language: Language;
  readonly kind: 'word' | 'spelled';
}

/** How strongly a mark divides the text. */
export type BreakLevel = 'paragraph' | 'sentence' | 'clause' | 'none';

/**
 * What became of a stretch of text. The pieces of a text tile it: each begins where the last one ended.
 * Only a `break` is empty: a division that no character of its own stands for.
 */
export type Piece =
  | {
      readonly kind: 'words';
      readonly start: number;
      readonly end: number;
      readonly words: readonly PieceWord[];
    }
  | {
      readonly kind: 'punct';
      readonly start: number;
      readonly end: number;
      readonly symbol: PunctuationSymbol;
      readonly level: BreakLevel;
    }
  | { readonly kind: 'skip'; readonly start: number; readonly end: number; readonly reason: SkipReason }
  | { readonly kind: 'break'; readonly start: number; readonly end: number; readonly level: BreakLevel };

/** What a rule may look at. */
export interface Scan {
  /** One paragraph, folded to plain forms unit by unit, so that offsets into it are offsets into the source. */
  readonly text: string;
  /** The language in which digits and symbols are read at this place. */
  readonly language: Language;
}

/**
 * Reads what starts at `at`. Answers pieces that tile the text from there on, at least one character of it,
 * or undefined where the rule does not apply. A rule looks at a bounded stretch of text only.
 */
export type Rule = (scan: Scan, at: number) => readonly Piece[] | undefined;

/** Matches a sticky expression at an offset. */
export function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}

/** A piece that is read as these words of one language. */
export function spoken(
  start: number,
  end: number,
  words: readonly string[],
  language: Language = 'en',
): Piece {
  return { kind: 'words', start, end, words: words.map((text) => ({ text, language, kind: 'word' })) };
}

/** A piece whose letters or digits are read one by one. */
export function spelled(start: number, end: number, text: string, language: Language = 'en'): Piece {
  return { kind: 'words', start, end, words: [{ text, language, kind: 'spelled' }] };
}

export function skipped(start: number, end: number, reason: SkipReason): Piece {
  return { kind: 'skip', start, end, reason };
}

/** The offset at which a rule's pieces end. */
export function endOf(pieces: readonly Piece[], at: number): number {
  return pieces.at(-1)?.end ?? at;
}
