import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document } from '../../documents/document.js';
import { readDocument } from '../../documents/read-document.js';
import type { NarrationFormat, NarrationState } from '../../shared/app/narration.js';
import type { Clock } from '../../shared/clock.js';
import { SottoError } from '../../shared/errors.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { Downloads } from '../downloads.js';
import { bytesOf } from '../disk-usage.js';
import { openJsonStore, type JsonStore } from '../json-store.js';
import type { ReceivedFiles } from '../received-files.js';
import type { PlaybackSession } from '../session/playback-session.js';
import type { SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';
import type { VoicesService } from '../voices/voices-service.js';
import { ChapterPlayback } from './chapter-playback.js';
import { readChapterText } from './chapter-texts.js';
import { notRead, unknownItem } from './errors.js';
import { exportRecording, fileNameOf } from './export-recording.js';
import { Intake } from './intake.js';
import { finishRemovals, removeItemFolder } from './item-folders.js';
import type { NarrationExport, NarrationService } from './narration-service.js';
import { Queue } from './queue.js';
import type { QueueItem } from './queue-item.js';
import { RenderingLoop } from './rendering-loop.js';
import { RenderingSpeed } from './speed.js';
import { storedQueueSchema, type StoredQueue } from './stored-queue.js';

export interface NarrationOptions {
  /** Of the person's data: the queue, the texts and the recordings. */
  readonly dataDir: string;
  /** Of what can be made again: exported files that wait to be taken. */
  readonly cacheDir: string;
  readonly clock: Clock;
  readonly speech: Pick<SpeechService, 'speak'>;
  readonly turns: Pick<Turns, 'whenFree'>;
  readonly voices: Pick<VoicesService, 'resolve' | 'state'>;
  readonly session: Pick<PlaybackSession, 'play' | 'stop' | 'state' | 'watchState' | 'watchPosition'>;
  readonly files: Pick<ReceivedFiles, 'find'>;
  readonly downloads: Pick<Downloads, 'offer'>;
  /** Hears what went wrong where nobody waits for an answer. */
  readonly onTrouble: (error: SottoError) => void;
  readonly readDocument?: (path: string, name: string) => Promise<Document>;
}

/** Opens the queue and goes on with it. */
export async function createNarrationService(options: NarrationOptions): Promise<NarrationService> {
  const store = await openJsonStore<StoredQueue>({
    file: join(options.dataDir, 'narrations.json'),
    schema: storedQueueSchema,
    initial: { items: [] },
    onTrouble: options.onTrouble,
  });
  const service = new Narrations(options, store);
  await service.start();
  return service;
}

/** What a person can do with the queue. Reading, rendering and listening are its parts' own business. */
class Narrations implements NarrationService {
  readonly #downloads: NarrationOptions['downloads'];
  readonly #narrationsDir: string;
  readonly #exportsDir: string;
  readonly #queue: Queue;
  readonly #intake: Intake;
  readonly #rendering: RenderingLoop;
  readonly #playback: ChapterPlayback;
  #isDisposed = false;

  constructor(options: NarrationOptions, store: JsonStore<StoredQueue>) {
    const { dataDir, cacheDir, clock, speech, turns, voices, session, files, onTrouble } = options;
    this.#downloads = options.downloads;
    this.#narrationsDir = join(dataDir, 'narrations');
    this.#exportsDir = join(cacheDir, 'narration-exports');
    const speed = new RenderingSpeed();
    const queue = new Queue({ store, narrationsDir: this.#narrationsDir, clock, speed });
    this.#queue = queue;
    this.#rendering = new RenderingLoop({
      queue,
      context: { speech, turns, clock, speed },
      onRestart: (item) => this.#playback.stop(item),
    });
    this.#playback = new ChapterPlayback({
      ...{ session, queue, clock, onTrouble },
      onPlace: (place) => this.#rendering.follow(place),
      onWanted: (item) => this.#goOn(item),
    });
    this.#intake = new Intake({
      ...{ queue, files, voices },
      readDocument: options.readDocument ?? readDocument,
      onRead: () => this.#rendering.choose(),
    });
  }

  /** Looks what the last run left behind, and goes on with it. */
  async start(): Promise<void> {
    await rm(this.#exportsDir, { recursive: true, force: true });
    await this.#queue.restore();
    await finishRemovals(this.#narrationsDir);
    this.#rendering.choose();
  }

  state(): NarrationState {
    return this.#queue.state();
  }

  watch(listener: (state: NarrationState) => void): Unsubscribe {
    return this.#queue.watch(listener);
  }

  async add(fileIds: readonly string[]): Promise<string[]> {
    return Promise.resolve(this.#intake.add(fileIds));
  }

  async remove(id: string): Promise<void> {
    const item = this.#queue.find(id);
    this.#playback.stop(item);
    this.#queue.remove(item);
    await this.#rendering.breakOff(item);
    this.#rendering.choose();
    await removeItemFolder(item.dir);
  }

  pause(id: string): void {
    const item = this.#queue.find(id);
    if (!item.isReady) this.#queue.change(item, { isPaused: true });
    this.#rendering.choose();
  }

  resume(id: string): void {
    const item = this.#queue.find(id);
    if (item.isRead) this.#goOn(item);
    else if (item.stored.error) throw notRead(item.stored.error);
  }

  move(id: string, index: number): void {
    this.#queue.move(this.#queue.find(id), index);
    this.#rendering.choose();
  }

  async play(id: string, place?: { chapterIndex: number; offsetMs: number }): Promise<number> {
    return this.#playback.play(this.#queue.find(id), place);
  }

  async chapterText(id: string, chapterIndex: number): Promise<string> {
    const item = this.#queue.find(id);
    if (!item.stored.chapters[chapterIndex])
      throw unknownItem(`there is no chapter ${chapterIndex + 1}`, 'choose one of the list');
    return readChapterText(item.dir, chapterIndex);
  }

  async *exportItem(
    id: string,
    format: NarrationFormat,
    signal: AbortSignal,
  ): AsyncGenerator<{ progress: number }, NarrationExport, void> {
    const item = this.#queue.find(id);
    if (!item.isReady) {
      throw new SottoError({
        code: 'refused',
        message: `${item.stored.title} is not rendered to its end yet`,
        kept: 'what is rendered so far',
        next: 'wait until it is ready',
      });
    }
    const fileName = fileNameOf(item.stored.title, format);
    const { path, bytes } = yield* exportRecording(
      {
        title: item.stored.title,
        sampleRateHz: item.stored.sampleRateHz,
        chapters: item.stored.chapters.map((_, index) => ({
          files: item.files(index),
          sampleCount: item.renderedSamples(index),
        })),
        format,
        folder: join(this.#exportsDir, randomUUID()),
        fileName,
      },
      signal,
    );
    return { downloadId: this.#downloads.offer({ path, fileName }), fileName, bytes };
  }

  isRendering(): boolean {
    return this.#rendering.isRendering;
  }

  async usage(): Promise<{ bytes: number; entries: number }> {
    const sizes = await Promise.all([this.#narrationsDir, this.#exportsDir].map(bytesOf));
    return { bytes: sizes.reduce((sum, size) => sum + size, 0), entries: this.#queue.items.length };
  }

  async clear(): Promise<void> {
    for (const { id } of this.#queue.items) await this.remove(id);
    // Also what no item names: the privacy page counts it.
    for (const dir of [this.#narrationsDir, this.#exportsDir])
      await rm(dir, { recursive: true, force: true });
    await this.#queue.flush();
  }

  async whenIdle(): Promise<void> {
    await this.#intake.whenRead();
    await this.#rendering.whenIdle();
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#playback.dispose();
    this.#queue.silence();
    await Promise.all([this.#intake.stop(), this.#rendering.stop()]);
    // Where the listener is was told more often than it was kept.
    this.#queue.save();
    await this.#queue.flush();
  }

  /** Renders an item on that was paused or has failed. */
  #goOn(item: QueueItem): void {
    this.#queue.change(item, { isPaused: false, error: null });
    this.#rendering.choose();
  }
}
