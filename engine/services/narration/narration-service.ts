import type { NarrationFormat, NarrationState } from '../../shared/app/narration.js';
import type { Unsubscribe } from '../../shared/transport.js';

/** An audio file that was made of a narration. */
export interface NarrationExport {
  readonly downloadId: string;
  readonly fileName: string;
  readonly bytes: number;
}

/**
 * Files that are read aloud: a queue that is rendered in the background, one chapter at a time, and can be listened to
 * meanwhile. Whatever is whole is on the disk, so that nothing is rendered twice after a crash or a restart.
 */
export interface NarrationService {
  state(): NarrationState;
  /** Hears the state now, then after every change, at most a few times a second. */
  watch(listener: (state: NarrationState) => void): Unsubscribe;
  /**
   * Queues files that were received, in the manner that is chosen now. They are read one after the other; one that cannot be read
   * becomes a failed item.
   * @returns the items' ids @throws SottoError `unknown-item` when no file has such an id
   */
  add(fileIds: readonly string[]): Promise<string[]>;
  /** Also deletes what was rendered. @throws SottoError `unknown-item`, as all that follow */
  remove(id: string): Promise<void>;
  pause(id: string): void;
  /** Also tries again what had failed. */
  resume(id: string): void;
  move(id: string, index: number): void;
  /**
   * Plays from the rendering, which may still be growing: without a chapter from where the listener stopped. What is listened to
   * is rendered first. At a chapter's end the next one begins.
   * @throws SottoError `refused` for an item that could not be read
   */
  play(id: string, place?: { chapterIndex: number; offsetMs: number }): Promise<number>;
  chapterText(id: string, chapterIndex: number): Promise<string>;
  /**
   * Makes one audio file of all chapters. Leaving the iteration, and the signal, leave nothing behind.
   * @throws SottoError `refused` before everything is rendered, `file-unwritable`
   */
  exportItem(
    id: string,
    format: NarrationFormat,
    signal: AbortSignal,
  ): AsyncGenerator<{ progress: number }, NarrationExport, void>;
  /** Whether something is being rendered, so that quitting may ask. */
  isRendering(): boolean;
  /** What the narrations take on the disk. */
  usage(): Promise<{ bytes: number; entries: number }>;
  /** Removes every item with its recordings and what was exported and not yet taken. */
  clear(): Promise<void>;
  /** Resolves when nothing is left to render for now: for tests and for a quitting that waits. */
  whenIdle(): Promise<void>;
  /** Stops after the last whole segment, and keeps the rest for the next start. */
  dispose(): Promise<void>;
}
