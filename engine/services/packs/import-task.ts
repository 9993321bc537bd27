import { ImportError } from '../../packs/import/findings.js';
import type { ImportFinding, PackTask } from '../../shared/app/packs.js';
import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import { goneFile, type FileInUse } from '../received-files.js';
import type { Importer } from './importer.js';
import type { Task } from './task.js';
import { isUselessSource } from './useless-source.js';

export interface ImportTaskOptions {
  readonly id: string;
  readonly source: FileInUse;
  readonly replaces: boolean;
  readonly importer: Importer;
  readonly onChange: () => void;
}

/** The import of a folder or a zip that a person named. It does not outlive the program: what it had begun is cleared up. */
export class ImportTask implements Task {
  readonly id: string;
  readonly #options: ImportTaskOptions;
  #state: PackTask['state'] = 'queued';
  #doneBytes = 0;
  #totalBytes: number | null = null;
  #error: ErrorShape | null = null;
  #findings: readonly ImportFinding[] = [];
  #controller = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #isSourceGone = false;

  constructor(options: ImportTaskOptions) {
    this.id = options.id;
    this.#options = options;
  }

  describe(): PackTask {
    return {
      ...{ id: this.id, kind: 'import', name: this.#options.source.fileName, state: this.#state },
      ...{ doneBytes: this.#doneBytes, totalBytes: this.#totalBytes },
      ...{ bytesPerSecond: null, remainingMs: null, retryInMs: null },
      ...{ error: this.#error, hasSource: !this.#isSourceGone, findings: [...this.#findings] },
    };
  }

  start(): void {
    this.#state = 'queued';
    this.#error = null;
    this.#controller = new AbortController();
    this.#running = this.#run(this.#controller.signal);
  }

  pause(): Promise<void> {
    return Promise.reject(
      new SottoError({
        code: 'refused',
        message: 'an import cannot be paused',
        kept: 'it goes on',
        next: 'remove it, and import it again later',
      }),
    );
  }

  resume(): void {
    if (this.#state !== 'failed') return;
    if (this.#isSourceGone) throw goneFile();
    this.start();
    this.#options.onChange();
  }

  async remove(): Promise<void> {
    this.#controller.abort();
    await this.#running;
    this.#releaseSource();
  }

  stop(): Promise<void> {
    return this.remove();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { importer, source, replaces, onChange } = this.#options;
    try {
      const { report } = await importer.import({
        ...{ source: source.path, replaces, signal },
        onProgress: ({ phase, doneBytes, totalBytes }) => {
          this.#state = phase === 'auditioning' || phase === 'activating' ? 'verifying' : 'running';
          if (totalBytes > 0) {
            this.#doneBytes = doneBytes;
            this.#totalBytes = totalBytes;
          }
          onChange();
        },
      });
      this.#state = 'done';
      this.#findings = report;
      this.#releaseSource();
    } catch (thrown) {
      this.#state = 'failed';
      this.#error = toErrorShape(thrown);
      this.#findings = thrown instanceof ImportError ? thrown.report : [];
      // After other failures it is needed: by the next try, or by an import that replaces what is installed.
      if (isUselessSource(this.#error)) this.#releaseSource();
    }
    onChange();
  }

  #releaseSource(): void {
    const { release } = this.#options.source;
    if (!release) return;
    this.#isSourceGone = true;
    release();
  }
}
