import { connect, type Socket } from 'node:net';
import { errnoOf } from '../../shared/errno.js';
import { SottoError } from '../../shared/errors.js';
import type { InstancePath } from '../paths.js';
import type { InstanceCommand } from './instance-command.js';
import { instanceReplySchema, lineOf, readLine } from './instance-frames.js';

/** Nobody listens: there is no socket, or one that an instance left behind. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

/**
 * Asks the running instance for something, and waits until it has begun.
 * @throws SottoError `not-running`, or whatever the instance answers
 */
export async function sendToInstance(path: InstancePath, command: InstanceCommand): Promise<void> {
  const socket = await reach(path.address);
  if (!socket) {
    throw new SottoError({
      code: 'not-running',
      message: 'Sotto is not running',
      next: 'start Sotto, then try again',
    });
  }
  try {
    socket.write(lineOf(command));
    const reply = instanceReplySchema.parse(await readLine(socket));
    if ('error' in reply) throw new SottoError(reply.error);
  } finally {
    socket.destroy();
  }
}

/** Whether an instance listens at an address. */
export async function isRunning(address: string): Promise<boolean> {
  const socket = await reach(address);
  socket?.end();
  return socket !== undefined;
}

function reach(address: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error) => {
      if (NOBODY.has(errnoOf(error) ?? '')) resolve(undefined);
      else reject(error);
    });
  });
}
