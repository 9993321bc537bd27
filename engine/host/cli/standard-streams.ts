import { EXIT, isBrokenPipe } from './exit.js';

/**
 * A reader that goes away ends the command quietly, as it does `yes | head`; standard error that nobody reads is no
 * reason to stop.
 */
export function guardStandardStreams(): void {
  process.stdout.on('error', (error) => {
    if (isBrokenPipe(error)) process.exit(EXIT.brokenPipe);
    throw error;
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
