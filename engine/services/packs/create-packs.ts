import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { catalogueEntry, catalogueFiles, downloadSize } from '../../packs/catalogue/catalogue.js';
import { createDownload } from '../../packs/download/create-download.js';
import { checkRoom, freeDiskBytes } from '../../packs/download/disk-space.js';
import type { ImportedPack, ImportRequest } from '../../packs/import/import-pack.js';
import { removeInstalled } from '../../packs/installed.js';
import type { PacksState } from '../../shared/app/packs.js';
import type { Clock } from '../../shared/clock.js';
import { SottoError, toErrorShape } from '../../shared/errors.js';
import { Listeners } from '../../shared/listeners.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { bytesOf } from '../disk-usage.js';
import type { EngineHost, EnginePackReport } from '../engine-host.js';
import { openJsonStore, type JsonStore } from '../json-store.js';
import { goneFile, type ReceivedFiles } from '../received-files.js';
import type { SettingsService } from '../settings/settings-service.js';
import type { Turns } from '../turns.js';
import type { VoicesService } from '../voices/voices-service.js';
import { Importer } from './importer.js';
import { catalogueEntries, installedEntry, precisionsOf, recordedEntry } from './pack-entries.js';
import type { PackShelf, ShelvedPack } from './pack-shelf.js';
import { PackTasks } from './pack-tasks.js';
import type { ImportSource, PacksService, Recording } from './packs-service.js';
import { encodedRecordingsSchema, RecordedVoices, type EncodedRecordings } from './recorded-voices.js';
import { storedPacksSchema, type StoredPacks } from './stored-packs.js';

export interface PacksOptions {
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly shelf: PackShelf;
  readonly engine: Pick<EngineHost, 'during' | 'plan' | 'watchPlan' | 'watchPacks' | 'letGo'>;
  readonly settings: SettingsService;
  readonly voices: Pick<VoicesService, 'state' | 'forgetVoice'>;
  readonly files: Pick<ReceivedFiles, 'use'>;
  readonly turns: Pick<Turns, 'whenFree'>;
  readonly clock: Clock;
  readonly importPack: (request: ImportRequest) => Promise<ImportedPack>;
  readonly createDownload?: typeof createDownload;
  readonly onTrouble: (error: SottoError) => void;
}

/** A task's progress is told this often at most. */
const TELL_EVERY_MS = 100;

/** Opens what is kept of packs, and goes on with the downloads of the last run. */
export async function openPacks(options: PacksOptions): Promise<PacksService> {
  const { dataDir, cacheDir, onTrouble } = options;
  const [store, encoded] = await Promise.all([
    openJsonStore<StoredPacks>({
      file: join(dataDir, 'packs.json'),
      schema: storedPacksSchema,
      initial: storedPacksSchema.parse({}),
      onTrouble,
    }),
    openJsonStore<EncodedRecordings>({
      file: join(cacheDir, 'recordings.json'),
      schema: encodedRecordingsSchema,
      initial: {},
      onTrouble,
    }),
  ]);
  const service = new Packs(options, store, encoded);
  await service.start();
  return service;
}

class Packs implements PacksService {
  readonly #options: PacksOptions;
  readonly #store: JsonStore<StoredPacks>;
  readonly #encoded: JsonStore<EncodedRecordings>;
  readonly #tasks: PackTasks;
  readonly #recorded: RecordedVoices;
  readonly #listeners = new Listeners<PacksState>();
  readonly #subscriptions: Unsubscribe[] = [];
  #report: EnginePackReport = { packs: [], packProblems: [] };
  #freeDiskBytes: number | null = null;
  #ownVoicesBytes = 0;
  #telling: Unsubscribe | undefined;

