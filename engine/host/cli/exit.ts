import { constants } from 'node:os';
import { waitsForReader } from '../../export/pipe-target.js';
import { errnoOf } from '../../shared/errno.js';
import { toErrorShape, type ErrorCode, type ErrorShape } from '../../shared/errors.js';

/** What a shell sees of a command's end. */
export const EXIT = { ok: 0, failure: 1, usage: 2, brokenPipe: 141 } as const;

/** What the person gave is at fault; everything else is a failure at run time. */
const USAGE_CODES: ReadonlySet<ErrorCode> = new Set([
  'bad-input',
  'empty-input',
  'binary-input',
  'unknown-voice',
  'unknown-style',
  'unknown-pack',
  'pack-unrecognised',
  'file-unreadable',
]);

export function exitCodeOf(error: ErrorShape): number {
  return USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.failure;
}

/** A shell's number for a process that a signal ended. */
export function exitCodeOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/**
 * Says on standard error what went wrong: one line for what happened, one each for what was kept and what to do.
 * With `asJson`, one line of JSON. The stack is shown to developers only (`SOTTO_DEBUG=1`).
 */
export function reportError(thrown: unknown, asJson: boolean): void {
  const error = toErrorShape(thrown);
  if (process.env.SOTTO_DEBUG === '1' && thrown instanceof Error) {
    process.stderr.write(`${thrown.stack ?? thrown.message}\n`);
  }
  process.stderr.write(asJson ? `${JSON.stringify({ error })}\n` : errorText(error));
}

export function errorText(error: ErrorShape): string {
  const lines = [`sotto: ${error.message}`];
  if (error.kept !== undefined) lines.push(`  kept: ${error.kept}`);
  if (error.next !== undefined) lines.push(`  next: ${error.next}`);
  return `${lines.join('\n')}\n`;
}

/** True for the error of a writer whose reader went away. */
export function isBrokenPipe(thrown: unknown): boolean {
  return errnoOf(thrown) === 'EPIPE';
}

/**
 * Ends the process with a code. While a thread is stuck in a write to a pipe that nobody reads, an orderly exit would
 * wait for it for ever: then the signal itself ends the process.
 */
export function endProcess(code: number): never {
  if (waitsForReader()) {
    const signal = code === exitCodeOfSignal('SIGINT') ? 'SIGINT' : 'SIGTERM';
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  process.exit(code);
}
