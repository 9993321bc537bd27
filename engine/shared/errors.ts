/**
 * Every failure that a person or a caller can meet, by a stable code.
 * A code never changes its meaning; texts may.
 */
export const ERROR_CODES = [
  'bad-input',
  'empty-input',
  'binary-input',
  'unknown-voice',
  'unknown-style',
  'unknown-pack',
  'pack-invalid',
  'pack-corrupt',
  'pack-unrecognised',
  'pack-refused',
  'pack-installed',
  'download-failed',
  'download-corrupt',
  'offline',
  'disk-full',
  'file-unreadable',
  'file-unwritable',
  'unsupported-document',
  'document-broken',
  'recording-refused',
  'unknown-item',
  'name-taken',
  'hotkey-conflict',
  'no-player',
  'unavailable-here',
  'not-running',
  'refused',
  'too-large',
  'settings-broken',
  'no-audio-device',
  'playback-failed',
  'engine-failed',
  'engine-stopped',
  'connection-lost',
  'inference-failed',
  'cancelled',
  'contract-violation',
  'unknown-call',
  'cache-failed',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** The form in which an error crosses a process boundary: plain data that can always be cloned. */
export interface ErrorShape {
  readonly code: ErrorCode;
  /** What happened, in words a person can act on. */
  readonly message: string;
  /** What was kept in spite of the failure. */
  readonly kept?: string;
  /** What to do next. */
  readonly next?: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** An error with a stable code; the only kind that leaves a module of the engine on purpose. */
export class SottoError extends Error implements ErrorShape {
  readonly code: ErrorCode;
  readonly kept?: string;
  readonly next?: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;

  constructor(shape: ErrorShape, options?: ErrorOptions) {
    super(shape.message, options);
    this.name = 'SottoError';
    this.code = shape.code;
    if (shape.kept !== undefined) this.kept = shape.kept;
    if (shape.next !== undefined) this.next = shape.next;
    if (shape.details !== undefined) this.details = shape.details;
  }
}

/** Turns anything thrown into a shape that can be sent; what is unknown becomes `internal` with its message kept. */
export function toErrorShape(thrown: unknown): ErrorShape {
  if (thrown instanceof SottoError) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.kept !== undefined && { kept: thrown.kept }),
      ...(thrown.next !== undefined && { next: thrown.next }),
      ...(thrown.details !== undefined && { details: thrown.details }),
    };
  }
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
