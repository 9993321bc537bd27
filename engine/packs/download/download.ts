import type { Clock } from '../../shared/clock.js';
import type { ErrorShape } from '../../shared/errors.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { CatalogueEntry } from '../catalogue/catalogue.js';

export interface DownloadSettings {
  /** `http://` or `https://`, with name and password where the proxy wants them; '' for none. */
  readonly proxyUrl: string;
  /** Replaces the host of sources that have mirrors; path and query stay. '' for none. */
  readonly mirrorUrl: string;
}

export interface DownloadOptions {
  readonly entry: CatalogueEntry;
  /** The entry's default where it is left out. */
  readonly precision?: string;
  /** Where downloads are kept while they are made: parts lie in `<id>.<precision>.part`, the whole in `<id>.<precision>`. */
  readonly stagingDir: string;
  readonly settings: DownloadSettings;
  readonly clock: Clock;
  /** Numbers in [0, 1); spreads the retries of many over time. */
  readonly random: () => number;
  /** Bytes that a person may still write in a folder's file system; the system's own answer where it is left out. */
  readonly freeBytes?: (dir: string) => Promise<number>;
}

/** Whole numbers all of them. */
export interface DownloadProgress {
  readonly receivedBytes: number;
  /** Undefined while the size of some file is neither published nor told by its server. */
  readonly totalBytes: number | undefined;
  /** Smoothed over some seconds; 0 while nothing comes. */
  readonly bytesPerSecond: number;
  /** Undefined while there is nothing to tell it from. */
  readonly remainingMs: number | undefined;
  readonly filesDone: number;
  readonly fileCount: number;
}

export type DownloadState = { readonly progress: DownloadProgress } & (
  | { readonly kind: 'queued' | 'running' | 'verifying' | 'paused' }
  /** Something failed that may pass; it goes on by itself. */
  | { readonly kind: 'waiting'; readonly retryInMs: number; readonly reason: string }
  | { readonly kind: 'done'; readonly folder: string }
  /** `cancelled` where it was cancelled: then nothing is left of it. Otherwise its parts are kept for another try. */
  | { readonly kind: 'failed'; readonly error: ErrorShape }
);

/** The download of one pack. What is on the disk outlives it: another one for the same pack and folder goes on from there. */
export interface Download {
  state(): DownloadState;
  /** Begins, or goes on after a pause. In every other state nothing happens. */
  start(): void;
  /** Resolves when nothing is received and no file is open any more. */
  pause(): Promise<void>;
  /** Ends it and deletes what it received. Resolves when nothing is left. After its end nothing happens. */
  cancel(): Promise<void>;
  /** Hears every change of kind, and progress a few times a second. */
  watch(listener: (state: DownloadState) => void): Unsubscribe;
  /**
   * The folder, whole and verified: files as the publisher lays them out.
   * @throws SottoError `offline`, `download-failed`, `download-corrupt`, `disk-full`, `file-unwritable`, `cancelled`
   */
  readonly done: Promise<string>;
}
