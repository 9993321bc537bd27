import { open, readFile, type FileHandle } from 'node:fs/promises';
import { encodePcm } from '../../export/pcm.js';
import type { SpeakItemOf } from '../../shared/contract.js';
import { errnoOf } from '../../shared/errno.js';
import {
  BYTES_PER_SAMPLE,
  parseIndexLine,
  recordingFailure,
  type IndexLine,
  type RecordedSegment,
  type RecordingFiles,
} from './recording-files.js';

/** How far a recording goes. */
export interface RecordingExtent {
  /** 0 before it has begun. */
  readonly sampleRateHz: number;
  readonly segmentCount: number;
  readonly sampleCount: number;
  /** Where in the chapter's text the next segment begins. */
  readonly endOffset: number;
  readonly isEnded: boolean;
  /** Characters that its segments leave unspoken, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

const NOTHING: RecordingExtent = {
  sampleRateHz: 0,
  segmentCount: 0,
  sampleCount: 0,
  endOffset: 0,
  isEnded: false,
  skipped: {},
};

/** What is whole of a recording, and how many bytes of its index that is. */
interface Whole {
  readonly extent: RecordingExtent;
  readonly indexBytes: number;
}

/** Looks how far a recording is whole, without changing it. */
export async function recordingExtent(files: RecordingFiles): Promise<RecordingExtent> {
  return (await inspect(files)).extent;
}

/** Appends to a recording. One writer at a time; calls must not overlap. */
export class RecordingWriter {
  readonly #files: RecordingFiles;
  readonly #pcm: FileHandle;
  readonly #index: FileHandle;
  #extent: RecordingExtent;
  #indexBytes: number;

  private constructor(files: RecordingFiles, pcm: FileHandle, index: FileHandle, whole: Whole) {
    this.#files = files;
    this.#pcm = pcm;
    this.#index = index;
    this.#extent = whole.extent;
    this.#indexBytes = whole.indexBytes;
  }

  /**
   * Opens a recording where its last whole segment ends; what a killed writer left behind that is cut off.
   * @throws SottoError `file-unwritable`
   */
  static async open(files: RecordingFiles): Promise<RecordingWriter> {
    const handles: FileHandle[] = [];
    try {
      const whole = await inspect(files);
      const pcm = await openKeeping(files.pcm);
      handles.push(pcm);
      const index = await openKeeping(files.index);
      handles.push(index);
      const writer = new RecordingWriter(files, pcm, index, whole);
      await writer.#cut();
      return writer;
    } catch (thrown) {
      for (const handle of handles) await handle.close();
      throw recordingFailure(files.pcm, thrown);
    }
  }

  get extent(): RecordingExtent {
    return this.#extent;
  }

  /** Names the rate of the samples. A recording at another rate begins anew. */
  async begin(sampleRateHz: number): Promise<void> {
    if (this.#extent.sampleRateHz === sampleRateHz) return;
    await this.reset();
    await this.#appendLine({ kind: 'begin', version: 1, sampleRateHz });
    this.#extent = { ...this.#extent, sampleRateHz };
  }

  /** Appends one segment. When it fails, the recording is as long as before. */
  async append(segment: SpeakItemOf<'segment'>, pcm: Float32Array): Promise<void> {
    const { sampleCount, segmentCount, skipped } = this.#extent;
    const bytes = encodePcm(pcm, 's16');
    await this.#writing(async () => {
      await writeAt(this.#pcm, bytes, sampleCount * BYTES_PER_SAMPLE);
      // Else the line could reach the disk of a machine that loses power, and the samples not.
      if (bytes.length > 0) await this.#pcm.datasync();
    });
    await this.#appendLine(recorded(segment, sampleCount));
    this.#extent = {
      ...this.#extent,
      segmentCount: segmentCount + 1,
      sampleCount: sampleCount + pcm.length,
      endOffset: segment.source.end,
      skipped: withSkipped(skipped, segment.spans),
    };
  }

  /** Marks the recording as whole. */
  async end(): Promise<void> {
    if (this.#extent.isEnded) return;
    await this.#appendLine({ kind: 'end' });
    this.#extent = { ...this.#extent, isEnded: true };
  }

  /** Forgets everything recorded. */
  async reset(): Promise<void> {
    this.#extent = NOTHING;
    this.#indexBytes = 0;
    await this.#writing(() => this.#cut());
  }

  async close(): Promise<void> {
    await this.#pcm.close();
    await this.#index.close();
  }

  async #cut(): Promise<void> {
    await this.#index.truncate(this.#indexBytes);
    await this.#pcm.truncate(this.#extent.sampleCount * BYTES_PER_SAMPLE);
  }

  async #appendLine(line: IndexLine): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    await this.#writing(() => writeAt(this.#index, bytes, this.#indexBytes));
    this.#indexBytes += bytes.length;
  }

  async #writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      throw recordingFailure(this.#files.pcm, thrown);
    }
  }
}

function recorded(segment: SpeakItemOf<'segment'>, startSample: number): RecordedSegment {
  const { index, source, language, spans, words, sampleCount, pauseSamples } = segment;
  return {
    kind: 'segment',
    index,
    startSample,
    sampleCount,
    pauseSamples,
    source,
    language,
    break: segment.break,
    spans,
    words,
  };
}

function withSkipped(
  counts: Readonly<Record<string, number>>,
  spans: RecordedSegment['spans'],
): Record<string, number> {
  const sum = { ...counts };
  for (const span of spans) {
    if (span.kind === 'skipped')
      sum[span.reason] = (sum[span.reason] ?? 0) + span.source.end - span.source.start;
  }
  return sum;
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, positionBytes: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, positionBytes + done);
    done += bytesWritten;
  }
}

/** For reading and writing; an existing file keeps its content. */
async function openKeeping(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    return open(path, 'wx+', 0o600);
  }
}

/** Reads an index as far as its lines are whole, follow each other and have their samples. */
async function inspect(files: RecordingFiles): Promise<Whole> {
  const [text, pcmBytes] = await Promise.all([contentOf(files.index), sizeOf(files.pcm)]);
  let extent = NOTHING;
  let indexBytes = 0;
  let start = 0;
  for (let end = text.indexOf(0x0a); end !== -1; end = text.indexOf(0x0a, start)) {
    const line = parseIndexLine(text.toString('utf8', start, end));
    const next = line && extended(extent, line, pcmBytes);
    if (!next) break;
    extent = next;
    start = end + 1;
    indexBytes = start;
  }
  return { extent, indexBytes };
}

function extended(extent: RecordingExtent, line: IndexLine, pcmBytes: number): RecordingExtent | undefined {
  if (extent.isEnded) return undefined;
  if (line.kind === 'begin')
    return extent.sampleRateHz === 0 ? { ...extent, sampleRateHz: line.sampleRateHz } : undefined;
  if (extent.sampleRateHz === 0) return undefined;
  if (line.kind === 'end') return { ...extent, isEnded: true };
  const sampleCount = line.startSample + line.sampleCount;
  const follows =
    line.index === extent.segmentCount &&
    line.startSample === extent.sampleCount &&
    line.source.start === extent.endOffset;
  if (!follows || sampleCount * BYTES_PER_SAMPLE > pcmBytes) return undefined;
  return {
    ...extent,
    segmentCount: extent.segmentCount + 1,
    sampleCount,
    endOffset: line.source.end,
    skipped: withSkipped(extent.skipped, line.spans),
  };
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return Buffer.alloc(0);
    throw thrown;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const handle = await open(path, 'r');
    try {
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return 0;
    throw thrown;
  }
}
