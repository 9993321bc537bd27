const WORD_PART = /[\p{L}\p{N}\p{M}'’-]/u;
/** Written without spaces: every character can begin a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const isWordPart = (text: string, index: number): boolean => WORD_PART.test(text.charAt(index));

function backToStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && isWordPart(text, start - 1) && !UNSPACED.test(text.charAt(start))) start--;
  return start;
}

/**
 * The start of the word at an offset (UTF-16), else of the next one, else of the last one before it.
 * @returns 0 for a text without words
 */
export function wordStart(text: string, offset: number): number {
  let index = Math.max(0, offset);
  while (index < text.length && !isWordPart(text, index)) index++;
  if (index >= text.length) {
    index = text.length - 1;
    while (index > 0 && !isWordPart(text, index)) index--;
  }
  return Math.max(0, backToStart(text, index));
}
