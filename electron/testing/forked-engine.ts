import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';

/** A forked Node process with the manners of Electron's utility process: the engine itself, where there is no Electron. */
export function forkLikeElectron(entry: string): EventEmitter {
  const child = fork(entry, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const utility = Object.assign(new EventEmitter(), {
    pid: child.pid,
    stderr: child.stderr,
    postMessage: (message: object) => void child.send(message, () => undefined),
  });
  child.on('message', (message) => utility.emit('message', message));
  child.once('spawn', () => utility.emit('spawn'));
  child.once('exit', (code) => utility.emit('exit', code ?? 9));
  return utility;
}
