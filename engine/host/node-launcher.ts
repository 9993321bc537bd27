import { fork, type ChildProcess } from 'node:child_process';
import type { EngineLauncher } from '../services/launcher.js';
import { Closing } from '../shared/closing.js';
import type { Port, Unsubscribe } from '../shared/transport.js';

/** Enough for the message of a native abort or of an uncaught error with its stack. */
const LAST_WORDS_LENGTH = 2000;

/**
 * Starts the engine as a forked Node process that talks over its IPC channel. The child ends when that channel closes,
 * so it cannot outlive its parent, however the parent ends.
 * @param entryFile the engine's bundled entry, `dist/engine/engine.mjs`
 */
export function createNodeLauncher(entryFile: string, execArgv: readonly string[] = []): EngineLauncher {
  return {
    launch() {
      const child = fork(entryFile, [], {
        serialization: 'advanced',
        execArgv: [...execArgv],
        // Nothing the engine or a driver prints may mix with what the host writes; the last of it explains a crash.
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let lastWords = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        lastWords = (lastWords + text).slice(-LAST_WORDS_LENGTH);
      });
      return {
        pid: child.pid,
        port: createChildPort(child),
        exited: new Promise((resolve) => {
          child.once('exit', (code, signal) => resolve(exitReason(code, signal, lastWords)));
          // A message that cannot be sent any more is an error event as well; then the exit is what counts.
          child.on('error', (error) => {
            if (child.pid === undefined) resolve(`could not be started: ${error.message}`);
          });
        }),
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}

function exitReason(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  if (signal === 'SIGKILL') return 'ended by SIGKILL';
  const end = signal ? `ended by ${signal}` : `ended with exit code ${code ?? 'unknown'}`;
  const message = lastWords.split('\n').find((line) => /error|fatal|abort/i.test(line));
  return message ? `${end}: ${message.trim()}` : end;
}

function createChildPort(child: ChildProcess): Port {
  const closing = new Closing();
  const closed = (): void => closing.close();
  child.once('disconnect', closed);
  child.once('exit', closed);
  // Writing to a process that has just died reports an error here; its exit is what counts.
  child.on('error', closed);
  return {
    send(message) {
      if (!closing.isClosed && child.connected) child.send(message as object);
    },
    onMessage(listener): Unsubscribe {
      const deliver = (message: unknown): void => listener(message);
      child.on('message', deliver);
      return () => child.off('message', deliver);
    },
    onClose: (listener) => closing.on(listener),
    close() {
      if (child.connected) child.disconnect();
      closed();
    },
  };
}
