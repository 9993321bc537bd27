import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The log of faults: small, and nothing of a person's texts. */
export interface LogFile {
  readonly path: string;
  write(line: string): void;
}

/** Two files of this size hold hundreds of faults with their stacks. */
const MAX_BYTES = 512 * 1024;

/**
 * Opens the log. It is written synchronously, since what it tells of may be the last thing that happens.
 * @param now for the time of each line
 */
export function openLogFile(path: string, now: () => Date): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  return {
    path,
    write(line) {
      try {
        if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES)
          renameSync(path, `${path}.old`);
        appendFileSync(path, `${now().toISOString()} ${line}\n`, { mode: 0o600 });
      } catch (error) {
        // A log that cannot be written must not become a fault of its own; standard error is what is left.
        process.stderr.write(`${line}\n(the log cannot be written: ${(error as Error).message})\n`);
      }
    },
  };
}
