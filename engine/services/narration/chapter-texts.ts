import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document } from '../../documents/document.js';
import { recordingFailure } from './recording-files.js';

/** Narrations are a person's own: nobody else on the machine reads them. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Keeps the chapters' texts in an item's folder, so that the person's file may change or vanish.
 * @returns how many bytes they take @throws SottoError `file-unwritable`
 */
export async function keepTexts(itemDir: string, chapters: Document['chapters']): Promise<number> {
  try {
    await mkdir(itemDir, { recursive: true, mode: FOLDER_MODE });
    let byteCount = 0;
    for (const [index, chapter] of chapters.entries()) {
      const bytes = Buffer.from(chapter.text);
      await writeFile(textFile(itemDir, index), bytes, { mode: FILE_MODE });
      byteCount += bytes.length;
    }
    return byteCount;
  } catch (thrown) {
    await rm(itemDir, { recursive: true, force: true });
    throw recordingFailure(itemDir, thrown);
  }
}

export function readChapterText(itemDir: string, chapterIndex: number): Promise<string> {
  return readFile(textFile(itemDir, chapterIndex), 'utf8');
}

function textFile(itemDir: string, chapterIndex: number): string {
  return join(itemDir, `chapter-${String(chapterIndex + 1).padStart(4, '0')}.txt`);
}
