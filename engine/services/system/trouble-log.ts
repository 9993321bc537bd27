import type { ErrorCode, ErrorShape } from '../../shared/errors.js';

/** Something that went wrong, as far as it may be shown to others. */
export interface Trouble {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** The part that met it. */
  readonly where: string;
  readonly code: ErrorCode;
  /** Empty where the message could hold a person's words or file names. */
  readonly message: string;
}

/** The last troubles, for the person who looks for a fault. */
export interface TroubleLog {
  note(where: string, error: ErrorShape): void;
  last(): readonly Trouble[];
}

/** Enough to see what led to what; more would not be read. */
const KEPT_TROUBLES = 30;

/** Codes whose messages are about the machine and never quote what a person wrote, said or named. */
const SAFE_TO_QUOTE: ReadonlySet<ErrorCode> = new Set([
  'engine-failed',
  'engine-stopped',
  'inference-failed',
  'cache-failed',
  'pack-invalid',
  'pack-corrupt',
  'no-audio-device',
  'playback-failed',
  'connection-lost',
  'no-player',
  'unavailable-here',
]);

/** @param wallClockMs milliseconds since 1970 */
export function createTroubleLog(wallClockMs: () => number): TroubleLog {
  const troubles: Trouble[] = [];
  return {
    note(where, { code, message }) {
      // What a person called off is no trouble.
      if (code === 'cancelled') return;
      const shown = SAFE_TO_QUOTE.has(code) ? message : '';
      troubles.push({ atMs: wallClockMs(), where, code, message: shown });
      if (troubles.length > KEPT_TROUBLES) troubles.shift();
    },
    last: () => troubles,
  };
}
