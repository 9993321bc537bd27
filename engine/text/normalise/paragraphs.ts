import type { SourceRange } from '../types.js';

/** A stretch of text up to and including the blank lines after it. */
export type Paragraph = SourceRange;

const BLANK_LINES =
  /(?:\r\n|[\n\r\u2028\u0085])(?:[ \t\u00a0\u3000]*(?:\r\n|[\n\r\u2028\u2029\u0085]))+|[\u2029\f]/g;

/** Cuts a text at its blank lines; the paragraphs tile it. Looks no further than the paragraph asked for. */
export function* paragraphsOf(text: string): Generator<Paragraph> {
  const blank = new RegExp(BLANK_LINES);
  let start = 0;
  for (let match = blank.exec(text); match; match = blank.exec(text)) {
    yield { start, end: blank.lastIndex };
    start = blank.lastIndex;
  }
  if (start < text.length) yield { start, end: text.length };
}
