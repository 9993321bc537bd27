import { unwritable } from '../../files/file-errors.js';
import { EXIT, isBrokenPipe, reportError } from './exit.js';

/**
 * A reader that goes away ends the command quietly, as it does `yes | head`; standard error that nobody reads is no
 * reason to stop. Any other trouble with standard output, such as a full disk, is said and ends the command.
 */
export function guardStandardStreams(asJson: boolean): void {
  process.stdout.on('error', (error) => {
    if (isBrokenPipe(error)) process.exit(EXIT.brokenPipe);
    reportError(unwritable('standard output', error), asJson);
    process.exit(EXIT.failure);
  });
  process.stderr.on('error', (error) => {
    if (!isBrokenPipe(error)) throw error;
  });
}

/** Writes to standard output and waits until the text has left, so that much output stays out of memory. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
