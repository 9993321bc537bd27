import { join } from 'node:path';
import type { NarrationItem } from '../../shared/app/narration.js';
import { SottoError } from '../../shared/errors.js';
import { damaged } from './errors.js';
import { Growth } from './growth.js';
import { BYTES_PER_SAMPLE, recordingFiles, type RecordingFiles } from './recording-files.js';
import type { RecordingExtent } from './recording-writer.js';
import type { RenderingSpeed } from './speed.js';
import type { StoredItem } from './stored-queue.js';

/** Below this, the pace of what was rendered says little about the rest. */
const TELLING_MS = 10_000;

/** One item of the queue: what is stored of it, and how far its chapters are rendered. */
export class QueueItem {
  readonly dir: string;
  /** Only of chapters that are not done; those are told by what is stored. */
  readonly extents = new Map<number, RecordingExtent>();
  renderingChapter: number | undefined;
  readonly #growths = new Map<number, Growth>();
  stored: StoredItem;

  constructor(stored: StoredItem, narrationsDir: string) {
    this.stored = stored;
    this.dir = join(narrationsDir, stored.id);
  }

  get id(): string {
    return this.stored.id;
  }

  get isRead(): boolean {
    return this.stored.manner !== null;
  }

  get isReady(): boolean {
    return this.isRead && this.stored.chapters.every((chapter) => chapter.done);
  }

  /** Whether the queue may render it now. */
  get isWaiting(): boolean {
    return this.isRead && !this.stored.isPaused && !this.stored.error && !this.isReady;
  }

  files(chapterIndex: number): RecordingFiles {
    return recordingFiles(this.dir, chapterIndex);
  }

  /** Told when a chapter's recording has grown, and when its rendering has stopped. */
  growth(chapterIndex: number): Growth {
    const growth = this.#growths.get(chapterIndex) ?? new Growth();
    this.#growths.set(chapterIndex, growth);
    return growth;
  }

  /** Lets readers look again at what has become of it. */
  allGrown(): void {
    for (const growth of this.#growths.values()) growth.grown();
  }

  /** The first chapter to be rendered, from a chapter on and then from the first one; undefined when all are done. */
  nextChapter(fromIndex: number): number | undefined {
    const indexes = this.stored.chapters.map((_, index) => index);
    const ordered = [...indexes.slice(fromIndex), ...indexes.slice(0, fromIndex)];
    return ordered.find((index) => this.stored.chapters[index]?.done === null);
  }

  renderedSamples(chapterIndex: number): number {
    return (
      this.stored.chapters[chapterIndex]?.done?.sampleCount ??
      this.extents.get(chapterIndex)?.sampleCount ??
      0
    );
  }

  chapterProgress(chapterIndex: number): number {
    const chapter = this.stored.chapters[chapterIndex];
    if (!chapter) return 0;
    if (chapter.done) return 1;
    const rendered = this.extents.get(chapterIndex)?.endOffset ?? 0;
    return chapter.characterCount === 0 ? 0 : Math.min(1, rendered / chapter.characterCount);
  }

  /** Why nothing more will come of a chapter until a person does something. */
  stoppedBy(chapterIndex: number): SottoError | undefined {
    if (this.stored.chapters[chapterIndex]?.done) return damaged();
    return this.stored.error ? new SottoError(this.stored.error) : undefined;
  }

  describe(speed: RenderingSpeed): NarrationItem {
    const { stored } = this;
    const chapters = stored.chapters.map((chapter, index) => ({
      title: chapter.title,
      characterCount: chapter.characterCount,
      state: this.#chapterState(index),
      progress: this.chapterProgress(index),
      renderedMs: this.#toMs(this.renderedSamples(index)),
    }));
    const expected = stored.chapters.map((chapter, index) => ({
      doneMs: chapter.estimateMs * this.chapterProgress(index),
      restMs: chapter.estimateMs * (1 - this.chapterProgress(index)),
    }));
    const doneMs = sum(expected.map((chapter) => chapter.doneMs));
    const restMs = sum(expected.map((chapter) => chapter.restMs));
    const renderedMs = sum(chapters.map((chapter) => chapter.renderedMs));
    const pace = doneMs > TELLING_MS ? renderedMs / doneMs : (stored.manner?.controls?.lengthScale ?? 1);
    const sampleCount = sum(stored.chapters.map((_, index) => this.renderedSamples(index)));
    return {
      id: stored.id,
      fileName: stored.fileName,
      title: stored.title,
      state: this.#state(),
      error: stored.error,
      chapters,
      progress: doneMs + restMs === 0 ? 0 : doneMs / (doneMs + restMs),
      remainingMs: this.isRead ? speed.workMsFor(restMs) : null,
      durationEstimateMs: this.isRead ? renderedMs + restMs * pace : null,
      listened: stored.listened,
      skipped: this.#skipped(),
      voiceId: stored.voiceId,
      styleId: stored.styleId,
      bytes: stored.documentBytes + sampleCount * BYTES_PER_SAMPLE,
    };
  }

  #state(): NarrationItem['state'] {
    if (this.stored.error) return this.stored.isPaused ? 'paused' : 'failed';
    if (!this.isRead) return 'reading';
    if (this.isReady) return 'ready';
    if (this.stored.isPaused) return 'paused';
    return this.renderingChapter === undefined ? 'waiting' : 'rendering';
  }

  #chapterState(index: number): NarrationItem['chapters'][number]['state'] {
    if (this.stored.chapters[index]?.done) return 'ready';
    return this.renderingChapter === index ? 'rendering' : 'waiting';
  }

  #skipped(): Record<string, number> {
    const total: Record<string, number> = { ...this.stored.skipped };
    for (const [index, { done }] of this.stored.chapters.entries()) {
      for (const [reason, count] of Object.entries(done?.skipped ?? this.extents.get(index)?.skipped ?? {}))
        total[reason] = (total[reason] ?? 0) + count;
    }
    return total;
  }

  #toMs(sampleCount: number): number {
    return this.stored.sampleRateHz === 0 ? 0 : (sampleCount * 1000) / this.stored.sampleRateHz;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
