import { open, type FileHandle } from 'node:fs/promises';
import { delay, type Clock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { errnoOf } from '../../shared/errno.js';
import type { SottoError } from '../../shared/errors.js';
import { damaged } from './errors.js';
import type { Growth } from './growth.js';
import {
  BYTES_PER_SAMPLE,
  parseIndexLine,
  type IndexLine,
  type RecordedSegment,
  type RecordingFiles,
} from './recording-files.js';

/** A second of speech a chunk: few reads, and little that is read for nothing when a listener jumps. */
const CHUNK_SAMPLES = 24_000;
/** A wait that is shorter is not worth a word: what was sent before is still being heard. */
const UNNOTICED_WAIT_MS = 1000;
const READ_BYTES = 64 * 1024;

/** These items answer no request of the engine's. */
const GENERATION = 0;

export interface ReadingContext {
  readonly clock: Clock;
  /** Of the recording: told after every segment, and when what renders it has stopped. */
  readonly growth: Growth;
  /** Why nothing more will come for now; undefined while there is hope. */
  stoppedBy(): SottoError | undefined;
  /** Hears at which sample of the chapter the reading begins. */
  onStart(startSample: number): void;
}

/**
 * Reads a recording aloud from a character on, as the engine would speak it, and waits where it is still growing.
 * @throws through the iteration: SottoError when rendering has stopped, the signal's reason when that aborts
 */
export async function* readRecording(
  files: RecordingFiles,
  startOffset: number,
  context: ReadingContext,
  signal: AbortSignal,
): AsyncGenerator<SpeakItem, void, void> {
  const index = new IndexReader(files.index);
  let pcm: FileHandle | undefined;
  let hasBegun = false;
  let sampleRateHz = 0;
  try {
    for (;;) {
      const { version } = context.growth;
      const line = await index.next();
      signal.throwIfAborted();
      if (line === undefined) {
        yield* waitForMore(context, version, sampleRateHz > 0, signal);
        continue;
      }
      if (line.kind === 'end') return;
      if (line.kind === 'begin') {
        ({ sampleRateHz } = line);
        yield {
          kind: 'plan',
          generation: GENERATION,
          sampleRateHz,
          firstSegmentDurationMs: 0,
          prebufferMs: 0,
        };
        continue;
      }
      if (!hasBegun && line.source.end <= startOffset) continue;
      const segment = hasBegun ? line : fromCharacter(line, startOffset, sampleRateHz);
      if (!hasBegun) context.onStart(segment.startSample);
      hasBegun = true;
      pcm ??= await open(files.pcm, 'r');
      yield* segmentItems(segment, pcm, signal);
    }
  } finally {
    await index.close();
    await pcm?.close();
  }
}

/** Finds the character that is spoken at a time of a recording; its end where the recording is shorter. */
export async function offsetAtMs(files: RecordingFiles, offsetMs: number): Promise<number> {
  const index = new IndexReader(files.index);
  let sampleRateHz = 1;
  let offset = 0;
  try {
    for (let line = await index.next(); line && line.kind !== 'end'; line = await index.next()) {
      if (line.kind === 'begin') {
        ({ sampleRateHz } = line);
        continue;
      }
      const startMs = (line.startSample * 1000) / sampleRateHz;
      if (startMs > offsetMs) break;
      const word = line.words.findLast((candidate) => startMs + candidate.startMs <= offsetMs);
      const isPast = startMs + (line.sampleCount * 1000) / sampleRateHz <= offsetMs;
      offset = isPast ? line.source.end : (word?.source.start ?? line.source.start);
    }
    return offset;
  } finally {
    await index.close();
  }
}

async function* waitForMore(
  context: ReadingContext,
  version: number,
  canBeSaid: boolean,
  signal: AbortSignal,
): AsyncGenerator<SpeakItem, void, void> {
  if (context.growth.version !== version) return;
  // Asked behind the version: what stops it comes after the last that it grew.
  const stopped = context.stoppedBy();
  if (stopped) throw stopped;
  const enough = new AbortController();
  const either = AbortSignal.any([signal, enough.signal]);
  try {
    const grown = context.growth.past(version, either).then(() => true);
    const late = delay(context.clock, UNNOTICED_WAIT_MS, either).then(() => false);
    // Whichever comes second is given up below.
    for (const wait of [grown, late]) wait.catch(() => undefined);
    if (await Promise.race([grown, late])) return;
    if (canBeSaid) {
      yield {
        kind: 'notice',
        generation: GENERATION,
        code: 'waiting-for-rendering',
        message: 'the reading has caught up with the rendering and waits for it',
      };
    }
    await grown;
  } finally {
    enough.abort();
  }
}

/** What is left of a segment from the word on that a character belongs to. */
function fromCharacter(segment: RecordedSegment, startOffset: number, sampleRateHz: number): RecordedSegment {
  const at = segment.words.findIndex(({ source }) => source.end > startOffset);
  const first = segment.words[at];
  if (!first || at === 0) return segment;
  const skipSamples = Math.min(segment.sampleCount, Math.floor((first.startMs * sampleRateHz) / 1000));
  const skipMs = (skipSamples * 1000) / sampleRateHz;
  return {
    ...segment,
    source: { start: first.source.start, end: segment.source.end },
    words: segment.words
      .slice(at)
      .map((word) => ({ ...word, startMs: word.startMs - skipMs, endMs: word.endMs - skipMs })),
    startSample: segment.startSample + skipSamples,
    sampleCount: segment.sampleCount - skipSamples,
    pauseSamples: Math.min(segment.pauseSamples, segment.sampleCount - skipSamples),
  };
}

async function* segmentItems(
  { startSample, ...segment }: RecordedSegment,
  pcm: FileHandle,
  signal: AbortSignal,
): AsyncGenerator<SpeakItem, void, void> {
  const { index, sampleCount } = segment;
  yield { ...segment, generation: GENERATION, isCached: true };
  for (let offsetSamples = 0; offsetSamples < sampleCount;) {
    signal.throwIfAborted();
    const wanted = Math.min(CHUNK_SAMPLES, sampleCount - offsetSamples);
    const samples = await readSamples(pcm, startSample + offsetSamples, wanted);
    yield { kind: 'audio', generation: GENERATION, segmentIndex: index, offsetSamples, pcm: samples };
    offsetSamples += samples.length;
  }
  yield { kind: 'segmentEnd', generation: GENERATION, index, sampleCount };
}

/** Samples of an open recording, decoded. @throws SottoError `file-unreadable` when it is shorter than its index says */
export async function readSamples(
  pcm: FileHandle,
  startSample: number,
  count: number,
): Promise<Float32Array> {
  const bytes = Buffer.alloc(count * BYTES_PER_SAMPLE);
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await pcm.read(
      bytes,
      done,
      bytes.length - done,
      startSample * BYTES_PER_SAMPLE + done,
    );
    if (bytesRead === 0) {
      throw damaged();
    }
    done += bytesRead;
  }
  const samples = new Float32Array(count);
  for (let at = 0; at < count; at++) samples[at] = bytes.readInt16LE(at * BYTES_PER_SAMPLE) / 32768;
  return samples;
}

