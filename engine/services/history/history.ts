import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { SottoError } from '../../shared/errors.js';
import { Listeners } from '../../shared/listeners.js';
import { count } from '../../shared/schemas.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { openJsonStore, type JsonStore } from '../json-store.js';
import type { SettingsService } from '../settings/settings-service.js';
import type { HistoryService, RecentText } from './history-service.js';

const MAX_RECENT = 50;
/** Some four pages. Whoever has a book spoken does not look for it among the phrases of the day. */
const MAX_RECENT_CHARACTERS = 20_000;

export const DRAFT_FILE = 'draft.json';
export const RECENT_FILE = 'recent.json';

const draftSchema = z.object({ text: z.string() });
const recentSchema = z.object({
  items: z.array(z.object({ id: z.string(), text: z.string(), spokenAtMs: count })),
});

export interface HistoryOptions {
  readonly dataDir: string;
  readonly settings: Pick<SettingsService, 'watch'>;
  /** Milliseconds since 1970. */
  readonly wallClockMs: () => number;
  readonly onTrouble: (error: SottoError) => void;
}

/** Opens what was kept. Where the person no longer wants a history, what there was of it goes. */
export async function openHistory(options: HistoryOptions): Promise<HistoryService> {
  const { dataDir, onTrouble } = options;
  const [draft, recent] = await Promise.all([
    openJsonStore({ file: join(dataDir, DRAFT_FILE), schema: draftSchema, initial: { text: '' }, onTrouble }),
    openJsonStore({
      file: join(dataDir, RECENT_FILE),
      schema: recentSchema,
      initial: { items: [] },
      onTrouble,
    }),
  ]);
  return new History(options, draft, recent);
}

class History implements HistoryService {
  readonly #draft: JsonStore<z.output<typeof draftSchema>>;
  readonly #recent: JsonStore<z.output<typeof recentSchema>>;
  readonly #wallClockMs: () => number;
  readonly #listeners = new Listeners<readonly RecentText[]>();
  readonly #stopWatchingSettings: Unsubscribe;
  #keepsHistory = false;

  constructor(
    options: HistoryOptions,
    draft: JsonStore<z.output<typeof draftSchema>>,
    recent: JsonStore<z.output<typeof recentSchema>>,
  ) {
    this.#draft = draft;
    this.#recent = recent;
    this.#wallClockMs = options.wallClockMs;
    this.#stopWatchingSettings = options.settings.watch(({ keepsHistory }) => {
      this.#keepsHistory = keepsHistory;
      if (!keepsHistory) this.clearRecent();
    });
  }

  draft(): string {
    return this.#draft.get().text;
  }

  setDraft(text: string): void {
    if (text !== this.draft()) this.#draft.set({ text });
  }

  watchRecent(listener: (items: readonly RecentText[]) => void): Unsubscribe {
    listener(this.#recent.get().items);
    return this.#listeners.add(listener);
  }

  noteSpoken(text: string): void {
    if (!this.#keepsHistory || text.length > MAX_RECENT_CHARACTERS) return;
    const { items } = this.#recent.get();
    const id = items.find((item) => item.text === text)?.id ?? randomUUID();
    const others = items.filter((item) => item.id !== id);
    this.#setRecent([{ id, text, spokenAtMs: this.#wallClockMs() }, ...others].slice(0, MAX_RECENT));
  }

  remove(id: string): void {
    const { items } = this.#recent.get();
    if (!items.some((item) => item.id === id)) {
      throw new SottoError({ code: 'unknown-item', message: 'this text is no longer among the recent ones' });
    }
    this.#setRecent(items.filter((item) => item.id !== id));
  }

  clearRecent(): void {
    if (this.#recent.get().items.length > 0) this.#setRecent([]);
  }

  async flush(): Promise<void> {
    await Promise.all([this.#draft.flush(), this.#recent.flush()]);
  }

  async dispose(): Promise<void> {
    this.#stopWatchingSettings();
    await this.flush();
  }

  #setRecent(items: RecentText[]): void {
    this.#recent.set({ items });
    this.#listeners.tell(items);
  }
}
