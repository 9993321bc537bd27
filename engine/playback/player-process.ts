import { spawn, type ChildProcess } from 'node:child_process';
import { PlayerExit } from './device.js';
import type { PlayerProgram } from './players.js';

/** Enough of what a player complains about; the rest is repetition. */
const MAX_STDERR_CHARS = 4096;
/** The place in the source that ALSA programs put before their words. */
const SOURCE_PLACE = /^(?:ALSA lib \S+?:\d+:\(\w+\)|aplay: \w+:\d+:) /;

export interface PlayerProcess {
  readonly child: ChildProcess;
  /** Resolves when it ended well, rejects with a `PlayerExit` otherwise. Never unhandled. */
  readonly ended: Promise<void>;
}

/** Starts a player; `path` is where its program was found. */
export function startPlayer(program: PlayerProgram, path: string, args: readonly string[]): PlayerProcess {
  const child = spawn(path, args, {
    stdio: [program.kind === 'pipe' ? 'pipe' : 'ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < MAX_STDERR_CHARS) stderr += text;
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new PlayerExit(`${program.command}: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0 && !program.silentFailure?.test(stderr)) resolve();
      else reject(new PlayerExit(describe(program.command, stderr, code, signal)));
    });
  });
  ended.catch(() => undefined);
  return { child, ended };
}

/** The first and the last line of a complaint: the cause, and what it led to. */
function describe(command: string, stderr: string, code: number | null, signal: string | null): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim().replace(SOURCE_PLACE, ''))
    .filter((line) => line !== '');
  const words = [...new Set([lines.at(0), lines.at(-1)])].filter((line) => line !== undefined).join('; ');
  const ending = signal === null ? `ended with exit code ${code ?? 'unknown'}` : `ended by ${signal}`;
  return `${command}: ${words === '' ? ending : words}`;
}
