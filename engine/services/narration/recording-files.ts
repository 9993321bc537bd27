import { join } from 'node:path';
import { z } from 'zod';
import { count } from '../../shared/schemas.js';
import { errnoOf } from '../../shared/errno.js';
import { SottoError } from '../../shared/errors.js';
import { unwritable } from '../../files/file-errors.js';
import { renderedSegmentSchema } from '../renderings/rendering.js';

/**
 * A chapter's recording: its samples, and beside them an index with a JSON line a segment.
 *
 * Samples are 16-bit: half the room of floats on the disk (1.7 GB for ten hours at 24 kHz), what WAV and FLAC files hold anyway,
 * and quieter in their rounding than any room. Samples are on the disk before the line that names them, so that whatever
 * a killed process leaves behind is whole up to the last line.
 */
export interface RecordingFiles {
  readonly pcm: string;
  readonly index: string;
}

export function recordingFiles(itemDir: string, chapterIndex: number): RecordingFiles {
  const name = join(itemDir, `chapter-${String(chapterIndex + 1).padStart(4, '0')}`);
  return { pcm: `${name}.pcm`, index: `${name}.jsonl` };
}

export const BYTES_PER_SAMPLE = 2;

const indexLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), version: z.literal(1), sampleRateHz: z.int().positive() }),
  renderedSegmentSchema.extend({ kind: z.literal('segment'), index: count, startSample: count }),
  /** The chapter is rendered to its end. */
  z.object({ kind: z.literal('end') }),
]);

export type IndexLine = z.output<typeof indexLine>;
export type RecordedSegment = Extract<IndexLine, { kind: 'segment' }>;

/** @returns undefined for what is no line of an index, such as one that was torn */
export function parseIndexLine(text: string): IndexLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
  const parsed = indexLine.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Says why a recording could not be written; what is not an error of the file system passes unchanged. */
export function recordingFailure(path: string, thrown: unknown): unknown {
  const told = unwritable(path, thrown);
  if (!(told instanceof SottoError) || errnoOf(thrown) === undefined) return told;
  return new SottoError(
    {
      code: told.code,
      message: told.message,
      kept: 'everything that was rendered so far',
      next: 'make room, or allow the app to write there, and go on with the file',
      ...(told.details && { details: told.details }),
    },
    { cause: thrown },
  );
}
