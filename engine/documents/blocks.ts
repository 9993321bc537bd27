import { isVisible, type LooseChapter, type ReadText, type SkippedCharacters } from './document.js';
import { cutIntoParts } from './parts.js';

/** A stretch of a document that has headings of several depths. */
export interface Block {
  /** With the white space that follows it. */
  readonly text: string;
  readonly heading?: { readonly depth: number; readonly title: string };
}

/**
 * Makes chapters of blocks. They begin at the headings of the outermost depth that there are two of: a single title over
 * everything is the document's, not a chapter's.
 * @param fallbackTitle of the document, where it has none of its own
 */
export function chaptersOfBlocks(
  blocks: readonly Block[],
  ownTitle: string | undefined,
  fallbackTitle: string,
  skipped: SkippedCharacters,
): ReadText {
  const headings = blocks.flatMap((block) => block.heading ?? []);
  const depth = chapterDepth(headings.map((heading) => heading.depth));
  const topTitle =
    headings[0] && (depth === undefined || headings[0].depth < depth) ? headings[0].title : undefined;
  const title = ownTitle ?? topTitle;
  const chapters: { title: string; texts: string[]; isHeaded: boolean; hasBody: boolean }[] = [];
  for (const block of blocks) {
    const startsChapter = depth !== undefined && block.heading !== undefined && block.heading.depth <= depth;
    let current = chapters.at(-1);
    if (startsChapter && current && !current.hasBody) {
      // A heading with nothing under it belongs to the next one.
      current.title = current.isHeaded ? `${current.title} · ${block.heading.title}` : block.heading.title;
      current.isHeaded = true;
      current.texts.push(block.text);
      continue;
    }
    if (startsChapter || !current) {
      current = {
        title: block.heading?.title ?? title ?? fallbackTitle,
        texts: [],
        isHeaded: startsChapter,
        hasBody: false,
      };
      chapters.push(current);
    }
    current.texts.push(block.text);
    current.hasBody ||= block.heading === undefined && isVisible(block.text);
  }
  const cut = chapters.flatMap(({ title: name, texts, isHeaded }): LooseChapter[] =>
    isHeaded ? [{ title: name, text: texts.join('') }] : cutIntoParts(name, texts.join('')),
  );
  return { ...(title !== undefined && { title }), chapters: cut, skipped: skipped.counts };
}

/** The outermost depth with at least two headings; undefined where no depth has them. */
function chapterDepth(depths: readonly number[]): number | undefined {
  return [...new Set(depths)]
    .sort((a, b) => a - b)
    .find((depth) => depths.filter((other) => other === depth).length >= 2);
}
