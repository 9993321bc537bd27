import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../../shared/errno.js';
import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import { Listeners } from '../../shared/listeners.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { catalogueFiles, type CatalogueFile } from '../catalogue/catalogue.js';
import { checkRoom, freeDiskBytes } from './disk-space.js';
import type { Download, DownloadOptions, DownloadProgress, DownloadState } from './download.js';
import { fetchFile, type FileStage } from './fetch-file.js';
import { fileFailure, onDisk } from './file-failure.js';
import { openHttpSource, type HttpSource } from './http-source.js';
import { isWhole, PartFile } from './part-file.js';
import { RateMeter } from './rate-meter.js';
import { activityOf, progressOf, type Tally } from './tally.js';

/** Files at a time. A second one fills the pauses of the first, which are most of the time with a hundred small ones. */
const LANES = 2;
/** How often progress is told. */
const PROGRESS_MS = 250;

/** Why work ends before its end: it was paused or cancelled, or another file failed. Never seen outside. */
class Interrupted extends Error {}

/** Makes the download of an entry; nothing happens before its `start`. @throws SottoError `bad-input` for its precision */
export function createDownload(options: DownloadOptions): Download {
  return new PackDownload(options);
}

type Phase =
  | { readonly kind: 'queued' | 'active' | 'paused' | 'cancelling' }
  | { readonly kind: 'done'; readonly folder: string }
  | { readonly kind: 'failed'; readonly error: ErrorShape };

class PackDownload implements Download {
  readonly done: Promise<string>;
  readonly #options: DownloadOptions;
  readonly #tallies: ReadonlyMap<CatalogueFile, Tally>;
  readonly #wholeDir: string;
  readonly #partDir: string;
  readonly #listeners = new Listeners<DownloadState>();
  #resolve!: (folder: string) => void;
  #reject!: (error: SottoError) => void;
  #phase: Phase = { kind: 'queued' };
  /** Ends the work that goes on; a new one for each start. */
  #controller = new AbortController();
  /** Settles when no work goes on and no file is open; never rejects. */
  #work: Promise<void> = Promise.resolve();
  #rate: RateMeter;
  #stopTicking: Unsubscribe = () => undefined;

