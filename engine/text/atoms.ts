import type { SkipReason } from '../shared/skip-reasons.js';
import type { Piece, PieceWord } from './normalise/piece.js';
import type {
  PendingWord,
  Phonemizer,
  PunctuationSymbol,
  SourceRange,
  Span,
  Unit,
  WordUnit,
} from './types.js';

/** One piece of the text with what is heard of it. */
export interface Atom {
  readonly source: SourceRange;
  readonly units: readonly Unit[];
  /** Absent for a pause that no character stands for. */
  readonly span?: Span;
  /** A mark inside a phrase, such as the comma of a date or between the items of a list. */
  readonly weak?: true;
}

/** The mark that is heard right after a piece, or undefined where a word follows first. */
function markAfter(pieces: readonly Piece[], from: number): PunctuationSymbol | undefined {
  for (let at = from; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (piece === undefined || piece.kind === 'words') return undefined;
    if (piece.kind === 'punct') return piece.symbol;
    if (piece.kind === 'break') return markOfBreak(piece.level === 'clause');
  }
  return undefined;
}

function markOfBreak(clause: boolean): PunctuationSymbol {
  return clause ? ',' : '.';
}

function pendingOf(pieces: readonly Piece[]): PendingWord[] {
  return pieces.flatMap((piece, at) => {
    if (piece.kind !== 'words') return [];
    const mark = markAfter(pieces, at + 1);
    return piece.words.map((word, index): PendingWord => {
      const last = index === piece.words.length - 1;
      return { ...word, ...(last && mark !== undefined && { followedBy: mark }) };
    });
  });
}

/** The words of a piece as one line; Mandarin has no spaces. */
function textOf(words: readonly PieceWord[]): string {
  return words.reduce((line, word, at) => {
    const spaced = at > 0 && (word.language === 'en' || words[at - 1]?.language === 'en');
    return line + (spaced ? ' ' : '') + word.text;
  }, '');
}

function skippedAtom(source: SourceRange, reason: SkipReason): Atom {
  return { source, units: [], span: { source, kind: 'skipped', reason } };
}

function wordsAtom(
  words: readonly PieceWord[],
  source: SourceRange,
  pronounced: readonly (readonly string[])[],
): Atom {
  const units = words.flatMap((word, at): WordUnit[] => {
    const phonemes = pronounced[at] ?? [];
    return phonemes.length === 0
      ? []
      : [{ kind: 'word', text: word.text, language: word.language, source, phonemes }];
  });
  if (units.length === 0) return skippedAtom(source, 'unpronounceable');
  return { source, units, span: { source, kind: 'spoken', text: textOf(words) } };
}

/** Pronounces a sentence. Of several marks in a row the first is heard, and none before the first word. */
export async function atomsOf(pieces: readonly Piece[], phonemizer: Phonemizer): Promise<Atom[]> {
  const pending = pendingOf(pieces);
  const pronounced = pending.length === 0 ? [] : await phonemizer.phonemize(pending);
  let wordIndex = 0;
  let previous: Unit['kind'] | undefined;
  return pieces.map((piece): Atom => {
    const source = { start: piece.start, end: piece.end };
    switch (piece.kind) {
      case 'skip':
        return skippedAtom(source, piece.reason);
      case 'words': {
        const own = pronounced.slice(wordIndex, wordIndex + piece.words.length);
        wordIndex += piece.words.length;
        const atom = wordsAtom(piece.words, source, own);
        if (atom.units.length > 0) previous = 'word';
        return atom;
      }
      case 'punct': {
        if (previous === undefined) return skippedAtom(source, 'stray-punctuation');
        if (previous === 'punct') return skippedAtom(source, 'repeated-punctuation');
        previous = 'punct';
        const { symbol } = piece;
        return {
          source,
          units: [{ kind: 'punct', symbol, source }],
          span: { source, kind: 'spoken', text: symbol },
          ...(piece.level === 'none' && { weak: true as const }),
        };
      }
      case 'break': {
        if (previous !== 'word' || piece.level === 'none') return { source, units: [] };
        previous = 'punct';
        return { source, units: [{ kind: 'punct', symbol: markOfBreak(piece.level === 'clause'), source }] };
      }
    }
  });
}
