import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document } from '../../documents/document.js';
import { estimateSpokenMs } from '../../documents/estimate.js';
import { readDocument } from '../../documents/read-document.js';
import type { NarrationFormat, NarrationState } from '../../shared/app/narration.js';
import type { Clock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import { Listeners } from '../../shared/listeners.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { Download, Downloads, ReceivedFiles } from '../downloads.js';
import { bytesOf } from '../disk-usage.js';
import { openJsonStore, type JsonStore } from '../json-store.js';
import type { PlaybackSession } from '../session/playback-session.js';
import type { SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';
import type { VoicesService } from '../voices/voices-service.js';
import { keepTexts, readChapterText } from './chapter-texts.js';
import { INTERRUPTED, notRead, notRendered, unknownItem } from './errors.js';
import { exportRecording, fileNameOf } from './export-recording.js';
import { finishRemovals, removeItemFolder } from './item-folders.js';
import { Listening, type Place } from './listening.js';
import type { NarrationExport, NarrationService } from './narration-service.js';
import { QueueItem } from './queue-item.js';
import { offsetAtMs, readRecording } from './recording-reader.js';
import { recordingExtent } from './recording-writer.js';
import { renderChapter } from './render-chapter.js';
import { RenderingSpeed } from './speed.js';
import {
  fixedManner,
  storedQueueSchema,
  type StoredItem,
  type StoredManner,
  type StoredQueue,
} from './stored-queue.js';

/** State goes to the windows this often at the most; a segment is rendered several times a second. */
const TELL_EVERY_MS = 250;
/** Where a listener is goes to the disk this often while they listen. */
const SAVE_POSITION_EVERY_MS = 5000;

/** Failures of the machine, not of the file: the item waits for a person, and what is rendered stays. */
const PAUSING_ERRORS: ReadonlySet<ErrorShape['code']> = new Set([
  'file-unwritable',
  'engine-failed',
  'engine-stopped',
  'connection-lost',
]);

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

/** A chapter that is being rendered. */
interface Rendering {
  readonly item: QueueItem;
  readonly chapterIndex: number;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

class Narrations implements NarrationService {
  readonly #options: NarrationOptions;
  readonly #store: JsonStore<StoredQueue>;
  readonly #narrationsDir: string;
  readonly #exportsDir: string;
  readonly #speed = new RenderingSpeed();
  readonly #listening: Listening;
  readonly #listeners = new Listeners<NarrationState>();
  readonly #idleWaiters = new Set<() => void>();
  #items: QueueItem[] = [];
  #rendering: Rendering | undefined;
  #reading: Promise<void> = Promise.resolve();
  #isDisposed = false;
  #stopTelling: Unsubscribe | undefined;
  #savedPositionMs = -Infinity;

  constructor(options: NarrationOptions, store: JsonStore<StoredQueue>) {
    this.#options = options;
    this.#store = store;
    this.#narrationsDir = join(options.dataDir, 'narrations');
    this.#exportsDir = join(options.cacheDir, 'narration-exports');
    this.#listening = new Listening(options.session, {
      onPlace: () => this.#choose(),
      onPosition: (place, offsetMs, isMoving) => this.#heard(place, offsetMs, isMoving),
      onChapterEnd: (place) => this.#chapterHeard(place),
    });
  }

  /** Looks what the last run left behind, and goes on with it. */
  async start(): Promise<void> {
    await rm(this.#exportsDir, { recursive: true, force: true });
    this.#items = this.#store.get().items.map((stored) => new QueueItem(stored, this.#narrationsDir));
    for (const item of this.#items) {
      if (!item.isRead && !item.stored.error) this.#change(item, { error: INTERRUPTED });
      for (const [index, chapter] of item.stored.chapters.entries())
        if (!chapter.done) item.extents.set(index, await recordingExtent(item.files(index)));
    }
    await finishRemovals(this.#narrationsDir);
    this.#choose();
  }

  state(): NarrationState {
    return { items: this.#items.map((item) => item.describe(this.#speed)) };
  }

  watch(listener: (state: NarrationState) => void): Unsubscribe {
    listener(this.state());
    return this.#listeners.add(listener);
  }

  async add(fileIds: readonly string[]): Promise<string[]> {
    const files = fileIds.map((fileId) => {
      const file = this.#options.files.find(fileId);
      if (!file) throw unknownItem('there is no such file any more', 'give it once more');
      return file;
    });
    // The manner is the one that is chosen now, however long the files before take to read.
    const { chosen } = this.#options.voices.state();
    const manner = this.#options.voices.resolve({}).then(fixedManner);
    manner.catch(() => undefined);
    const items = files.map((file) => this.#queue(file, chosen));
    for (const [index, item] of items.entries()) {
      const { path } = files[index] ?? { path: '' };
      this.#reading = this.#reading.then(() => this.#read(item, path, manner));
    }
    this.#changed();
    return Promise.resolve(items.map((item) => item.id));
  }

  async remove(id: string): Promise<void> {
    const item = this.#find(id);
    this.#stopListening(item);
    this.#items = this.#items.filter((other) => other !== item);
    this.#save();
    this.#changed();
    await this.#stopRendering(item);
    this.#choose();
    await removeItemFolder(item.dir);
  }

  pause(id: string): void {
    const item = this.#find(id);
    if (!item.isReady) this.#change(item, { isPaused: true });
    this.#choose();
  }

  resume(id: string): void {
    const item = this.#find(id);
    if (!item.isRead) {
      if (item.stored.error) throw notRead(item.stored.error);
      return;
    }
    this.#change(item, { isPaused: false, error: null });
    this.#choose();
  }

  move(id: string, index: number): void {
    const item = this.#find(id);
    const others = this.#items.filter((other) => other !== item);
    others.splice(index, 0, item);
    this.#items = others;
    this.#save();
    this.#changed();
    this.#choose();
  }

  async play(id: string, place?: { chapterIndex: number; offsetMs: number }): Promise<number> {
    const item = this.#find(id);
    if (!item.isRead) throw notRead(item.stored.error);
    const { chapterIndex, offsetMs } = place ?? this.#placeToGoOn(item);
    const chapter = item.stored.chapters[chapterIndex];
    if (!chapter) throw unknownItem(`there is no chapter ${chapterIndex + 1}`, 'choose one of the list');
    // Whoever listens to what is not rendered yet wants it rendered.
    if (!item.isReady && (item.stored.isPaused || item.stored.error)) this.resume(id);
    const text = await readChapterText(item.dir, chapterIndex);
    const startOffset = offsetMs === 0 ? 0 : await offsetAtMs(item.files(chapterIndex), offsetMs);
    return this.#options.session.play({
      origin: 'narration',
      title: item.stored.title,
      text,
      startOffset: startOffset < text.length ? startOffset : 0,
      narration: { itemId: id, chapterIndex },
      open: (offset, signal) => this.#open(item, chapterIndex, offset, signal),
    });
  }

  async chapterText(id: string, chapterIndex: number): Promise<string> {
    const item = this.#find(id);
    if (!item.stored.chapters[chapterIndex])
      throw unknownItem(`there is no chapter ${chapterIndex + 1}`, 'choose one of the list');
    return readChapterText(item.dir, chapterIndex);
  }

  async *exportItem(
    id: string,
    format: NarrationFormat,
    signal: AbortSignal,
  ): AsyncGenerator<{ progress: number }, NarrationExport, void> {
    const item = this.#find(id);
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
    return { downloadId: this.#options.downloads.offer({ path, fileName }), fileName, bytes };
  }

  isRendering(): boolean {
    return this.#rendering !== undefined;
  }

  async usage(): Promise<{ bytes: number; entries: number }> {
    const sizes = await Promise.all([this.#narrationsDir, this.#exportsDir].map(bytesOf));
    return { bytes: sizes.reduce((sum, size) => sum + size, 0), entries: this.#items.length };
  }

  async clear(): Promise<void> {
    for (const item of [...this.#items]) await this.remove(item.id);
    // Also what no item names: the privacy page counts it.
    for (const dir of [this.#narrationsDir, this.#exportsDir])
      await rm(dir, { recursive: true, force: true });
    await this.#store.flush();
  }

  async whenIdle(): Promise<void> {
    await this.#reading;
    if (this.#rendering) await new Promise<void>((resolve) => this.#idleWaiters.add(resolve));
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#listening.dispose();
    this.#stopTelling?.();
    await this.#reading;
    if (this.#rendering) await this.#stopRendering(this.#rendering.item);
    this.#save();
    await this.#store.flush();
  }

  #find(id: string): QueueItem {
    const item = this.#items.find((candidate) => candidate.id === id);
    if (!item) throw unknownItem('there is no such item in the list', 'look at the list again');
    return item;
  }

  #queue(file: Download, chosen: { voiceId: string; styleId: string }): QueueItem {
    const item = new QueueItem(
      {
        id: randomUUID(),
        fileName: file.fileName,
        title: file.fileName,
        voiceId: chosen.voiceId,
        styleId: chosen.styleId,
        manner: null,
        isPaused: false,
        error: null,
        chapters: [],
        skipped: {},
        sampleRateHz: 0,
        documentBytes: 0,
        listened: null,
      },
      this.#narrationsDir,
    );
    this.#items = [...this.#items, item];
    this.#save();
    return item;
  }

  /** Takes a file's text into the item's folder. Never throws: a file that cannot be read is a failed item. */
  async #read(item: QueueItem, path: string, manner: Promise<StoredManner>): Promise<void> {
    if (!this.#items.includes(item) || this.#isDisposed) return;
    try {
      const read = this.#options.readDocument ?? readDocument;
      const document = await read(path, item.stored.fileName);
      const documentBytes = await keepTexts(item.dir, document.chapters);
      const resolved = await manner;
      this.#change(item, {
        title: document.title,
        manner: resolved,
        chapters: document.chapters.map(({ title, text }) => ({
          title,
          characterCount: text.length,
          estimateMs: estimateSpokenMs(text),
          done: null,
        })),
        skipped: { ...document.skipped },
        documentBytes,
      });
    } catch (thrown) {
      this.#change(item, { error: toErrorShape(thrown) });
    }
    // It may have been removed meanwhile, when its folder was not there yet.
    if (!this.#items.includes(item)) await removeItemFolder(item.dir);
    this.#choose();
  }

  /** Decides what is to be rendered now, and sees to it. */
  #choose(): void {
    const next = this.#isDisposed ? undefined : this.#nextChapter();
    const current = this.#rendering;
    if (current) {
      if (current.item !== next?.item || current.chapterIndex !== next.chapterIndex)
        current.controller.abort(
          new SottoError({ code: 'cancelled', message: 'another chapter goes first' }),
        );
      return;
    }
    if (next) this.#render(next.item, next.chapterIndex);
    else {
      for (const wake of this.#idleWaiters) wake();
      this.#idleWaiters.clear();
    }
  }

  /** What is listened to goes first, from the chapter on that is being heard; else the queue's order holds. */
  #nextChapter(): { item: QueueItem; chapterIndex: number } | undefined {
    const { place } = this.#listening;
    const heard = this.#items.find((item) => item.id === place?.itemId && item.isWaiting);
    const item = heard ?? this.#items.find((candidate) => candidate.isWaiting);
    const chapterIndex = item?.nextChapter(item === heard ? (place?.chapterIndex ?? 0) : 0);
    return item && chapterIndex !== undefined ? { item, chapterIndex } : undefined;
  }

  #render(item: QueueItem, chapterIndex: number): void {
    const controller = new AbortController();
    item.renderingChapter = chapterIndex;
    const done = this.#renderChapter(item, chapterIndex, controller.signal).finally(() => {
      item.renderingChapter = undefined;
      this.#rendering = undefined;
      this.#changed();
      this.#choose();
    });
    this.#rendering = { item, chapterIndex, controller, done };
    this.#changed();
  }

  /** Never throws: what goes wrong becomes the item's error, and the queue goes on. */
  async #renderChapter(item: QueueItem, chapterIndex: number, signal: AbortSignal): Promise<void> {
    const { manner } = item.stored;
    if (!manner) return;
    try {
      const extent = await renderChapter(
        {
          files: item.files(chapterIndex),
          text: await readChapterText(item.dir, chapterIndex),
          manner,
          onExtent: (now) => {
            item.extents.set(chapterIndex, now);
            if (now.sampleRateHz !== 0 && item.stored.sampleRateHz !== now.sampleRateHz)
              this.#change(item, { sampleRateHz: now.sampleRateHz });
            item.growth(chapterIndex).grown();
            this.#changed();
          },
          onRestart: () => this.#stopListening(item),
        },
        { ...this.#options, speed: this.#speed },
        signal,
      );
      const done = { sampleCount: extent.sampleCount, skipped: { ...extent.skipped } };
      this.#change(item, {
        chapters: item.stored.chapters.map((chapter, index) =>
          index === chapterIndex ? { ...chapter, done } : chapter,
        ),
      });
      item.extents.delete(chapterIndex);
    } catch (thrown) {
      if (signal.aborted) return;
      const error = notRendered(toErrorShape(thrown), manner);
      this.#change(item, { error, isPaused: PAUSING_ERRORS.has(error.code) });
      item.allGrown();
    }
  }

  async #stopRendering(item: QueueItem): Promise<void> {
    const rendering = this.#rendering;
    if (rendering?.item !== item) return;
    rendering.controller.abort(new SottoError({ code: 'cancelled', message: 'the rendering was stopped' }));
    await rendering.done;
  }

  async *#open(
    item: QueueItem,
    chapterIndex: number,
    startOffset: number,
    signal: AbortSignal,
  ): AsyncGenerator<SpeakItem, void, void> {
    const place = { itemId: item.id, chapterIndex };
    if (startOffset === 0) this.#listening.noteStart(place, 0, 0);
    yield* readRecording(
      item.files(chapterIndex),
      startOffset,
      {
        clock: this.#options.clock,
        growth: item.growth(chapterIndex),
        stoppedBy: () => item.stoppedBy(chapterIndex),
        onStart: (startSample) => this.#listening.noteStart(place, startOffset, startSample),
      },
      signal,
    );
  }

  /** Where the listener stopped; the beginning for whoever has heard everything. */
  #placeToGoOn(item: QueueItem): { chapterIndex: number; offsetMs: number } {
    const { listened, chapters, sampleRateHz } = item.stored;
    if (!listened) return { chapterIndex: 0, offsetMs: 0 };
    const isLast = listened.chapterIndex === chapters.length - 1;
    const lastMs = (item.renderedSamples(listened.chapterIndex) * 1000) / (sampleRateHz || 1);
    return isLast && item.isReady && listened.offsetMs >= lastMs - 1
      ? { chapterIndex: 0, offsetMs: 0 }
      : listened;
  }

  #heard(place: Place, offsetMs: number, isMoving: boolean): void {
    const item = this.#items.find((candidate) => candidate.id === place.itemId);
    if (!item) return;
    if (
      item.stored.listened?.chapterIndex === place.chapterIndex &&
      item.stored.listened.offsetMs === offsetMs
    )
      return;
    item.stored = { ...item.stored, listened: { chapterIndex: place.chapterIndex, offsetMs } };
    const nowMs = this.#options.clock.nowMs();
    if (isMoving && nowMs - this.#savedPositionMs < SAVE_POSITION_EVERY_MS) return;
    this.#savedPositionMs = nowMs;
    this.#save();
    this.#changed();
  }

  #chapterHeard({ itemId, chapterIndex }: Place): void {
    const item = this.#items.find((candidate) => candidate.id === itemId);
    if (!item?.stored.chapters[chapterIndex + 1]) return;
    // Not from within the session's own telling of the end.
    queueMicrotask(() => {
      if (this.#isDisposed) return;
      this.play(itemId, { chapterIndex: chapterIndex + 1, offsetMs: 0 }).catch((thrown: unknown) =>
        this.#options.onTrouble(new SottoError(toErrorShape(thrown))),
      );
    });
  }

  #stopListening(item: QueueItem): void {
    if (this.#options.session.state().utterance?.narration?.itemId === item.id) this.#options.session.stop();
  }

  #change(item: QueueItem, change: Partial<StoredItem>): void {
    item.stored = { ...item.stored, ...change };
    this.#save();
    this.#changed();
  }

  #save(): void {
    this.#store.set({ items: this.#items.map((item) => item.stored) });
  }

  #changed(): void {
    if (this.#isDisposed || this.#stopTelling || this.#listeners.count === 0) return;
    this.#stopTelling = this.#options.clock.after(TELL_EVERY_MS, () => {
      this.#stopTelling = undefined;
      this.#listeners.tell(this.state());
    });
  }
}
