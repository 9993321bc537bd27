import { mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createAudioWriter, type AudioWriter } from '../../export/audio-writer.js';
import { openTarget } from '../../export/open-target.js';
import type { NarrationFormat } from '../../shared/app/narration.js';
import { recordingFailure, type RecordingFiles } from './recording-files.js';
import { readSamples } from './recording-reader.js';

/** Between two chapters, so that a heading is heard as one. */
export const CHAPTER_GAP_MS = 1000;
const CHUNK_SAMPLES = 24_000;
/** More steps than a bar has pixels are for nobody. */
const PROGRESS_STEP = 1 / 200;

export interface ExportJob {
  readonly title: string;
  readonly sampleRateHz: number;
  readonly chapters: readonly { readonly files: RecordingFiles; readonly sampleCount: number }[];
  readonly format: NarrationFormat;
  readonly folder: string;
  /** Without a folder. */
  readonly fileName: string;
}

/**
 * Writes recordings in a row as one audio file.
 * @returns the file's path and size @throws SottoError `file-unwritable`, `file-unreadable`; the signal's reason
 */
export async function* exportRecording(
  job: ExportJob,
  signal: AbortSignal,
): AsyncGenerator<{ progress: number }, { path: string; bytes: number }, void> {
  const path = join(job.folder, job.fileName);
  await mkdir(job.folder, { recursive: true, mode: 0o700 }).catch((thrown: unknown) => {
    throw recordingFailure(path, thrown);
  });
  const target = await openTarget(path);
  let writer: AudioWriter | undefined;
  let isWritten = false;
  try {
    const opened = await createAudioWriter(target, job.format, job.sampleRateHz, { title: job.title });
    writer = opened;
    for await (const progress of pumped(job, (pcm) => opened.write(pcm), signal)) yield { progress };
    signal.throwIfAborted();
    await opened.finish();
    isWritten = true;
  } finally {
    if (!isWritten) {
      await writer?.abandon();
      await target.discard();
    }
  }
  return { path, bytes: (await stat(path)).size };
}

async function* pumped(
  { chapters, sampleRateHz }: ExportJob,
  write: (pcm: Float32Array) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<number, void, void> {
  const totalSamples = Math.max(
    1,
    chapters.reduce((sum, chapter) => sum + chapter.sampleCount, 0),
  );
  const gap = new Float32Array(Math.round((CHAPTER_GAP_MS * sampleRateHz) / 1000));
  let writtenSamples = 0;
  let told = -1;
  for (const [index, { files, sampleCount }] of chapters.entries()) {
    if (index > 0) await write(gap);
    const pcm = await open(files.pcm, 'r');
    try {
      for (let at = 0; at < sampleCount; at += CHUNK_SAMPLES) {
        signal.throwIfAborted();
        const samples = await readSamples(pcm, at, Math.min(CHUNK_SAMPLES, sampleCount - at));
        await write(samples);
        writtenSamples += samples.length;
        const progress = writtenSamples / totalSamples;
        if (progress - told < PROGRESS_STEP) continue;
        told = progress;
        yield progress;
      }
    } finally {
      await pcm.close();
    }
  }
}

/** A title as a file's name that every system takes. */
export function fileNameOf(title: string, format: NarrationFormat): string {
  const plain = title
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|[. ]+$/g, '');
  const short = Array.from(plain).slice(0, 60).join('').trim();
  const isReserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(short);
  return `${short === '' || isReserved ? `sotto ${short}`.trim() : short}.${format}`;
}
