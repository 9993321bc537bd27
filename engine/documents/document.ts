import type { FileSkipReason } from '../shared/skip-reasons.js';

/** A file as it is read aloud. */
export interface Document {
  readonly title: string;
  /** In the order of reading; never empty, and each has something visible in it. Their texts in a row are the document's text. */
  readonly chapters: readonly Chapter[];
  /** Characters of the file that are in no chapter's text, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

export interface Chapter {
  readonly title: string;
  /** As the text front end reads it best: paragraphs apart by blank lines, Markdown where the file had it. */
  readonly text: string;
  /** Of the chapter's first character in the document's text, in UTF-16 units. */
  readonly startOffset: number;
}

/** A chapter before its place in the document is known. */
export type LooseChapter = Omit<Chapter, 'startOffset'>;

export type DocumentKind = 'txt' | 'md' | 'html' | 'subtitles';

/** What a reader makes of a text. Empty chapters are left to `read-document.ts`. */
export interface ReadText {
  /** Absent where only the file's name can tell. */
  readonly title?: string;
  readonly chapters: readonly LooseChapter[];
  readonly skipped: Readonly<Record<string, number>>;
}

const VISIBLE = /[^\p{White_Space}\p{Cc}\p{Cf}]/u;

/** Whether a text has a character that a person would see. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** Counts characters that are left out, by reason. */
export class SkippedCharacters {
  readonly counts: Partial<Record<FileSkipReason, number>> = {};

  add(reason: FileSkipReason, characterCount: number): void {
    if (characterCount > 0) this.counts[reason] = (this.counts[reason] ?? 0) + characterCount;
  }
}
