import type { ErrorCode } from '../../shared/errors.js';

/** What the next attempt at a file may build on, if there is to be one. */
export type NextAttempt = 'go-on' | 'anew' | 'none';

/** Why one attempt at a file ended without it. Attempts may follow; the last one's failure is the download's. */
export class AttemptFailure extends Error {
  readonly code: ErrorCode;
  readonly nextAttempt: NextAttempt;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number;
  readonly nextStep: string | undefined;

  /** @param message what happened, as a sentence about the file without its name */
  constructor(
    message: string,
    options: ErrorOptions & {
      readonly code?: ErrorCode;
      readonly nextAttempt?: NextAttempt;
      readonly retryAfterMs?: number;
      readonly nextStep?: string;
    } = {},
  ) {
    super(message, options);
    this.name = 'AttemptFailure';
    this.code = options.code ?? 'download-failed';
    this.nextAttempt = options.nextAttempt ?? 'go-on';
    this.retryAfterMs = options.retryAfterMs ?? 0;
    this.nextStep = options.nextStep;
  }
}
