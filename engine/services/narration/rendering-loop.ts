import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import { readChapterText } from './chapter-texts.js';
import { notRendered } from './errors.js';
import type { Place } from './listening.js';
import type { Queue } from './queue.js';
import type { QueueItem } from './queue-item.js';
import { renderChapter, type RenderContext } from './render-chapter.js';

/** Failures of the machine, not of the file: the item waits for a person, and what is rendered stays. */
const PAUSING_ERRORS: ReadonlySet<ErrorShape['code']> = new Set([
  'file-unwritable',
  'engine-failed',
  'engine-stopped',
  'connection-lost',
]);

export interface RenderingLoopParts {
  readonly queue: Queue;
  readonly context: RenderContext;
  /** What was recorded of an item is being made again. */
  readonly onRestart: (item: QueueItem) => void;
}

/** A chapter that is being rendered. */
interface Rendering {
  readonly item: QueueItem;
  readonly chapterIndex: number;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Renders the queue's chapters, one at a time. */
export class RenderingLoop {
  readonly #parts: RenderingLoopParts;
  readonly #idleWaiters = new Set<() => void>();
  #rendering: Rendering | undefined;
  #heardPlace: Place | undefined;
  #isStopped = false;

  constructor(parts: RenderingLoopParts) {
    this.#parts = parts;
  }

  get isRendering(): boolean {
    return this.#rendering !== undefined;
  }

  /** Tells what is listened to, which goes first; undefined for nothing of the queue. */
  follow(place: Place | undefined): void {
    this.#heardPlace = place;
    this.choose();
  }

  /** Decides what is to be rendered now, and sees to it. To be called whenever the queue has changed. */
  choose(): void {
    const next = this.#isStopped ? undefined : this.#nextChapter();
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

  /** Breaks an item's rendering off. Resolves when nothing of it is being written. */
  async breakOff(item: QueueItem): Promise<void> {
    const rendering = this.#rendering;
    if (rendering?.item !== item) return;
    rendering.controller.abort(new SottoError({ code: 'cancelled', message: 'the rendering was stopped' }));
    await rendering.done;
  }

  async whenIdle(): Promise<void> {
    if (this.#rendering) await new Promise<void>((resolve) => this.#idleWaiters.add(resolve));
  }

  /** Begins nothing more, and breaks off what is under way. Resolves when nothing is being written. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#rendering) await this.breakOff(this.#rendering.item);
  }

  /** What is listened to goes first, from the chapter on that is being heard; else the queue's order holds. */
  #nextChapter(): { item: QueueItem; chapterIndex: number } | undefined {
    const { items } = this.#parts.queue;
    const place = this.#heardPlace;
    const heard = items.find((item) => item.id === place?.itemId && item.isWaiting);
    const item = heard ?? items.find((candidate) => candidate.isWaiting);
    const chapterIndex = item?.nextChapter(item === heard ? (place?.chapterIndex ?? 0) : 0);
    return item && chapterIndex !== undefined ? { item, chapterIndex } : undefined;
  }

  #render(item: QueueItem, chapterIndex: number): void {
    const { queue } = this.#parts;
    const controller = new AbortController();
    item.renderingChapter = chapterIndex;
    const done = this.#renderChapter(item, chapterIndex, controller.signal).finally(() => {
      item.renderingChapter = undefined;
      this.#rendering = undefined;
      queue.changed();
      this.choose();
    });
    this.#rendering = { item, chapterIndex, controller, done };
    queue.changed();
  }

  /** Never throws: what goes wrong becomes the item's error, and the queue goes on. */
  async #renderChapter(item: QueueItem, chapterIndex: number, signal: AbortSignal): Promise<void> {
    const { queue, context, onRestart } = this.#parts;
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
              queue.change(item, { sampleRateHz: now.sampleRateHz });
            item.growth(chapterIndex).grown();
            queue.changed();
          },
          onRestart: () => onRestart(item),
        },
        context,
        signal,
      );
      const done = { sampleCount: extent.sampleCount, skipped: { ...extent.skipped } };
      queue.change(item, {
        chapters: item.stored.chapters.map((chapter, index) =>
          index === chapterIndex ? { ...chapter, done } : chapter,
        ),
      });
      item.extents.delete(chapterIndex);
    } catch (thrown) {
      if (signal.aborted) return;
      const error = notRendered(toErrorShape(thrown), manner);
      queue.change(item, { error, isPaused: PAUSING_ERRORS.has(error.code) });
      item.allGrown();
    }
  }
}
