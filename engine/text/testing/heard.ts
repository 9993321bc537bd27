import { normalise } from '../normalise/normalise.js';
import type { Piece, PieceWord } from '../normalise/piece.js';
import type { Language } from '../types.js';

function wordsLine(words: readonly PieceWord[]): string {
  return words.map((word) => (word.kind === 'spelled' ? `[${word.text}]` : word.text)).join(' ');
}

function shown(piece: Exclude<Piece, { kind: 'skip' }>): string {
  switch (piece.kind) {
    case 'words':
      return ` ${wordsLine(piece.words)}`;
    case 'punct':
      return piece.level === 'sentence' ? `${piece.symbol}/` : piece.symbol;
    case 'break':
      return piece.level === 'sentence' ? '//' : ',,';
  }
}

/**
 * What normalisation makes of a text, on one line: words with spaces between them, letters that are spelled in
 * brackets, marks behind their word, '/' after what ends a sentence, ',,' and '//' for pauses without a mark.
 * As in a segment, only the first mark behind a word counts; the break at a paragraph's end is not shown.
 */
export function heard(text: string, language: Language | 'auto' = 'auto'): string {
  let line = '';
  let wordLast = false;
  for (const piece of normalise(text, language)) {
    if (piece.kind === 'skip' || (piece.kind !== 'words' && !wordLast)) continue;
    if (piece.kind === 'break' && (piece.level === 'none' || piece.level === 'paragraph')) continue;
    line += shown(piece);
    wordLast = piece.kind === 'words';
  }
  return line.trim();
}
