import { classify, languageBetween, mainLanguage } from '../language.js';
import type { Language } from '../types.js';
import { fold } from './fold.js';
import { paragraphsOf } from './paragraphs.js';
import type { Paragraph } from './paragraphs.js';
import { endOf, matchAt, skipped } from './piece.js';
import type { Piece } from './piece.js';
import { rulesFor } from './rules.js';

const SPACE_RUN = /[\s\u0085\u180e]+/y;

/** The end of the run of digits and signs that is read in one language. */
const READ_TOGETHER = /[^\p{L}\s]{1,64}/uy;

function languageAt(text: string, at: number, paragraph: Language): Language {
  const run = matchAt(READ_TOGETHER, text, at);
  return languageBetween(text, at, at + (run?.[0].length ?? 1), paragraph);
}

function* piecesOfParagraph(text: string, language: Language): Generator<Piece> {
  for (let at = 0; at < text.length;) {
    const charClass = classify(text.codePointAt(at) ?? 0);
    if (charClass === 'space') {
      const end = at + (matchAt(SPACE_RUN, text, at)?.[0].length ?? 1);
      yield skipped(at, end, 'whitespace');
      at = end;
      continue;
    }
    const reading = charClass === 'latin' || charClass === 'han' ? language : languageAt(text, at, language);
    for (const rule of rulesFor(charClass, reading)) {
      const pieces = rule({ text, language: reading }, at);
      if (pieces === undefined) continue;
      yield* pieces;
      at = endOf(pieces, at);
      break;
    }
  }
}

function shifted(piece: Piece, by: number): Piece {
  return { ...piece, start: piece.start + by, end: piece.end + by };
}

function* piecesIn(text: string, paragraph: Paragraph, language: Language): Generator<Piece> {
  const folded = fold(text.slice(paragraph.start, paragraph.end));
  for (const piece of piecesOfParagraph(folded, language)) yield shifted(piece, paragraph.start);
  yield { kind: 'break', start: paragraph.end, end: paragraph.end, level: 'paragraph' };
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
  for (const paragraph of paragraphsOf(text)) {
    const own = mainLanguage(text.slice(paragraph.start, paragraph.end));
    yield* piecesIn(text, paragraph, language === 'auto' ? (own ?? fallback) : (own ?? language));
  }
}
