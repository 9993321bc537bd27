import { randomUUID } from 'node:crypto';
import type { NarrationState } from '../../shared/app/narration.js';
import type { Clock } from '../../shared/clock.js';
import { Listeners } from '../../shared/listeners.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { JsonStore } from '../json-store.js';
import type { HandedFile } from '../received-files.js';
import { INTERRUPTED, unknownItem } from './errors.js';
import { QueueItem } from './queue-item.js';
import { recordingExtent } from './recording-writer.js';
import type { RenderingSpeed } from './speed.js';
import type { StoredItem, StoredQueue } from './stored-queue.js';

/** State goes to the windows this often at the most; a segment is rendered several times a second. */
const TELL_EVERY_MS = 250;

export interface QueueParts {
  readonly store: JsonStore<StoredQueue>;
  /** Where the items have their folders. */
  readonly narrationsDir: string;
  readonly clock: Clock;
  /** What the rest of an item will take is told by it. */
  readonly speed: RenderingSpeed;
}

/** The items in their order: kept on the disk, and told to the windows. */
export class Queue {
  readonly #parts: QueueParts;
  readonly #listeners = new Listeners<NarrationState>();
  #items: readonly QueueItem[] = [];
  #stopTelling: Unsubscribe | undefined;
  #isSilent = false;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** Takes up what the last run left. */
  async restore(): Promise<void> {
    const { store, narrationsDir } = this.#parts;
    this.#items = store.get().items.map((stored) => new QueueItem(stored, narrationsDir));
    for (const item of this.#items) {
      if (!item.isRead && !item.stored.error) this.change(item, { error: INTERRUPTED });
      for (const [index, chapter] of item.stored.chapters.entries())
        if (!chapter.done) item.extents.set(index, await recordingExtent(item.files(index)));
    }
  }

  get items(): readonly QueueItem[] {
    return this.#items;
  }

  has(item: QueueItem): boolean {
    return this.#items.includes(item);
  }

  named(id: string): QueueItem | undefined {
    return this.#items.find((candidate) => candidate.id === id);
  }

  /** @throws SottoError `unknown-item` */
  find(id: string): QueueItem {
    const item = this.named(id);
    if (!item) throw unknownItem('there is no such item in the list', 'look at the list again');
    return item;
  }

  /** Puts a file at the end, to be read. */
  add(file: HandedFile, chosen: { readonly voiceId: string; readonly styleId: string }): QueueItem {
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
      this.#parts.narrationsDir,
    );
    this.#set([...this.#items, item]);
    return item;
  }

  remove(item: QueueItem): void {
    this.#set(this.#items.filter((other) => other !== item));
  }

  move(item: QueueItem, index: number): void {
    this.#set(this.#items.filter((other) => other !== item).toSpliced(index, 0, item));
  }

  change(item: QueueItem, change: Partial<StoredItem>): void {
    item.stored = { ...item.stored, ...change };
    this.save();
    this.changed();
  }

  save(): void {
    this.#parts.store.set({ items: this.#items.map((item) => item.stored) });
  }

  state(): NarrationState {
    return { items: this.#items.map((item) => item.describe(this.#parts.speed)) };
  }

  /** Hears the state now, then after changes. */
  watch(listener: (state: NarrationState) => void): Unsubscribe {
    listener(this.state());
    return this.#listeners.add(listener);
  }

  /** Something that is told of an item is another. */
  changed(): void {
    if (this.#isSilent || this.#stopTelling || this.#listeners.count === 0) return;
    this.#stopTelling = this.#parts.clock.after(TELL_EVERY_MS, () => {
      this.#stopTelling = undefined;
      this.#listeners.tell(this.state());
    });
  }

  /** Tells nothing any more. */
  silence(): void {
    this.#isSilent = true;
    this.#stopTelling?.();
  }

  /** Resolves when everything is on the disk. */
  flush(): Promise<void> {
    return this.#parts.store.flush();
  }

  #set(items: readonly QueueItem[]): void {
    this.#items = items;
    this.save();
    this.changed();
  }
}