  constructor(options: PacksOptions, store: JsonStore<StoredPacks>, encoded: JsonStore<EncodedRecordings>) {
    const { shelf, engine, voices, turns, settings, clock, cacheDir, importPack } = options;
    this.#options = options;
    this.#store = store;
    this.#encoded = encoded;
    this.#tasks = new PackTasks({
      ...{ store, settings, clock },
      stagingDir: join(cacheDir, 'pack-downloads'),
      createDownload: options.createDownload ?? createDownload,
      importer: new Importer({ importPack, shelf, engine, turns }),
      onChange: () => this.#tellSoon(),
    });
    this.#recorded = new RecordedVoices({ shelf, engine, voices, encoded });
  }

  async start(): Promise<void> {
    const { shelf, engine } = this.#options;
    this.#subscriptions.push(
      shelf.watch(() => this.#unasked(() => this.#measure())),
      engine.watchPlan(() => this.#tellSoon()),
      engine.watchPacks((report) => {
        this.#report = report;
        this.#tellSoon();
      }),
    );
    await this.#measure();
    await this.#tasks.start();
  }

  state(): PacksState {
    const { shelf, engine } = this.#options;
    const all = shelf.all();
    const inUse = { plan: engine.plan(), report: this.#report };
    return {
      installed: all.map((pack) => installedEntry(pack, inUse)),
      catalogue: catalogueEntries(all, this.#store.get().origins),
      tasks: this.#tasks.describe(),
      recorded: shelf.ownVoices().map((voice) => recordedEntry(voice, shelf.usable()[0].id)),
      freeDiskBytes: this.#freeDiskBytes,
    };
  }

  watch(listener: (state: PacksState) => void): Unsubscribe {
    listener(this.state());
    return this.#listeners.add(listener);
  }

  async look(): Promise<void> {
    await this.#options.shelf.refresh();
    await this.#measure();
  }

  async download(catalogueId: string, precision: string): Promise<string> {
    const entry = catalogueEntry(catalogueId);
    // Refuses a precision that there is not.
    catalogueFiles(entry, precision);
    await this.#checkRoom(downloadSize(entry, precision).bytes);
    const id = this.#tasks.download(entry, precision);
    await this.#store.flush();
    return id;
  }

  async pauseTask(taskId: string): Promise<void> {
    await this.#tasks.pause(taskId);
    await this.#store.flush();
  }

  resumeTask(taskId: string): void {
    this.#tasks.resume(taskId);
  }

  async removeTask(taskId: string): Promise<void> {
    await this.#tasks.remove(taskId);
    await this.#measure();
  }

  import({ fileId, path, replaces }: ImportSource): string {
    if ((fileId === undefined) === (path === undefined))
      throw new SottoError({ code: 'bad-input', message: 'an import takes a file, or the path of one' });
    if (path !== undefined)
      return this.#tasks.import({ path, fileName: basename(path), release: undefined }, replaces);
    const file = fileId === undefined ? undefined : this.#options.files.use(fileId);
    if (!file) throw goneFile();
    return this.#tasks.import(file, replaces);
  }

  async remove(packId: string): Promise<void> {
    const { shelf, engine, settings } = this.#options;
    const pack = this.#find(packId);
    if (pack.isBuiltIn)
      throw new SottoError({
        code: 'refused',
        message: 'the voices that came with Sotto stay: without them nobody could speak',
        kept: 'nothing was removed',
      });
    await shelf.takeOff(packId, async () => {
      await engine.letGo();
      await removeInstalled(shelf.packsDir, packId);
    });
    this.#store.update(({ origins, ...rest }) => ({ ...rest, origins: without(origins, packId) }));
    const { packPrecisions } = settings.get();
    if (packId in packPrecisions) await settings.change({ packPrecisions: without(packPrecisions, packId) });
    await this.#store.flush();
  }

  async setPrecision(packId: string, precision: string | null): Promise<void> {
    const { settings } = this.#options;
    const { manifest } = this.#find(packId);
    const names = manifest ? precisionsOf(manifest) : [];
    if (precision !== null && !names.includes(precision))
      throw new SottoError({
        code: 'bad-input',
        message: `${manifest?.name ?? packId} has no precision "${precision}"`,
        kept: 'nothing was changed',
        next: `choose one of: ${names.join(', ')}`,
      });
    const others = without(settings.get().packPrecisions, packId);
    await settings.change({
      packPrecisions: precision === null ? others : { ...others, [packId]: precision },
    });
  }

  makeVoice(recording: Recording): ReturnType<PacksService['makeVoice']> {
    return this.#recorded.make(recording);
  }

  removeVoice(voiceId: string): Promise<void> {
    return this.#recorded.remove(voiceId);
  }

  usage(): ReturnType<PacksService['usage']> {
    const { shelf } = this.#options;
    const added = shelf.all().filter(({ isBuiltIn }) => !isBuiltIn);
    return {
      packs: { bytes: added.reduce((sum, { diskBytes }) => sum + diskBytes, 0), entries: added.length },
      voices: { bytes: this.#ownVoicesBytes, entries: shelf.ownVoices().length },
    };
  }

  async clearPacks(): Promise<void> {
    for (const { id, isBuiltIn } of this.#options.shelf.all()) if (!isBuiltIn) await this.remove(id);
  }

  async clearVoices(): Promise<void> {
    for (const { id } of this.state().recorded) await this.#recorded.remove(id);
    this.#encoded.set({});
    await this.#encoded.flush();
  }

  async dispose(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#telling?.();
    await this.#tasks.dispose();
    await Promise.all([this.#store.flush(), this.#encoded.flush()]);
  }

  #find(packId: string): ShelvedPack {
    const pack = this.#options.shelf.all().find(({ id }) => id === packId);
    if (pack) return pack;
    throw new SottoError({ code: 'unknown-pack', message: `there is no voice pack "${packId}"` });
  }

  /** What is downloaded is imported as a copy, so that both are there for a moment. @throws SottoError `disk-full` */
  async #checkRoom(downloadBytes: number): Promise<void> {
    const free = await this.#freeBytes();
    if (free !== null) checkRoom(this.#options.dataDir, 2 * downloadBytes, free);
  }

  async #freeBytes(): Promise<number | null> {
    const { dataDir } = this.#options;
    try {
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      return await freeDiskBytes(dataDir);
    } catch {
      // A file system that tells nothing of itself: a download finds out.
      return null;
    }
  }

  /** What fails is told, and tried again the next time. */
  #unasked(work: () => Promise<void>): void {
    work().catch((thrown: unknown) =>
      this.#options.onTrouble(new SottoError(toErrorShape(thrown), { cause: thrown })),
    );
  }

  async #measure(): Promise<void> {
    const [free, ownVoicesBytes] = await Promise.all([
      this.#freeBytes(),
      bytesOf(this.#options.shelf.ownVoicesDir),
    ]);
    this.#freeDiskBytes = free;
    this.#ownVoicesBytes = ownVoicesBytes;
    this.#tellSoon();
  }

  #tellSoon(): void {
    this.#telling ??= this.#options.clock.after(TELL_EVERY_MS, () => {
      this.#telling = undefined;
      this.#listeners.tell(this.state());
    });
  }
}

function without<T>(values: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([one]) => one !== name));
}
