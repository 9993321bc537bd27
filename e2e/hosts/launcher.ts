import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { installationPaths } from '../../engine/host/paths.js';

const launcher = join(installationPaths(import.meta.url).root, 'bin', 'sotto.mjs');

/**
 * Starts the `sotto` command on a person's folder.
 * @param locale the system's language, BCP 47; this machine's own without it
 */
export function startSotto(homeDir: string, args: readonly string[], locale?: string): ChildProcess {
  const language = locale === undefined ? {} : { LC_ALL: `${locale.replace('-', '_')}.UTF-8` };
  return spawn(process.execPath, [launcher, ...args], {
    env: { ...process.env, ...language, SOTTO_HOME: homeDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs it to its end. @returns its exit code; −1 when a signal ended it */
export async function runSotto(homeDir: string, args: readonly string[]): Promise<number> {
  const child = startSotto(homeDir, args);
  child.stdout?.resume();
  child.stderr?.resume();
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? -1;
}
