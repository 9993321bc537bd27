import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readCatalogue, type CatalogueEntry } from '../../packs/catalogue/catalogue.js';
import type { Download, DownloadOptions } from '../../packs/download/download.js';
import type { PackTask } from '../../shared/app/packs.js';
import type { Clock } from '../../shared/clock.js';
import { namesIn } from '../../files/presence.js';
import { SottoError } from '../../shared/errors.js';
import type { JsonStore } from '../json-store.js';
import type { FileInUse } from '../received-files.js';
import type { SettingsService } from '../settings/settings-service.js';
import { DownloadTask } from './download-task.js';
import { ImportTask } from './import-task.js';
import type { Importer } from './importer.js';
import type { StoredDownload, StoredPacks } from './stored-packs.js';
import type { Task } from './task.js';

export interface PackTasksOptions {
  readonly store: JsonStore<StoredPacks>;
  /** Where downloads are kept until they are imported. */
  readonly stagingDir: string;
  readonly createDownload: (options: DownloadOptions) => Download;
  readonly importer: Importer;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly clock: Clock;
  readonly onChange: () => void;
}

/** Downloads and imports, in the order in which they were asked for. One download receives at a time. */
export class PackTasks {
  readonly #options: PackTasksOptions;
  #tasks: Task[] = [];

  constructor(options: PackTasksOptions) {
    this.#options = options;
  }

  /** Goes on with what the last run left, and deletes what belongs to nothing. */
  async start(): Promise<void> {
    const known = readCatalogue().packs;
    const { downloads } = this.#options.store.get();
    for (const stored of downloads) {
      const entry = known.find(({ id }) => id === stored.catalogueId);
      if (entry && stored.precision in entry.precisions) this.#tasks.push(this.#downloadTask(stored, entry));
      else this.#forget(stored.id);
    }
    await this.#deleteAbandoned();
    this.#startNext();
  }

  describe(): PackTask[] {
    return this.#tasks.map((task) => task.describe());
  }

  /** @returns the task's id; of the one that is under way already, where there is one */
  download(entry: CatalogueEntry, precision: string): string {
    const same = this.#downloads().find(
      (task) => task.catalogueId === entry.id && task.precision === precision && !isEnded(task),
    );
    if (same) {
      same.resume();
      return same.id;
    }
    const stored: StoredDownload = {
      ...{ id: randomUUID(), catalogueId: entry.id, precision, isPaused: false, error: null },
    };
    this.#keep(stored);
    this.#add(this.#downloadTask(stored, entry));
    return stored.id;
  }

  /** @returns the task's id */
  import(source: FileInUse, replaces: boolean): string {
    const { importer } = this.#options;
    const id = randomUUID();
    const task = new ImportTask({
      ...{ id, source, replaces, importer },
      onChange: () => this.#changed(),
    });
    task.start();
    this.#add(task);
    return id;
  }

  async pause(id: string): Promise<void> {
    await this.#find(id).pause();
  }

  resume(id: string): void {
    this.#find(id).resume();
  }

  async remove(id: string): Promise<void> {
    const task = this.#find(id);
    this.#tasks = this.#tasks.filter((other) => other !== task);
    this.#forget(id);
    this.#changed();
    await task.remove();
    await this.#options.store.flush();
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#tasks.map((task) => task.stop()));
  }

  #add(task: Task): void {
    this.#tasks.push(task);
    this.#changed();
  }

  #changed(): void {
    this.#startNext();
    this.#options.onChange();
  }

  #startNext(): void {
    const downloads = this.#downloads();
    if (downloads.some((task) => task.isReceiving)) return;
    downloads.find((task) => task.isWaitingForItsTurn)?.start();
  }

  #downloads(): DownloadTask[] {
    return this.#tasks.filter((task) => task instanceof DownloadTask);
  }

  #find(id: string): Task {
    const task = this.#tasks.find((one) => one.id === id);
    if (task) return task;
    throw new SottoError({ code: 'unknown-item', message: 'this is not there any more' });
  }

  #downloadTask(stored: StoredDownload, entry: CatalogueEntry): DownloadTask {
    const { createDownload, importer, settings, stagingDir, clock, store } = this.#options;
    const { catalogueId, precision } = stored;
    return new DownloadTask({
      ...{ stored, importer, name: `${entry.name.en} (${precision})` },
      createDownload() {
        const { downloadProxyUrl: proxyUrl, downloadMirrorUrl: mirrorUrl } = settings.get();
        return createDownload({
          ...{ entry, precision, stagingDir, clock },
          settings: { proxyUrl, mirrorUrl },
          random: Math.random,
        });
      },
      onChange: () => this.#changed(),
      onStored: (next) => this.#keep(next),
      onImported: ({ packId }) => {
        this.#forget(stored.id);
        store.update((value) => ({ ...value, origins: { ...value.origins, [packId]: catalogueId } }));
      },
    });
  }

  #keep(stored: StoredDownload): void {
    this.#options.store.update(({ downloads, ...rest }) => ({
      ...rest,
      downloads: downloads.some(({ id }) => id === stored.id)
        ? downloads.map((one) => (one.id === stored.id ? stored : one))
        : [...downloads, stored],
    }));
  }

  #forget(id: string): void {
    this.#options.store.update(({ downloads, ...rest }) => ({
      ...rest,
      downloads: downloads.filter((one) => one.id !== id),
    }));
  }

  async #deleteAbandoned(): Promise<void> {
    const { stagingDir } = this.#options;
    const own = this.#downloads().flatMap(({ catalogueId, precision }) => {
      const name = `${catalogueId}.${precision}`;
      return [name, `${name}.part`];
    });
    for (const name of await namesIn(stagingDir))
      if (!own.includes(name)) await rm(join(stagingDir, basename(name)), { recursive: true, force: true });
  }
}

function isEnded(task: Task): boolean {
  return task.describe().state === 'done';
}
