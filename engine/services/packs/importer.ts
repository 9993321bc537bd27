import type { Audition } from '../../packs/import/audition.js';
import type { ImportedPack, ImportProgress, ImportRequest } from '../../packs/import/import-pack.js';
import type { EngineHost } from '../engine-host.js';
import type { Turns } from '../turns.js';
import type { PackShelf } from './pack-shelf.js';

export interface ImporterParts {
  readonly importPack: (request: ImportRequest) => Promise<ImportedPack>;
  readonly shelf: Pick<PackShelf, 'packsDir' | 'usable' | 'refresh'>;
  readonly engine: Pick<EngineHost, 'during'>;
  readonly turns: Pick<Turns, 'whenFree'>;
}

export interface ImportJob {
  readonly source: string;
  readonly replaces: boolean;
  readonly signal: AbortSignal;
  /** Hears that its turn has come, and how far it is. */
  onProgress(progress: ImportProgress): void;
}

/** Imports packs one after the other: each is read whole and loaded once, and two at a time would need the memory of both. */
export class Importer {
  readonly #parts: ImporterParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ImporterParts) {
    this.#parts = parts;
  }

  /** @throws ImportError with what was found; the signal's reason */
  import(job: ImportJob): Promise<ImportedPack> {
    const running = this.#last.then(() => this.#import(job));
    this.#last = running.catch(() => undefined);
    return running;
  }

  async #import(job: ImportJob): Promise<ImportedPack> {
    const { importPack, shelf } = this.#parts;
    const { source, replaces, signal } = job;
    signal.throwIfAborted();
    const imported = await importPack({
      ...{ source, replaces, signal, packsDir: shelf.packsDir },
      onProgress: (progress) => job.onProgress(progress),
      reservedIds: [shelf.usable()[0].id],
      audition: (packDir, auditionSignal) => this.#audition(packDir, auditionSignal),
    });
    await shelf.refresh();
    return imported;
  }

  /** Where somebody listens, their speech goes first: loading a model would interrupt it. */
  async #audition(packDir: string, signal: AbortSignal): Promise<Audition> {
    await this.#parts.turns.whenFree(signal);
    const { isOk, checks } = await this.#parts.engine.during(
      (client) => client.audition({ packDir }, { signal }),
      signal,
    );
    const failed = checks.filter((check) => !check.isOk).map(({ name, detail }) => `${name}: ${detail}`);
    return { isOk, reason: failed.join('; ') };
  }
}
