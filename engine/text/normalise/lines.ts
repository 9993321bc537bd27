import { matchAt, skipped } from './piece.js';
import type { BreakLevel, Piece } from './piece.js';

/** What a line is, by the marks it begins with. */
export type LineKind = 'text' | 'heading' | 'item' | 'row' | 'fence' | 'rule' | 'definition';

/** What carries over from line to line. */
export interface LineState {
  readonly inFence: boolean;
}

/** A line's leading marks as pieces, and what the line is. */
export interface LineStart {
  readonly kind: LineKind;
  readonly pieces: readonly Piece[];
  readonly state: LineState;
}

const NEWLINE = /\r\n|[\n\r\u2028\u2029\u0085\v\f]/;
const INDENT = /[ \t]{1,256}/y;
const QUOTE_MARKS = /(?:>[ \t]?){1,16}/y;
const HEADING = /#{1,6}(?=[ \t])/y;
const BULLET = /(?:[-*+•‣◦▪●○■□►▶–·][ \t]{1,8}|[•●■▪◦])(?:\[[ xX]\](?=[ \t]))?/y;
const ORDERED = /(\d{1,4})[.)](?=[ \t])/y;
const FENCE = /(?:`{3,16}|~{3,16})[^\n\r`]{0,64}(?=[\n\r]|$)/y;
const RULE =
  /(?:(?:-[ \t]?){3,256}|(?:\*[ \t]?){3,256}|(?:_[ \t]?){3,256}|={2,256}|(?:—|─|═|━){3,256}|(?:~[ \t]?){4,256})(?=[ \t]*(?:[\n\r]|$))/y;
const TABLE_RULE =
  /\|?[ \t]{0,8}:?-{1,64}:?[ \t]{0,8}(?:\|[ \t]{0,8}:?-{1,64}:?[ \t]{0,8}){0,64}\|?(?=[ \t]*(?:[\n\r]|$))/y;
const ROW = /\|[^\n\r]{1,2048}\|[ \t]*(?=[\n\r]|$)/y;
const DEFINITION =
  /\[[^[\]\n]{1,64}\]:[ \t]{1,8}[^\s]{1,2048}(?:[ \t]{1,8}"[^"\n]{0,256}")?(?=[ \t]*(?:[\n\r]|$))/y;
const MAX_SHORT_LINE = 45;
const MAX_SHORT_HAN_LINE = 16;

/**
 * Reads the marks at the start of a line: quotation, heading, bullet, number, fence, rule, table.
 *
 * @param readNumber reads the number of an ordered item, which is heard
 */
export function lineStart(
  text: string,
  at: number,
  state: LineState,
  readNumber: (digits: string, start: number) => Piece,
): LineStart {
  const pieces: Piece[] = [];
  let start = at;
  const take = (expression: RegExp, reason: 'markup' | 'whitespace' | 'link-target'): boolean => {
    const match = matchAt(expression, text, start);
    if (match === undefined || match[0] === '') return false;
    pieces.push(skipped(start, start + match[0].length, reason));
    start += match[0].length;
    return true;
  };
  take(INDENT, 'whitespace');
  if (take(FENCE, 'markup')) return { kind: 'fence', pieces, state: { inFence: !state.inFence } };
  if (state.inFence) return { kind: 'text', pieces, state };
  if (take(QUOTE_MARKS, 'markup')) take(INDENT, 'whitespace');
  if (take(RULE, 'markup')) return { kind: 'rule', pieces, state };
  if (
    /[|:-]/.test(text[start] ?? '') &&
    text.slice(start, start + 256).includes('|') &&
    take(TABLE_RULE, 'markup')
  ) {
    return { kind: 'rule', pieces, state };
  }
  if (take(DEFINITION, 'link-target')) return { kind: 'definition', pieces, state };
  if (take(HEADING, 'markup')) return { kind: 'heading', pieces, state };
  if (take(BULLET, 'markup')) return { kind: 'item', pieces, state };
  const ordered = matchAt(ORDERED, text, start);
  if (ordered?.[1] !== undefined) {
    const end = start + ordered[0].length;
    const pause: Piece = { kind: 'punct', start: end - 1, end, symbol: ',', level: 'clause' };
    return { kind: 'item', pieces: [...pieces, readNumber(ordered[1], start), pause], state };
  }
  return { kind: matchAt(ROW, text, start) ? 'row' : 'text', pieces, state };
}

const STARTS_BLOCK =
  /[ \t]{0,16}(?:>|#{1,6}[ \t]|[-*+•‣◦▪●][ \t]|[•●■▪◦]|\d{1,4}[.)][ \t]|\||```|~~~|-{3}|={2}|_{3}|\*{3}|\[[^[\]\n]{1,64}\]:)/y;
const STARTS_AFRESH = /[ \t\u3000]{0,16}["'“‘(「『《]{0,2}[\p{Lu}\p{Lt}\p{Script=Han}\d]/uy;

/**
 * What a line end means: after a heading, an item or a row, and before anything with a mark of its own, it ends
 * the sentence. Heuristic: after a short line before one that starts afresh (a list without marks, verse, an
 * address) it is a pause; else the line was wrapped, and it is a space.
 *
 * @param lineLength the length of the line that ends, in UTF-16 units
 */
export function levelOfLineEnd(
  text: string,
  nextLineAt: number,
  kind: LineKind,
  lineLength: number,
): BreakLevel {
  if (kind !== 'text' || matchAt(STARTS_BLOCK, text, nextLineAt)) return 'sentence';
  const before = text.slice(Math.max(0, nextLineAt - 8), nextLineAt);
  const short = lineLength <= (/\p{Script=Han}/u.test(before) ? MAX_SHORT_HAN_LINE : MAX_SHORT_LINE);
  return short && matchAt(STARTS_AFRESH, text, nextLineAt) ? 'clause' : 'none';
}

/** The offset after the first line end in a run of spaces, or undefined where there is none. */
export function lineEndIn(spaces: string): number | undefined {
  const match = NEWLINE.exec(spaces);
  return match ? match.index + match[0].length : undefined;
}

/** The '|' between the cells of a row. */
export function cellMark(text: string, at: number, kind: LineKind): readonly Piece[] | undefined {
  if (kind !== 'row' || text[at] !== '|') return undefined;
  const mark = skipped(at, at + 1, 'markup');
  const inner = /[^\s|]/.test(text.slice(at + 1, at + 64).split(/[\n\r]/)[0] ?? '');
  return inner ? [mark, { kind: 'break', start: at + 1, end: at + 1, level: 'clause' }] : [mark];
}
