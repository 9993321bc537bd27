import type { Unsubscribe } from '../../shared/transport.js';

/** A text that was spoken. */
export interface RecentText {
  readonly id: string;
  readonly text: string;
  /** By the wall clock, since 1970. */
  readonly spokenAtMs: number;
}

/** What a person typed and had spoken, kept over restarts on this machine alone. */
export interface HistoryService {
  /** The text area's content. */
  draft(): string;
  setDraft(text: string): void;
  /** The last texts spoken, the newest first: now, then after every change. */
  watchRecent(listener: (items: readonly RecentText[]) => void): Unsubscribe;
  /** Keeps a text that was spoken, unless the person wants no history, or it is too long to be called up again. */
  noteSpoken(text: string): void;
  /** @throws SottoError `unknown-item` */
  remove(id: string): void;
  clearRecent(): void;
  /** Resolves when everything is on the disk. */
  flush(): Promise<void>;
  dispose(): Promise<void>;
}
