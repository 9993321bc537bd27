import { matchAt, skipped } from './piece.js';
import type { Piece, Rule } from './piece.js';

const MAX_RUN = 4096;
/** A keycap, a flag, or a pictograph with its modifiers and joined pictographs. */
const PICTOGRAPH = String.raw`(?:[#*\d]\ufe0f?\u20e3|\p{Regional_Indicator}{1,2}|\p{Extended_Pictographic}[\ufe0f\u20e3\p{Emoji_Modifier}\u{e0020}-\u{e007f}]*)`;
const EMOJI = new RegExp(`${PICTOGRAPH}(?:\\u200d${PICTOGRAPH})*`, 'uy');
/** Pictographs by Unicode's table that are letters of everyday text. */
const TEXT_PICTOGRAPHS = /[©®™‼⁉ℹ↔-↙](?!\ufe0f)/uy;
const CONTROL = new RegExp(`[\\p{Cc}\\p{Cf}\\u034f\\ufe00-\\ufe0f]{1,${MAX_RUN}}`, 'uy');
const MALFORMED = new RegExp(`[\\p{Cs}\\p{Cn}\\p{Co}\\ufffd]{1,${MAX_RUN}}`, 'uy');
const FOREIGN = new RegExp(`[\\p{L}\\p{M}\\p{N}]{1,${MAX_RUN}}`, 'uy');
const QUOTE = /["'“”„‟«»‹›「」『』〝〞`´′″]/y;
const OPEN_BRACKET = /[([{〈《【〔〖（]/y;
const CLOSE_BRACKET = /[)\]}〉》】〕〗）]/y;

/** Emoji are not read: their names break the sentence they decorate. */
export const emoji: Rule = ({ text }, at) => {
  if (matchAt(TEXT_PICTOGRAPHS, text, at)) return undefined;
  const match = matchAt(EMOJI, text, at);
  return match && [skipped(at, at + match[0].length, 'emoji')];
};

/** Characters that only steer layout. */
export const control: Rule = ({ text }, at) => {
  const match = matchAt(CONTROL, text, at);
  return match && [skipped(at, at + match[0].length, 'control')];
};

/** Lone surrogates, unassigned and private code points, and what a decoder left in their place. */
export const malformed: Rule = ({ text }, at) => {
  const match = matchAt(MALFORMED, text, at);
  return match && [skipped(at, at + match[0].length, 'malformed')];
};

/** Letters, marks and numerals that no rule of the two languages took. */
export const foreignLetters: Rule = ({ text }, at) => {
  const match = matchAt(FOREIGN, text, at);
  return match && [skipped(at, at + match[0].length, 'unsupported-script')];
};

export const quote: Rule = ({ text }, at) =>
  matchAt(QUOTE, text, at) ? [skipped(at, at + 1, 'quote')] : undefined;

/** A parenthesis is set off by a short pause on either side; brackets of titles are not. */
export const bracket: Rule = ({ text }, at) => {
  const opens = matchAt(OPEN_BRACKET, text, at) !== undefined;
  if (!opens && matchAt(CLOSE_BRACKET, text, at) === undefined) return undefined;
  const bracketPiece = skipped(at, at + 1, 'bracket');
  const pauses = opens
    ? /[([（]/.test(text[at] ?? '') && /\s/.test(text[at - 1] ?? '')
    : /^[)\]）]\s/.test(text.slice(at, at + 2));
  if (!pauses) return [bracketPiece];
  const offset = opens ? at : at + 1;
  const pause: Piece = { kind: 'break', start: offset, end: offset, level: 'clause' };
  return opens ? [pause, bracketPiece] : [bracketPiece, pause];
};

/** Whatever is left: one code point at a time, so that nothing is lost. */
export const anySymbol: Rule = ({ text }, at) => {
  const length = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return [skipped(at, at + length, 'symbol')];
};
