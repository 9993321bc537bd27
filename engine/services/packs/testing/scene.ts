import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download, DownloadOptions, DownloadState } from '../../../packs/download/download.js';
import type { ImportedPack, ImportRequest } from '../../../packs/import/import-pack.js';
import { writeTinyPack } from '../../../packs/testing/tiny-packs.js';
import { planMemory } from '../../../plan/memory-plan.js';
import { profileOf } from '../../../plan/profile.js';
import type { VoicesState } from '../../../shared/app/voices.js';
import { createManualClock } from '../../../shared/clock.js';
import { SottoError, toErrorShape } from '../../../shared/errors.js';
import { Listeners } from '../../../shared/listeners.js';
import type { Client } from '../../../shared/rpc-client.js';
import type { EngineContract } from '../../../shared/contract.js';
import { createReceivedFiles } from '../../received-files.js';
import { createSettingsService, DEFAULT_SETTINGS } from '../../settings/create-settings.js';
import { createMemoryStore } from '../../testing/memory-store.js';
import { createTurns } from '../../turns.js';
import { openPacks } from '../create-packs.js';
import { openPackShelf } from '../pack-shelf.js';
import type { PacksService } from '../packs-service.js';

/** A download that a test drives. What is on the disk is left out. */
export class FakeDownload implements Download {
  readonly options: DownloadOptions;
  readonly done: Promise<string>;
  readonly #listeners = new Listeners<DownloadState>();
  #state: DownloadState = { kind: 'queued', progress: progressOf(0) };
  #resolve!: (folder: string) => void;
  #reject!: (error: SottoError) => void;

  constructor(options: DownloadOptions) {
    this.options = options;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.done.catch(() => undefined);
  }

  state(): DownloadState {
    return this.#state;
  }

  start(): void {
    this.become({ kind: 'running', progress: progressOf(10) });
  }

  pause(): Promise<void> {
    if (this.#state.kind !== 'done') this.become({ kind: 'paused', progress: progressOf(10) });
    return Promise.resolve();
  }

  cancel(): Promise<void> {
    if (this.#state.kind !== 'done')
      this.fail(new SottoError({ code: 'cancelled', message: 'the download was cancelled' }));
    return Promise.resolve();
  }

  watch(listener: (state: DownloadState) => void) {
    return this.#listeners.add(listener);
  }

  become(state: DownloadState): void {
    this.#state = state;
    this.#listeners.tell(state);
  }

  finish(): void {
    const folder = join(this.options.stagingDir, 'whole');
    this.become({ kind: 'done', folder, progress: progressOf(100) });
    this.#resolve(folder);
  }

  fail(error: SottoError): void {
    this.become({ kind: 'failed', error: toErrorShape(error), progress: progressOf(10) });
    this.#reject(error);
  }
}

function progressOf(receivedBytes: number): DownloadState['progress'] {
  return {
    ...{ receivedBytes, totalBytes: 100, bytesPerSecond: 5, remainingMs: 18_000 },
    ...{ filesDone: 0, fileCount: 2 },
  };
}

/** The packs service over real folders, with downloads and imports that a test drives. */
export interface PacksScene {
  readonly folder: string;
  readonly packsDir: string;
  readonly packs: PacksService;
  readonly shelf: Awaited<ReturnType<typeof openPackShelf>>;
  readonly settings: ReturnType<typeof createSettingsService>;
  readonly turns: ReturnType<typeof createTurns>;
  readonly files: ReturnType<typeof createReceivedFiles>;
  readonly clock: ReturnType<typeof createManualClock>;
  /** Every one that was made, the newest last. */
  readonly downloads: FakeDownload[];
  readonly imports: ImportRequest[];
  readonly encoded: string[];
  readonly forgotten: string[];
  /** What an import does; a test may put another one there. */
  importPack: (request: ImportRequest) => Promise<ImportedPack>;
  encodeStyle: Client<EngineContract>['encodeStyle'];
  /** Names of voices that there are. */
  voiceNames: string[];
  letGoCount: number;
  /** Ends the service and starts another over the same folders. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

export async function packsScene(): Promise<PacksScene> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-packs-service-'));
  await writeTinyPack(join(folder, 'built-in'), { family: 'split', id: 'starter', name: 'Starter' });
  const packsDir = join(folder, 'data', 'packs');
  const settings = createSettingsService({ store: createMemoryStore(DEFAULT_SETTINGS), platform: 'linux' });
  const mutable = {
    folder,
    packsDir,
    settings,
    turns: createTurns(),
    files: createReceivedFiles(),
    downloads: [] as FakeDownload[],
    imports: [] as ImportRequest[],
    encoded: [] as string[],
    forgotten: [] as string[],
    voiceNames: ['Ivy'],
    letGoCount: 0,
    importPack: async ({ packsDir: dir, audition, signal }: ImportRequest): Promise<ImportedPack> => {
      const heard = await audition(dir, signal ?? new AbortController().signal);
      if (!heard.isOk) throw new SottoError({ code: 'pack-refused', message: heard.reason });
      await writeTinyPack(join(dir, 'tiny'), { family: 'staged', id: 'tiny', name: 'Tiny' });
      return { packId: 'tiny', report: [] };
    },
    encodeStyle: (({ packId }: { packId: string }) => {
      mutable.encoded.push(packId);
      return Promise.resolve({ vector: new Float32Array(256).fill(0.25), findings: [] });
    }) as Client<EngineContract>['encodeStyle'],
  };

  async function open() {
    const clock = createManualClock();
    const shelf = await openPackShelf({
      ...{ packsDir, builtInDir: join(folder, 'built-in') },
      ownVoicesDir: join(folder, 'data', 'own-voices'),
    });
    const client = {
      audition: () => Promise.resolve({ isOk: true, checks: [] }),
      encodeStyle: (...input: Parameters<Client<EngineContract>['encodeStyle']>) =>
        mutable.encodeStyle(...input),
    } as unknown as Client<EngineContract>;
    const packs = await openPacks({
      ...{ shelf, settings, clock, turns: mutable.turns, files: mutable.files },
      dataDir: join(folder, 'data'),
      cacheDir: join(folder, 'cache'),
      engine: {
        during: (ask) => ask(client),
        plan: () =>
          planMemory({
            device: { memoryBytes: 2 ** 33, coreCount: 2 },
            packs: shelf.usable().map(({ manifest }) => profileOf(manifest)) as unknown as [
              ReturnType<typeof profileOf>,
            ],
            budgetBytes: null,
          }),
        watchPlan: () => () => undefined,
        watchPacks(listener) {
          listener({ packs: [], packProblems: [] });
          return () => undefined;
        },
        letGo() {
          mutable.letGoCount++;
          return Promise.resolve();
        },
      },
      voices: {
        state: () => ({ voices: mutable.voiceNames.map((name) => ({ name })) }) as unknown as VoicesState,
        forgetVoice(voiceId) {
          mutable.forgotten.push(voiceId);
          return Promise.resolve();
        },
      },
      importPack(request) {
        mutable.imports.push(request);
        return mutable.importPack(request);
      },
      createDownload(options) {
        const download = new FakeDownload(options);
        mutable.downloads.push(download);
        return download;
      },
      onTrouble: (error) => {
        throw error;
      },
    });
    return { clock, shelf, packs };
  }

  const scene = Object.assign(mutable, await open());
  return Object.assign(scene, {
    async restart() {
      await scene.packs.dispose();
      Object.assign(scene, await open());
    },
    async dispose() {
      await scene.packs.dispose();
      await rm(folder, { recursive: true });
    },
  });
}
