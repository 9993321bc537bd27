import type { UtilityProcess } from 'electron';
import type { EngineLauncher } from '../engine/services/launcher.js';
import type { Port } from '../engine/shared/transport.js';
import type { ElectronPart } from './electron-api.js';
import { createStartedPort } from './started-port.js';

/** Enough for the message of a native abort or of an uncaught error with its stack. */
const LAST_WORDS_LENGTH = 2000;

/**
 * Starts the engine as a utility process. The fuses leave no other way: with `runAsNode` off, Electron's binary cannot
 * be forked as Node.
 * @param entryFile the engine's bundled entry, `dist/engine.mjs`; may lie inside an asar
 */
export function createUtilityLauncher(
  electron: ElectronPart<'utilityProcess'>,
  entryFile: string,
  /** Ends a process at once; given its id. */
  killProcess: (pid: number) => void,
): EngineLauncher {
  return {
    launch() {
      const child = electron.utilityProcess.fork(entryFile, [], {
        serviceName: 'Sotto speech engine',
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let lastWords = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        lastWords = (lastWords + text).slice(-LAST_WORDS_LENGTH);
      });
      let isKilled = false;
      // It has no id before it has been spawned, so that an earlier kill has to wait for that.
      child.once('spawn', () => {
        if (isKilled) killNow();
      });
      const killNow = (): void => {
        // Electron's own `kill` asks gently, and a run of the model would be waited for.
        if (child.pid !== undefined) killProcess(child.pid);
      };
      let fatal: string | undefined;
      // V8 itself gave up, out of memory as a rule; the exit follows.
      child.on('error', (type, location) => (fatal = `${type} at ${location}`));
      const exited = new Promise<string>((resolve) => {
        child.once('exit', (code) =>
          resolve(isKilled ? 'ended by SIGKILL' : exitReason(code, fatal, lastWords)),
        );
      });
      return {
        // Known once the process has been spawned; nothing needs it before.
        get pid() {
          return child.pid;
        },
        port: createUtilityPort(child),
        exited,
        kill() {
          isKilled = true;
          killNow();
        },
      };
    },
  };
}

/** Why a process ended, fit to be shown. */
export function exitReason(code: number, fatal: string | undefined, lastWords: string): string {
  const message = fatal ?? lastWords.split('\n').find((line) => /error|fatal|abort/i.test(line));
  const end = `ended with exit code ${code}`;
  return message ? `${end}: ${message.trim()}` : end;
}

function createUtilityPort(child: UtilityProcess): Port {
  return createStartedPort({
    listen(deliver) {
      const listener = (data: unknown): void => deliver({ data });
      child.on('message', listener);
      return () => child.off('message', listener);
    },
    whenClosed: (listener) => child.once('exit', listener),
    post: (message) => child.postMessage(message),
    start: () => undefined,
    // The process has no way to close its channel alone; whoever closes it also ends the process.
    close: () => undefined,
  });
}
