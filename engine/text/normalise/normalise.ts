import { classify, languageBetween, mainLanguage } from '../language.js';
import type { Language } from '../types.js';
import { cardinalWords } from './english/number-words.js';
import { fold } from './fold.js';
import { cellMark, levelOfLineEnd, lineEndIn, lineStart } from './lines.js';
import type { LineKind, LineState } from './lines.js';
import { cardinalReading } from './mandarin/number-words.js';
import { paragraphsOf } from './paragraphs.js';
import { endOf, matchAt, skipped, spoken } from './piece.js';
import type { Piece } from './piece.js';
import { rulesFor } from './rules.js';

const SPACE_RUN = /[\s\u0085\u180e]+/y;
/** The run of digits and signs that is read in one language. */
const READ_TOGETHER = /[^\p{L}\s]{1,64}/uy;

function languageAt(text: string, at: number, paragraph: Language): Language {
  const run = matchAt(READ_TOGETHER, text, at);
  return languageBetween(text, at, at + (run?.[0].length ?? 1), paragraph);
}

/** Reads one paragraph from left to right. */
class ParagraphScanner {
  private at = 0;
  private lineStartsAt = 0;
  private lineKind: LineKind = 'text';

  constructor(
    private readonly text: string,
    private readonly language: Language,
    private state: LineState,
  ) {}

  /** @returns what carries over to the next paragraph, after the last piece */
  *pieces(): Generator<Piece, LineState> {
    yield* this.startLine();
    while (this.at < this.text.length) {
      const charClass = classify(this.text.codePointAt(this.at) ?? 0);
      const pieces = charClass === 'space' ? this.space() : this.token(charClass);
      this.at = endOf(pieces, this.at);
      yield* pieces;
      if (this.lineStartsAt === this.at) yield* this.startLine();
    }
    return this.state;
  }

  private startLine(): readonly Piece[] {
    const readNumber = (digits: string, start: number): Piece => {
      const language = languageAt(this.text, start, this.language);
      const words = language === 'zh' ? [cardinalReading(digits)] : cardinalWords(digits);
      return spoken(start, start + digits.length, words, language);
    };
    const line = lineStart(this.text, this.at, this.state, readNumber);
    this.lineKind = line.kind;
    this.state = line.state;
    this.at = endOf(line.pieces, this.at);
    return line.pieces;
  }

  private space(): readonly Piece[] {
    const run = matchAt(SPACE_RUN, this.text, this.at)?.[0] ?? ' ';
    const lineEnd = lineEndIn(run);
    if (lineEnd === undefined || this.at + run.length === this.text.length) {
      return [skipped(this.at, this.at + run.length, 'whitespace')];
    }
    const next = this.at + lineEnd;
    const level = levelOfLineEnd(this.text, next, this.lineKind, this.at - this.lineStartsAt);
    this.lineStartsAt = next;
    return [
      skipped(this.at, next, 'whitespace'),
      {
        kind: 'break',
        start: next,
        end: next,
        level: this.state.inFence && level === 'none' ? 'clause' : level,
      },
    ];
  }

  private token(charClass: Exclude<ReturnType<typeof classify>, 'space'>): readonly Piece[] {
    const cell = cellMark(this.text, this.at, this.lineKind);
    if (cell) return cell;
    const letters = charClass === 'latin' || charClass === 'han';
    const language = letters ? this.language : languageAt(this.text, this.at, this.language);
    for (const rule of rulesFor(charClass, language)) {
      const pieces = rule({ text: this.text, language }, this.at);
      if (pieces) return pieces;
    }
    return [skipped(this.at, this.at + 1, 'symbol')];
  }
}

function shifted(piece: Piece, by: number): Piece {
  return { ...piece, start: piece.start + by, end: piece.end + by };
}

/**
 * Turns a text into words, punctuation and skipped stretches that tile it. Lazy: a paragraph is looked at when
 * its first piece is asked for. Time is linear in the length of the text.
 *
 * @param language what digits and symbols are read in where no letters decide it; `auto` looks at the paragraph,
 *   then at the beginning of the text
 */
export function* normalise(text: string, language: Language | 'auto' = 'auto'): Generator<Piece> {
  const fallback = language === 'auto' ? (mainLanguage(text) ?? 'en') : language;
  let state: LineState = { inFence: false };
  for (const { start, end } of paragraphsOf(text)) {
    const folded = fold(text.slice(start, end));
    const pieces = new ParagraphScanner(folded, mainLanguage(folded) ?? fallback, state).pieces();
    for (let next = pieces.next(); ; next = pieces.next()) {
      if (next.done) {
        state = next.value;
        break;
      }
      yield shifted(next.value, start);
    }
    yield { kind: 'break', start: end, end, level: 'paragraph' };
  }
}
