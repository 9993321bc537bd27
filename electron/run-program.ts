import { execFile } from 'node:child_process';

/**
 * Runs a program to its end, without a window of its own.
 * @throws when it cannot be started or fails, with the first line of what it said as the message
 */
export function runProgram(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { windowsHide: true }, (error, _output, said) => {
      if (!error) resolve();
      else reject(new Error(firstLine(said) ?? error.message, { cause: error }));
    });
  });
}

function firstLine(text: string): string | undefined {
  return text.split('\n').find((line) => line.trim() !== '');
}