  constructor(options: DownloadOptions) {
    const { entry, precision = entry.defaultPrecision, stagingDir, clock } = options;
    this.#options = options;
    this.#tallies = new Map(
      catalogueFiles(entry, precision).map((file) => [
        file,
        { receivedBytes: 0, totalBytes: file.bytes, isDone: false, stage: undefined },
      ]),
    );
    this.#wholeDir = join(stagingDir, `${entry.id}.${precision}`);
    this.#partDir = `${this.#wholeDir}.part`;
    this.#rate = new RateMeter(clock.nowMs(), 0);
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Who only watches learns of a failure from the state; it is not unhandled then.
    this.done.catch(() => undefined);
  }

  state(): DownloadState {
    const progress = this.#progress();
    switch (this.#phase.kind) {
      case 'active':
        return { ...activityOf(this.#allTallies(), this.#options.clock.nowMs()), progress };
      case 'cancelling':
        return { kind: 'paused', progress };
      case 'queued':
      case 'paused':
        return { kind: this.#phase.kind, progress };
      case 'done':
        return { kind: 'done', folder: this.#phase.folder, progress };
      case 'failed':
        return { kind: 'failed', error: this.#phase.error, progress };
    }
  }

  watch(listener: (state: DownloadState) => void): Unsubscribe {
    return this.#listeners.add(listener);
  }

  start(): void {
    if (this.#phase.kind !== 'queued' && this.#phase.kind !== 'paused') return;
    const controller = new AbortController();
    this.#controller = controller;
    // What a pause interrupted may still be closing its files.
    this.#work = this.#work.then(() => this.#run(controller));
    this.#tick();
    this.#enter({ kind: 'active' });
  }

  async pause(): Promise<void> {
    if (this.#phase.kind === 'active') {
      this.#enter({ kind: 'paused' });
      this.#controller.abort(new Interrupted());
    }
    await this.#work;
  }

  async cancel(): Promise<void> {
    const { kind } = this.#phase;
    if (kind === 'failed') return onDisk(this.#partDir, this.#deleteAll());
    if (kind === 'done' || kind === 'cancelling') return this.#work;
    this.#enter({ kind: 'cancelling' });
    this.#controller.abort(new Interrupted());
    this.#work = this.#work.then(() => this.#clear());
    await this.#work;
  }

  async #clear(): Promise<void> {
    try {
      await this.#deleteAll();
      this.#fail(new SottoError({ code: 'cancelled', message: 'the download was cancelled' }));
    } catch (thrown) {
      this.#fail(fileFailure(this.#partDir, thrown));
    }
  }

  async #deleteAll(): Promise<void> {
    await rm(this.#partDir, { recursive: true, force: true });
    await rm(this.#wholeDir, { recursive: true, force: true });
  }

  async #run({ signal }: AbortController): Promise<void> {
    try {
      signal.throwIfAborted();
      const folder = await this.#receiveAll(signal);
      // Cancelled in its last moment: the clearing that follows removes the whole.
      if (this.#phase.kind === 'cancelling') return;
      this.#enter({ kind: 'done', folder });
      this.#resolve(folder);
    } catch (thrown) {
      if (!(thrown instanceof Interrupted)) this.#fail(thrown);
    }
  }

  #fail(thrown: unknown): void {
    if (this.#phase.kind === 'failed') return;
    const error =
      thrown instanceof SottoError ? thrown : new SottoError(toErrorShape(thrown), { cause: thrown });
    this.#enter({ kind: 'failed', error: toErrorShape(error) });
    this.#reject(error);
  }

  async #receiveAll(signal: AbortSignal): Promise<string> {
    await onDisk(this.#partDir, this.#takeUp(signal));
    await this.#ensureRoom();
    this.#rate = new RateMeter(this.#options.clock.nowMs(), this.#progress().receivedBytes);
    const source = await openHttpSource(this.#options.settings.proxyUrl);
    try {
      await this.#fetchRest(source, signal);
    } finally {
      await source.close();
    }
    signal.throwIfAborted();
    await onDisk(this.#partDir, this.#complete());
    return this.#wholeDir;
  }

  /** Looks at what is there already, whole files and parts. */
  async #takeUp(signal: AbortSignal): Promise<void> {
    await mkdir(this.#options.stagingDir, { recursive: true });
    await moveIfThere(this.#wholeDir, this.#partDir);
    await mkdir(this.#partDir, { recursive: true });
    for (const [file, tally] of this.#tallies) {
      const path = this.#pathOf(file);
      this.#setStage(tally, { kind: 'verifying' });
      tally.isDone = await isWhole(path, file, signal);
      if (tally.isDone) {
        tally.totalBytes = (await stat(path)).size;
        tally.receivedBytes = tally.totalBytes;
      } else {
        await rm(path, { force: true });
        tally.receivedBytes = (await PartFile.find(path)).keptBytes;
      }
      this.#setStage(tally, undefined);
    }
  }

  /** @param bytes beyond what is published @throws SottoError `disk-full` */
  async #ensureRoom(bytes = 0): Promise<void> {
    const { stagingDir, freeBytes = freeDiskBytes } = this.#options;
    let neededBytes = bytes;
    for (const [file, { receivedBytes }] of this.#tallies)
      neededBytes += Math.max(0, (file.bytes ?? 0) - receivedBytes);
    checkRoom(stagingDir, neededBytes, await onDisk(stagingDir, freeBytes(stagingDir)));
  }

  /** Receives what is missing, some files at a time; the first failure ends them all. */
  async #fetchRest(source: HttpSource, signal: AbortSignal): Promise<void> {
    const missing = [...this.#tallies].filter(([, tally]) => !tally.isDone);
    const others = new AbortController();
    const either = AbortSignal.any([signal, others.signal]);
    let failure: { readonly thrown: unknown } | undefined;
    const lane = async (): Promise<void> => {
      for (let next = missing.shift(); next && !failure; next = missing.shift()) {
        try {
          await this.#fetchOne(...next, source, either);
        } catch (thrown) {
          failure ??= { thrown };
          others.abort(new Interrupted());
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    if (failure) throw failure.thrown;
  }

  async #fetchOne(file: CatalogueFile, tally: Tally, source: HttpSource, signal: AbortSignal): Promise<void> {
    const { clock, random, settings } = this.#options;
    try {
      await fetchFile(
        {
          file,
          path: this.#pathOf(file),
          mirrorUrl: settings.mirrorUrl,
          source,
          clock,
          random,
          ensureRoom: (bytes) => this.#ensureRoom(bytes),
          onStage: (stage) => this.#setStage(tally, stage),
          onBytes: (receivedBytes, totalBytes) => Object.assign(tally, { receivedBytes, totalBytes }),
        },
        signal,
      );
      tally.isDone = true;
    } finally {
      this.#setStage(tally, undefined);
    }
  }

  /** Makes the whole of the parts: nothing but the entry's files, under the name that says so. */
  async #complete(): Promise<void> {
    const own = new Set([...this.#tallies.keys()].map((file) => this.#pathOf(file)));
    for (const found of await readdir(this.#partDir, { recursive: true, withFileTypes: true })) {
      const path = join(found.parentPath, found.name);
      if (!found.isDirectory() && !own.has(path)) await rm(path);
    }
    await rename(this.#partDir, this.#wholeDir);
  }

  #pathOf(file: CatalogueFile): string {
    return join(this.#partDir, ...file.path.split('/'));
  }

  #setStage(tally: Tally, stage: FileStage | undefined): void {
    tally.stage = stage;
    if (this.#phase.kind === 'active') this.#listeners.tell(this.state());
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    if (phase.kind !== 'active') this.#stopTicking();
    this.#listeners.tell(this.state());
  }

  #tick(): void {
    const { clock } = this.#options;
    this.#stopTicking = clock.after(PROGRESS_MS, () => {
      this.#rate.note(clock.nowMs(), this.#progress().receivedBytes);
      this.#tick();
      this.#listeners.tell(this.state());
    });
  }

  #progress(): DownloadProgress {
    return progressOf(this.#allTallies(), this.#phase.kind === 'active' ? this.#rate.perSecond : 0);
  }

  #allTallies(): readonly Tally[] {
    return [...this.#tallies.values()];
  }
}

/** An earlier whole is looked at like parts: what is missing or damaged is received again. */
async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await stat(from);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return;
    throw thrown;
  }
  await rm(to, { recursive: true, force: true });
  await rename(from, to);
}
