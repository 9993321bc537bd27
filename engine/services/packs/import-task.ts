import { ImportError } from '../../packs/import/findings.js';
import type { ImportFinding, PackTask } from '../../shared/app/packs.js';
import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import type { Importer } from './importer.js';
import type { Task } from './task.js';

export interface ImportTaskOptions {
  readonly id: string;
  readonly name: string;
  readonly source: string;
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

  constructor(options: ImportTaskOptions) {
    this.id = options.id;
    this.#options = options;
  }

  describe(): PackTask {
    return {
      ...{ id: this.id, kind: 'import', name: this.#options.name, state: this.#state },
      ...{ doneBytes: this.#doneBytes, totalBytes: this.#totalBytes },
      ...{ bytesPerSecond: null, remainingMs: null, retryInMs: null },
      ...{ error: this.#error, findings: [...this.#findings] },
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
    this.start();
    this.#options.onChange();
  }

  async remove(): Promise<void> {
    this.#controller.abort();
    await this.#running;
  }

  stop(): Promise<void> {
    return this.remove();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { importer, source, replaces, onChange } = this.#options;
    try {
      const { report } = await importer.import({
        ...{ source, replaces, signal },
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
    } catch (thrown) {
      this.#state = 'failed';
      this.#error = toErrorShape(thrown);
      this.#findings = thrown instanceof ImportError ? thrown.report : [];
    }
    onChange();
  }
}