/**
 * The lines of an index, one after the other, also of one that is not there yet or still grows. What is no whole line is read
 * anew each time: a writer cuts off what a killed one left behind, and goes on in its place.
 */
class IndexReader {
  readonly #path: string;
  #handle: FileHandle | undefined;
  /** Of the first byte of `rest`. */
  #positionBytes = 0;
  #rest = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /** @returns undefined where no sound line follows, for now */
  async next(): Promise<IndexLine | undefined> {
    for (;;) {
      const end = this.#rest.indexOf(0x0a);
      if (end === -1) {
        if (!(await this.#readMore())) return undefined;
        continue;
      }
      const line = parseIndexLine(this.#rest.toString('utf8', 0, end));
      this.#rest = line ? this.#rest.subarray(end + 1) : Buffer.alloc(0);
      if (line) this.#positionBytes += end + 1;
      return line;
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }

  async #readMore(): Promise<boolean> {
    this.#handle ??= await openIfThere(this.#path);
    if (!this.#handle) return false;
    const buffer = Buffer.alloc(this.#rest.length + READ_BYTES);
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, this.#positionBytes);
    const isMore = bytesRead > this.#rest.length;
    this.#rest = buffer.subarray(0, bytesRead);
    return isMore || this.#rest.includes(0x0a);
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
