import type { Clock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { SottoError, toErrorShape } from '../../shared/errors.js';
import type { PlaybackSession } from '../session/playback-session.js';
import { readChapterText } from './chapter-texts.js';
import { notRead, unknownItem } from './errors.js';
import { Listening, type Place } from './listening.js';
import type { Queue } from './queue.js';
import type { QueueItem } from './queue-item.js';
import { offsetAtMs, readRecording } from './recording-reader.js';

/** Where a listener is goes to the disk this often while they listen. */
const SAVE_POSITION_EVERY_MS = 5000;

export interface ChapterPlaybackParts {
  readonly session: Pick<PlaybackSession, 'play' | 'stop' | 'state' | 'watchState' | 'watchPosition'>;
  readonly queue: Queue;
  readonly clock: Clock;
  /** What is listened to is another; undefined while nothing of the queue is. */
  readonly onPlace: (place: Place | undefined) => void;
  /** Somebody wants to hear an item that was paused or has failed. */
  readonly onWanted: (item: QueueItem) => void;
  /** Hears why a next chapter did not follow. */
  readonly onTrouble: (error: SottoError) => void;
}

/** Plays chapters in the host's one speech, each after the one before, and keeps where the listener is. */
export class ChapterPlayback {
  readonly #parts: ChapterPlaybackParts;
  readonly #listening: Listening;
  #savedPositionMs = -Infinity;
  #isDisposed = false;

  constructor(parts: ChapterPlaybackParts) {
    this.#parts = parts;
    this.#listening = new Listening(parts.session, {
      onPlace: (place) => parts.onPlace(place),
      onPosition: (place, offsetMs, isMoving) => this.#heard(place, offsetMs, isMoving),
      onChapterEnd: (place) => this.#chapterHeard(place),
    });
  }

  /**
   * @param place where the listener stopped, where none is given
   * @returns the utterance's id
   */
  async play(item: QueueItem, place?: { chapterIndex: number; offsetMs: number }): Promise<number> {
    if (!item.isRead) throw notRead(item.stored.error);
    const { chapterIndex, offsetMs } = place ?? placeToGoOn(item);
    const chapter = item.stored.chapters[chapterIndex];
    if (!chapter) throw unknownItem(`there is no chapter ${chapterIndex + 1}`, 'choose one of the list');
    // Whoever listens to what is not rendered yet wants it rendered.
    if (!item.isReady && (item.stored.isPaused || item.stored.error)) this.#parts.onWanted(item);
    const text = await readChapterText(item.dir, chapterIndex);
    const startOffset = offsetMs === 0 ? 0 : await offsetAtMs(item.files(chapterIndex), offsetMs);
    return this.#parts.session.play({
      origin: 'narration',
      title: item.stored.title,
      text,
      startOffset: startOffset < text.length ? startOffset : 0,
      narration: { itemId: item.id, chapterIndex },
      open: (offset, signal) => this.#open(item, chapterIndex, offset, signal),
    });
  }

  /** Falls silent where this item is what is being heard. */
  stop(item: QueueItem): void {
    const { session } = this.#parts;
    if (session.state().utterance?.narration?.itemId === item.id) session.stop();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listening.dispose();
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
        clock: this.#parts.clock,
        growth: item.growth(chapterIndex),
        stoppedBy: () => item.stoppedBy(chapterIndex),
        onStart: (startSample) => this.#listening.noteStart(place, startOffset, startSample),
      },
      signal,
    );
  }

  #heard({ itemId, chapterIndex }: Place, offsetMs: number, isMoving: boolean): void {
    const { queue, clock } = this.#parts;
    const item = queue.named(itemId);
    if (!item) return;
    const { listened } = item.stored;
    if (listened?.chapterIndex === chapterIndex && listened.offsetMs === offsetMs) return;
    item.stored = { ...item.stored, listened: { chapterIndex, offsetMs } };
    const nowMs = clock.nowMs();
    if (isMoving && nowMs - this.#savedPositionMs < SAVE_POSITION_EVERY_MS) return;
    this.#savedPositionMs = nowMs;
    queue.save();
    queue.changed();
  }

  #chapterHeard({ itemId, chapterIndex }: Place): void {
    const { queue, onTrouble } = this.#parts;
    if (!queue.named(itemId)?.stored.chapters[chapterIndex + 1]) return;
    // Not from within the session's own telling of the end.
    queueMicrotask(() => {
      const item = queue.named(itemId);
      if (this.#isDisposed || !item) return;
      this.play(item, { chapterIndex: chapterIndex + 1, offsetMs: 0 }).catch((thrown: unknown) =>
        onTrouble(new SottoError(toErrorShape(thrown))),
      );
    });
  }
}

/** Where the listener stopped; the beginning for whoever has heard everything. */
function placeToGoOn(item: QueueItem): { chapterIndex: number; offsetMs: number } {
  const { listened, chapters, sampleRateHz } = item.stored;
  if (!listened) return { chapterIndex: 0, offsetMs: 0 };
  const isLast = listened.chapterIndex === chapters.length - 1;
  const lastMs = (item.renderedSamples(listened.chapterIndex) * 1000) / (sampleRateHz || 1);
  return isLast && item.isReady && listened.offsetMs >= lastMs - 1
    ? { chapterIndex: 0, offsetMs: 0 }
    : listened;
}
