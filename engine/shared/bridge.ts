import type { Outcome } from './outcome.js';
import type { Port } from './transport.js';

/** The data of the message that brings a window the line of its player. */
export const PLAYER_LINE = 'sotto:player-line';

/** A larger file is refused: no book's text comes near it. */
export const MAX_FILE_BYTES = 256_000_000;

/** A file that a person handed over, known to the host by its id; the page never sees a path. */
export interface SentFile {
  readonly fileId: string;
  readonly fileName: string;
}

/**
 * What a window finds as `window.sotto`, whichever host opened it: Electron's preload and the web host's script each put
 * one there before the interface starts. It carries connections and files; everything else is the contract's.
 */
export interface HostBridge<FileHandle = unknown> {
  /** A connection for `appContract`. Another call opens another one. */
  connect(): Promise<Port>;
  /**
   * Opens a line for the player: a `MessagePort` that carries `PlayerLineMessage` and takes `PlayerUpFrame`, both as they
   * are. It reaches the window as a message with `PLAYER_LINE` for its data, since a port travels only with a message. So
   * the audio thread can hold it, and samples do not wait for the page. The newest player is the one that sounds.
   */
  connectPlayer(): void;
  /** Hands files over. Fails with `too-large`, `file-unreadable` or `connection-lost`. */
  sendFiles(files: readonly FileHandle[]): Promise<Outcome<readonly SentFile[]>>;
  /**
   * Lets the person keep a file that the host made: a save dialog, or the browser's download. The value is whether it was
   * kept, as far as the host knows: a dialog can be cancelled. Fails with `unknown-item`, `file-unwritable` or
   * `connection-lost`.
   */
  saveDownload(downloadId: string, fileName: string): Promise<Outcome<boolean>>;
}
