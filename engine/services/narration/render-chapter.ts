import { estimateSpokenMs } from '../../documents/estimate.js';
import type { Clock } from '../../shared/clock.js';
import type { SpeakItemOf } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import { joinSamples } from '../../shared/join-samples.js';
import type { SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';
import type { RecordingFiles } from './recording-files.js';
import { RecordingWriter, type RecordingExtent } from './recording-writer.js';
import { WorkTime, type RenderingSpeed } from './speed.js';
import type { StoredManner } from './stored-queue.js';

export interface RenderContext {
  readonly speech: Pick<SpeechService, 'speak'>;
  readonly turns: Pick<Turns, 'whenFree'>;
  readonly clock: Clock;
  readonly speed: RenderingSpeed;
}

export interface ChapterJob {
  readonly files: RecordingFiles;
  readonly text: string;
  readonly manner: StoredManner;
  /** Hears how far the recording goes: when it was opened, and after every segment. */
  onExtent(extent: RecordingExtent): void;
  /** What was recorded does not fit what is rendered now, and is being made again from its start. */
  onRestart(): void;
}

/**
 * Renders a chapter to its end, from wherever its recording stands. Live speech goes first: between two items it waits until
 * nobody speaks.
 * @throws SottoError of the engine or `file-unwritable`; the signal's reason. What is whole is kept.
 */
export async function renderChapter(
  job: ChapterJob,
  context: RenderContext,
  signal: AbortSignal,
): Promise<RecordingExtent> {
  const writer = await RecordingWriter.open(job.files);
  try {
    job.onExtent(writer.extent);
    for (let isDone = writer.extent.isEnded; !isDone;) {
      isDone = await renderRest(writer, job, context, signal);
      if (isDone) break;
      job.onRestart();
      await writer.reset();
      job.onExtent(writer.extent);
    }
    await writer.end();
    job.onExtent(writer.extent);
    return writer.extent;
  } finally {
    await writer.close();
  }
}

/** @returns false when what comes does not go on where the recording ends: another version or another pack made it */
async function renderRest(
  writer: RecordingWriter,
  job: ChapterJob,
  { speech, turns, clock, speed }: RenderContext,
  signal: AbortSignal,
): Promise<boolean> {
  const { text, manner } = job;
  const { segmentCount, sampleRateHz } = writer.extent;
  await turns.whenFree(signal);
  const work = new WorkTime(clock);
  let segment: SpeakItemOf<'segment'> | undefined;
  let chunks: Float32Array[] = [];
  const from = segmentCount === 0 ? undefined : { segmentIndex: segmentCount, offsetSamples: 0 };
  const items = speech.speak({ ...manner, text, ...(from && { from }) }, signal);
  for await (const item of items) {
    if (item.kind === 'plan') {
      if (sampleRateHz !== 0 && sampleRateHz !== item.sampleRateHz) return false;
      await writer.begin(item.sampleRateHz);
    } else if (item.kind === 'segment') {
      if (segmentCount > 0 && item.source.start !== writer.extent.endOffset) return false;
      segment = item;
      chunks = [];
    } else if (item.kind === 'audio') {
      chunks.push(item.pcm);
    } else if (item.kind === 'segmentEnd' && segment) {
      await writer.append(segment, joinSamples(chunks));
      speed.add(estimateSpokenMs(text.slice(segment.source.start, segment.source.end)), work.lapMs());
      job.onExtent(writer.extent);
    }
    await work.without(turns.whenFree(signal));
  }
  if (writer.extent.endOffset === text.length) return true;
  if (segmentCount > 0) return false;
  // A speech that ends early would leave a hole that nobody sees.
  throw new SottoError({
    code: 'inference-failed',
    message: `the engine ended at character ${writer.extent.endOffset} of ${text.length}`,
    kept: 'everything that was rendered so far',
    next: 'go on with the file',
  });
}
