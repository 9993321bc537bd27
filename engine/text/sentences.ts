import type { BreakLevel, Piece } from './normalise/piece.js';

/** Pieces up to a sentence's end with what trails it; long sentences come in several parts. */
export interface Sentence {
  readonly pieces: readonly Piece[];
  /** What ends it: `clause` and `none` end a part of a sentence that goes on. */
  readonly level: BreakLevel;
}

/** A part of a long sentence ends at the next mark after this many words … */
const SOFT_WORD_LIMIT = 60;
/** … and at the next word after this many. */
const HARD_WORD_LIMIT = 120;
/** A stretch without a word is handed out in parts of so many pieces: a book of emoji must not be held as one sentence. */
const WORDLESS_PIECE_LIMIT = 1000;

const RANK: Readonly<Record<BreakLevel, number>> = { none: 0, clause: 1, sentence: 2, paragraph: 3 };

function stronger(a: BreakLevel, b: BreakLevel): BreakLevel {
  return RANK[a] >= RANK[b] ? a : b;
}

function levelOf(piece: Piece): BreakLevel {
  return piece.kind === 'punct' || piece.kind === 'break' ? piece.level : 'none';
}

function isSpace(piece: Piece): boolean {
  return piece.kind === 'skip' && piece.reason === 'whitespace';
}

/**
 * How many of the pieces behind a sentence are its own: up to the last break (the marks of the next line are the
 * next sentence's), or without one up to the last space (opening quotes and brackets are the next one's).
 */
function ownTrailCount(trail: readonly Piece[]): number {
  const afterBreak = trail.findLastIndex((piece) => piece.kind === 'break') + 1;
  if (afterBreak > 0) return trail.slice(afterBreak).every(isSpace) ? trail.length : afterBreak;
  const afterSpace = trail.findLastIndex(isSpace) + 1;
  return afterSpace > 0 ? afterSpace : trail.length;
}

/**
 * Groups pieces into sentences. Lazy: a sentence is handed out when the first word after it has been seen. Every
 * sentence holds a word, unless a long stretch of text holds none; what trails a sentence up to the last space before
 * the next word is its own, opening quotes and brackets are the next one's.
 */
export function* sentencesOf(pieces: Iterable<Piece>): Generator<Sentence> {
  let body: Piece[] = [];
  let trail: Piece[] | undefined;
  let level: BreakLevel = 'none';
  let wordCount = 0;
  for (const piece of pieces) {
    if (piece.kind === 'words') {
      if (trail) {
        const own = ownTrailCount(trail);
        yield { pieces: [...body, ...trail.slice(0, own)], level };
        body = trail.slice(own);
        trail = undefined;
        level = 'none';
        wordCount = 0;
      }
      body.push(piece);
      wordCount += piece.words.length;
      if (wordCount >= HARD_WORD_LIMIT) trail = [];
      continue;
    }
    const pieceLevel = levelOf(piece);
    if (trail) {
      trail.push(piece);
      level = stronger(level, pieceLevel);
      continue;
    }
    const ends =
      RANK[pieceLevel] >= RANK.sentence || (pieceLevel === 'clause' && wordCount >= SOFT_WORD_LIMIT);
    if (wordCount > 0 && ends) {
      trail = [piece];
      level = pieceLevel;
    } else {
      body.push(piece);
      if (wordCount === 0 && body.length >= WORDLESS_PIECE_LIMIT) {
        yield { pieces: body, level: 'none' };
        body = [];
      }
    }
  }
  if (body.length > 0 || trail) yield { pieces: [...body, ...(trail ?? [])], level: 'paragraph' };
}
