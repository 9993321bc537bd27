import { isVisible, type LooseChapter } from './document.js';
import { estimateSpokenMs } from './estimate.js';

/** A chapter that its author made is left whole up to this. */
const LONGEST_CHAPTER_MS = 60 * 60_000;
/** About so long is a part of one that is cut. */
const PART_MS = 20 * 60_000;

/** Where a text may be cut, the best first: after a paragraph, a line, a sentence, a space. */
const CUTS = [/\n[ \t\u3000]*\r?\n\s*/g, /\n\s*/g, /[.!?][\])"'’”]*\s+|[。！？]+[」』”’]*/g, /\s+/g] as const;

/**
 * Cuts chapters that are too long to find one's way in into parts of about twenty minutes, at the end of a paragraph
 * where there is one near. The parts' texts in a row are the chapter's.
 */
export function cutLongChapters(chapters: readonly LooseChapter[]): LooseChapter[] {
  return chapters.flatMap((chapter) => {
    if (estimateSpokenMs(chapter.text) <= LONGEST_CHAPTER_MS) return [chapter];
    return numbered(chapter.title, partsOf(chapter.text));
  });
}

/** Cuts a text that has no headings. */
export function cutIntoParts(title: string, text: string): LooseChapter[] {
  if (estimateSpokenMs(text) <= 1.5 * PART_MS) return [{ title, text }];
  return numbered(title, partsOf(text));
}

function numbered(title: string, texts: readonly string[]): LooseChapter[] {
  return texts.map((text, index) => ({ title: `${title} (${index + 1})`, text }));
}

function partsOf(text: string): string[] {
  const parts: string[] = [];
  const charactersPerPart = Math.max(1000, Math.floor((text.length * PART_MS) / estimateSpokenMs(text)));
  let start = 0;
  while (text.length - start > 1.5 * charactersPerPart) {
    const end = cutNear(text, start + charactersPerPart, Math.floor(charactersPerPart / 4));
    parts.push(text.slice(start, end));
    start = end;
  }
  const last = text.slice(start);
  // White space at the end is no part of its own; it stays where nothing is lost by it.
  const before = isVisible(last) ? undefined : parts.pop();
  parts.push(`${before ?? ''}${last}`);
  return parts;
}

/** The best place to cut within a reach of an offset. */
function cutNear(text: string, offset: number, reach: number): number {
  const from = offset - reach;
  const stretch = text.slice(from, offset + reach);
  for (const cut of CUTS) {
    const ends = [...stretch.matchAll(cut)].map((match) => from + match.index + match[0].length);
    const nearest = ends.reduce<number | undefined>(
      (best, end) => (best === undefined || Math.abs(end - offset) < Math.abs(best - offset) ? end : best),
      undefined,
    );
    if (nearest !== undefined) return nearest;
  }
  const isInsidePair = /[\ud800-\udbff]/.test(text[offset - 1] ?? '');
  return isInsidePair ? offset + 1 : offset;
}
