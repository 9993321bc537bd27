import { matchAt, skipped, spelled } from './piece.js';
import type { Piece, PieceWord, Rule } from './piece.js';
import { isSpelledOut } from './acronyms.js';

/** Longer runs are read in pieces, so that no later stage meets a word of unbounded length. */
const MAX_WORD_UNITS = 48;
const LATIN_RUN = new RegExp(
  String.raw`[\p{Script=Latin}\p{M}]{1,${MAX_WORD_UNITS}}(?:['’][\p{Script=Latin}\p{M}]{1,8}(?![\p{Script=Latin}]))*`,
  'uy',
);
const HUMP = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
/** Names whose inner capital is part of one word: McDonald, MacLeod, O'Brien, DeVito, LaTeX. */
const ONE_WORD_IN_SPITE_OF_HUMPS = /^(?:Mc|Mac|O'|De|Di|Du|La|Le|Van|Von|Fitz)\p{Lu}[\p{Ll}']+$/u;
const PLURAL_OF_CAPITALS = /^(\p{Lu}{2,6})(?:s|'s)$/u;

function wordOf(text: string, shouting: boolean): readonly PieceWord[] {
  const plural = PLURAL_OF_CAPITALS.exec(text)?.[1];
  if (plural !== undefined && isSpelledOut(plural, shouting)) {
    const spelledPart = plural.slice(0, -1);
    const last = plural.slice(-1);
    return [
      { text: spelledPart, language: 'en', kind: 'spelled' },
      { text: `${last}'s`, language: 'en', kind: 'word' },
    ];
  }
  const kind = isSpelledOut(text, shouting) ? 'spelled' : 'word';
  return [{ text: text.normalize('NFC'), language: 'en', kind }];
}

const LETTER_NAMED_BEFORE =
  /(?:^|[^\p{L}])(?:[Pp]lan|[Tt]ype|[Vv]itamin|[Gg]roup|[Cc]lass|[Ss]ection|[Gg]rade|[Oo]ption|[Tt]eam|[Hh]epatitis|[Pp]oint|[Aa]ppendix|[Ll]etter|[Pp]art) $/u;

/**
 * A capital letter alone is a name; 'I' is the pronoun, and 'A' the article where a word follows it, unless what
 * stands before asks for a letter.
 */
function isLetterName(text: string, at: number): boolean {
  if (text[at] === 'I') return false;
  if (text[at] !== 'A' || text[at - 1] === '&' || !/\s\p{L}/u.test(text.slice(at + 1, at + 3))) return true;
  return LETTER_NAMED_BEFORE.test(text.slice(Math.max(0, at - 12), at));
}

/** Splits 'getUserName' where a person would: every part is a word with its own source. */
function humps(run: string): readonly string[] {
  if (!/\p{L}\p{Lu}/u.test(run) || /^\p{Lu}+(?:'?s)?$/u.test(run)) return [run];
  return ONE_WORD_IN_SPITE_OF_HUMPS.test(run) ? [run] : run.split(HUMP);
}

/** Whether the capitals at this place are a shouted sentence: its neighbours are capitals too. */
function isShouted(text: string, start: number, end: number): boolean {
  const before = /(?:^|[^\p{L}])(\p{L}{2,24})[^\p{L}\d]{1,3}$/u.exec(
    text.slice(Math.max(0, start - 32), start),
  )?.[1];
  const after = /^[^\p{L}\d]{1,3}(\p{L}{2,24})/u.exec(text.slice(end, end + 32))?.[1];
  const neighbours = [before, after].filter((word) => word !== undefined);
  return (
    neighbours.length > 0 && neighbours.every((word) => word === word.toUpperCase() && /\p{Lu}/u.test(word))
  );
}

/** A run of Latin letters with its apostrophes; a hyphen inside a compound is a joiner. */
export const latinWord: Rule = ({ text }, at) => {
  const match = matchAt(LATIN_RUN, text, at);
  if (match === undefined) return undefined;
  const [run] = match;
  const end = at + run.length;
  if (/^\p{Lu}$/u.test(run) && isLetterName(text, at)) return [spelled(at, end, run)];
  const capitals = /^\p{Lu}{2}/u.test(run);
  const shouting = capitals && isShouted(text, at, end);
  const pieces: Piece[] = [];
  let start = at;
  for (const part of humps(run)) {
    pieces.push({ kind: 'words', start, end: start + part.length, words: wordOf(part, shouting) });
    start += part.length;
  }
  if (text[end] === '-' && /[\p{L}\d]/u.test(text[end + 1] ?? ''))
    pieces.push(skipped(end, end + 1, 'joiner'));
  return pieces;
};

const HAN_RUN = /[\p{Script=Han}〇]{1,128}/uy;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** A run of Han characters, cut into words by the runtime's dictionary. */
export const hanWords: Rule = ({ text }, at) => {
  const match = matchAt(HAN_RUN, text, at);
  if (match === undefined) return undefined;
  return Array.from(segmenter.segment(match[0]), ({ segment, index }): Piece => {
    const start = at + index;
    const words: PieceWord[] = [{ text: segment.normalize('NFC'), language: 'zh', kind: 'word' }];
    return { kind: 'words', start, end: start + segment.length, words };
  });
};
