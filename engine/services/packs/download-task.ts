import { rm } from 'node:fs/promises';
import type { Download, DownloadState } from '../../packs/download/download.js';
import { ImportError } from '../../packs/import/findings.js';
import type { ImportedPack } from '../../packs/import/import-pack.js';
import type { ImportFinding, PackTask } from '../../shared/app/packs.js';
import { toErrorShape, type ErrorShape } from '../../shared/errors.js';
import type { Importer } from './importer.js';
import type { StoredDownload } from './stored-packs.js';
import type { Task } from './task.js';

export interface DownloadTaskOptions {
  readonly stored: StoredDownload;
  readonly name: string;
  /** Goes on with what lies on the disk. */
  readonly createDownload: () => Download;
  readonly importer: Importer;
  readonly onChange: () => void;
  /** Hears what is to be kept of it. */
  readonly onStored: (stored: StoredDownload) => void;
  readonly onImported: (imported: ImportedPack) => void;
}

/** A download of the catalogue, and the import of what it brought. */
export class DownloadTask implements Task {
  readonly id: string;
  readonly #options: DownloadTaskOptions;
  #stored: StoredDownload;
  #download: Download;
  #findings: readonly ImportFinding[] = [];
  #importing: AbortController | undefined;
  #isDone = false;
  #isStarted = false;
  /** Whether somebody waits for the end of this download: one that was paused is started again, and followed once. */
  #isFollowed = false;
  #isRemoved = false;
  /** Settles when nothing of it goes on; never rejects. */
  #running: Promise<void> = Promise.resolve();

  constructor(options: DownloadTaskOptions) {
    this.id = options.stored.id;
    this.#options = options;
    this.#stored = options.stored;
    this.#download = this.#createDownload();
  }

  get catalogueId(): string {
    return this.#stored.catalogueId;
  }

  get precision(): string {
    return this.#stored.precision;
  }

  /** Whether it may begin when its turn comes. */
  get isWaitingForItsTurn(): boolean {
    return !this.#isStarted && !this.#stored.isPaused && this.#stored.error === null;
  }

  /** Whether it receives something, or will by itself. */
  get isReceiving(): boolean {
    return this.#isStarted && this.#importing === undefined;
  }

  describe(): PackTask {
    const state = this.#download.state();
    const { receivedBytes, totalBytes, bytesPerSecond, remainingMs } = state.progress;
    return {
      id: this.id,
      kind: 'download',
      name: this.#options.name,
      catalogue: { id: this.catalogueId, precision: this.precision },
      state: this.#stateOf(state),
      doneBytes: receivedBytes,
      totalBytes: totalBytes ?? null,
      bytesPerSecond: state.kind === 'running' ? Math.round(bytesPerSecond) : null,
      remainingMs: state.kind === 'running' ? (remainingMs ?? null) : null,
      retryInMs: state.kind === 'waiting' ? state.retryInMs : null,
      error: this.#stored.error,
      hasSource: true,
      findings: [...this.#findings],
    };
  }

  /** Its turn has come. */
  start(): void {
    this.#isStarted = true;
    this.#download.start();
    if (this.#isFollowed) return;
    this.#isFollowed = true;
    this.#running = this.#run();
  }

  async pause(): Promise<void> {
    if (this.#importing || this.#isDone) return;
    this.#isStarted = false;
    this.#store({ isPaused: true });
    await this.#download.pause();
  }

  resume(): void {
    if (this.#isStarted || this.#isDone) return;
    if (this.#stored.error !== null) {
      // What has failed does not start again; another one goes on from what it left.
      this.#download = this.#createDownload();
      this.#isFollowed = false;
      this.#findings = [];
    }
    this.#store({ isPaused: false, error: null });
  }

  async remove(): Promise<void> {
    this.#isRemoved = true;
    this.#importing?.abort();
    await this.#download.cancel();
    await this.#running;
    await this.#discard();
  }

  async stop(): Promise<void> {
    this.#importing?.abort();
    await this.#download.pause();
    // A download that rests never ends.
    if (this.#importing) await this.#running;
  }

  async #run(): Promise<void> {
    const download = this.#download;
    let folder: string;
    try {
      folder = await download.done;
    } catch (thrown) {
      this.#fail(toErrorShape(thrown));
      return;
    }
    await this.#import(folder);
  }

  async #import(source: string): Promise<void> {
    this.#importing = new AbortController();
    const { signal } = this.#importing;
    this.#options.onChange();
    try {
      const { importer, onChange } = this.#options;
      // Whoever downloads a pack that is there wants the other one.
      const imported = await importer.import({ source, replaces: true, signal, onProgress: onChange });
      this.#findings = imported.report;
      this.#isDone = true;
      this.#options.onImported(imported);
      await this.#discard();
    } catch (thrown) {
      this.#findings = thrown instanceof ImportError ? thrown.report : [];
      if (!signal.aborted) this.#fail(toErrorShape(thrown));
    } finally {
      this.#importing = undefined;
      this.#options.onChange();
    }
  }

  /** Deletes what was received, where it was received whole; a cancelled download does so by itself. */
  async #discard(): Promise<void> {
    const state = this.#download.state();
    if (state.kind === 'done') await rm(state.folder, { recursive: true, force: true });
  }

  #createDownload(): Download {
    const download = this.#options.createDownload();
    download.watch(() => this.#options.onChange());
    return download;
  }

  #fail(error: ErrorShape): void {
    this.#isStarted = false;
    this.#store({ error });
  }

  #store(changes: Partial<StoredDownload>): void {
    if (this.#isRemoved) return;
    this.#stored = { ...this.#stored, ...changes };
    this.#options.onStored(this.#stored);
    this.#options.onChange();
  }

  #stateOf({ kind }: DownloadState): PackTask['state'] {
    if (this.#isDone) return 'done';
    if (this.#stored.error) return 'failed';
    if (this.#importing) return 'verifying';
    if (this.#stored.isPaused) return 'paused';
    // Whole, and not imported yet; or paused before, and waiting for its turn.
    return kind === 'done' ? 'verifying' : kind === 'paused' ? 'queued' : kind;
  }
}
