import type { PunctuationSymbol } from '../types.js';
import { matchAt, skipped } from './piece.js';
import type { BreakLevel, Piece, Rule } from './piece.js';

/** Marks as written, and the mark of the alphabet that each is heard as. */
const SYMBOLS: ReadonlyMap<string, PunctuationSymbol> = new Map([
  ...(['.', '。', '．', '｡', '।'] as const).map((mark) => [mark, '.'] as const),
  ...(['!', '！', '¡', '‼'] as const).map((mark) => [mark, '!'] as const),
  ...(['?', '？', '¿', '‽', '⁇', '⁈', '⁉', '؟'] as const).map((mark) => [mark, '?'] as const),
  ...([',', '，', '،'] as const).map((mark) => [mark, ','] as const),
  ...([';', '；', '؛'] as const).map((mark) => [mark, ';'] as const),
  ...(['…', '⋯'] as const).map((mark) => [mark, '…'] as const),
  ...(['—', '–', '―', '─', '～'] as const).map((mark) => [mark, '—'] as const),
  ...(['、', '､', '・'] as const).map((mark) => [mark, '、'] as const),
  [':', ':'],
  ['︰', ':'],
]);

/** In a run of marks the strongest is heard: 'What?!' is a question. */
const STRENGTH: readonly PunctuationSymbol[] = ['?', '!', '…', '.', '—', ';', ':', ',', '、'];
const MARK = /(?:\.{2,}|-{2,4}(?!-)|[.!?,;:。．｡।！¡‼？¿‽⁇⁈⁉؟，،；؛…⋯—–―─～、､・︰])/uy;
const MAX_MARKS_IN_RUN = 64;
/** Ends a sentence whatever follows. */
const FULL_STOPS = new Set(['。', '！', '？', '｡', '।']);
const CLOSERS = /["'”’»›)\]}」』】〉》*_~`]{0,8}/y;
const FOLLOWED_BY_SPACE = /(?:\s|$)/y;
const FOLLOWED_BY_LOWER_CASE = /\s{0,8}["'“‘(]{0,3}\p{Ll}/uy;
const FOLLOWED_BY_CAPITALISED = /["'“‘(]{0,3}\p{Lu}/uy;
const FOLLOWED_BY_HAN = /\s{0,8}["'“‘(「『《]{0,3}\p{Script=Han}/uy;

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly symbol: PunctuationSymbol;
  readonly written: string;
}

function markAt(text: string, at: number): Mark | undefined {
  const match = matchAt(MARK, text, at);
  if (match === undefined) return undefined;
  const [written] = match;
  const symbol = written.length > 1 ? (written.startsWith('.') ? '…' : '—') : SYMBOLS.get(written);
  return symbol && { start: at, end: at + written.length, symbol, written };
}

/**
 * Heuristics, in this order: full-width stops end a sentence; others need a space (or the end, or Han) after
 * them and their closing quotes; before a lower-case letter they belong to a quotation, a pause or an abbreviation;
 * '.' between a lower-case and an upper-case letter is a missing space.
 */
function endsSentence(text: string, mark: Mark): boolean {
  if (FULL_STOPS.has(mark.written)) return true;
  const closers = matchAt(CLOSERS, text, mark.end);
  const after = mark.end + (closers?.[0].length ?? 0);
  if (mark.symbol === '…' && matchAt(FOLLOWED_BY_HAN, text, after)) return false;
  if (matchAt(FOLLOWED_BY_LOWER_CASE, text, after)) return false;
  if (matchAt(FOLLOWED_BY_SPACE, text, after) || matchAt(FOLLOWED_BY_HAN, text, after)) return true;
  return (
    /\p{Ll}/u.test(text[mark.start - 1] ?? '') && matchAt(FOLLOWED_BY_CAPITALISED, text, after) !== undefined
  );
}

function levelOf(text: string, mark: Mark): BreakLevel {
  switch (mark.symbol) {
    case '.':
    case '!':
    case '?':
    case '…':
      return endsSentence(text, mark) ? 'sentence' : 'clause';
    case '、':
      return 'none';
    default:
      return 'clause';
  }
}

/** Inside a word or a number these marks are not heard: 'x:y', 'a,b' have no pause, 'and…so' has. */
function isJoiner(text: string, mark: Mark): boolean {
  if (!['.', ':', ',', ';', '–', '!', '?'].includes(mark.written)) return false;
  const before = text[mark.start - 1] ?? '';
  const after = text[mark.end] ?? '';
  if (mark.written === '.') return /[A-Za-z\d]/.test(before) && /[a-z\d]/.test(after);
  if (mark.written === ':')
    return (/[a-z]/.test(before) && /[a-z:]/.test(after)) || (/\d/.test(before) && /\d/.test(after));
  return /\d/.test(before) && /\d/.test(after);
}

/** Punctuation that is heard. A run of marks ('?!', '…', '!!!') becomes its strongest one. */
export const punctuation: Rule = ({ text }, at) => {
  const first = markAt(text, at);
  if (first === undefined) return undefined;
  if (isJoiner(text, first)) return [skipped(first.start, first.end, 'joiner')];
  const marks = [first];
  for (
    let next = markAt(text, first.end);
    next && marks.length < MAX_MARKS_IN_RUN;
    next = markAt(text, next.end)
  ) {
    marks.push(next);
  }
  const rank = (mark: Mark): number => STRENGTH.indexOf(mark.symbol);
  const heard = marks.reduce((best, mark) => (rank(mark) < rank(best) ? mark : best));
  const level = levelOf(text, { ...heard, end: marks.at(-1)?.end ?? heard.end });
  return marks.map((mark): Piece => {
    const { start, end, symbol } = mark;
    return mark === heard
      ? { kind: 'punct', start, end, symbol, level }
      : skipped(start, end, 'repeated-punctuation');
  });
};
