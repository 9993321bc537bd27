import { SottoError } from '../../shared/errors.js';
import { waitsForReader } from '../../export/pipe-target.js';
import { endProcess, exitCodeOfSignal, reportError } from './exit.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long cleaning up may take before the process ends without it. */
const CLEAN_UP_LIMIT_MS = 2000;

/**
 * Ctrl-C and its relatives as one AbortSignal. The first signal aborts, so that what was begun is undone in order;
 * the second one, or a clean-up that hangs, ends the process after the last-moment undoing alone.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #undo = new Set<() => void>();
  readonly #reportsJson: boolean;
  #received: NodeJS.Signals | undefined;

  /** @param reportsJson whether the last word on standard error is JSON */
  constructor(reportsJson: boolean) {
    this.#reportsJson = reportsJson;
    for (const signal of SIGNALS) process.on(signal, () => this.#receive(signal));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why everything stops, once a signal came. */
  get reason(): SottoError | undefined {
    return this.#received === undefined ? undefined : cancelled(this.#received);
  }

  get exitCode(): number | undefined {
    return this.#received === undefined ? undefined : exitCodeOfSignal(this.#received);
  }

  /** Registers what has to be undone synchronously when the process ends at once. @returns takes it back */
  onEnd(undo: () => void): () => void {
    this.#undo.add(undo);
    return () => this.#undo.delete(undo);
  }

  #receive(signal: NodeJS.Signals): void {
    if (this.#received !== undefined) this.#endNow(signal);
    this.#received = signal;
    // A write that nobody reads never comes to the point where it would hear of the abort.
    if (waitsForReader()) this.#endNow(signal);
    setTimeout(() => this.#endNow(signal), CLEAN_UP_LIMIT_MS).unref();
    this.#controller.abort(cancelled(signal));
  }

  #endNow(signal: NodeJS.Signals): never {
    for (const undo of this.#undo) undo();
    reportError(cancelled(signal), this.#reportsJson);
    return endProcess(exitCodeOfSignal(signal));
  }
}

function cancelled(signal: NodeJS.Signals): SottoError {
  return new SottoError({
    code: 'cancelled',
    message: signal === 'SIGINT' ? 'stopped by Ctrl-C' : `stopped by ${signal}`,
    kept: 'files are as they were before',
  });
}
