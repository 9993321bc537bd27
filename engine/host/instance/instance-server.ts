import { randomUUID } from 'node:crypto';
import { chmod, link, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { errnoOf } from '../../shared/errno.js';
import { SottoError, toErrorShape } from '../../shared/errors.js';
import type { InstancePath } from '../paths.js';
import { isRunning } from './instance-client.js';
import { instanceCommandSchema, type InstanceCommand } from './instance-command.js';
import { lineOf, NOTHING_SAID, readLine, violation, type InstanceReply } from './instance-frames.js';

/** Begins what is asked for. Its failure is the answer. */
export type CommandRunner = (command: InstanceCommand) => void | Promise<void>;

export interface InstanceServer {
  /** Hears commands from now on; those that came before wait for it. */
  onCommand(run: CommandRunner): void;
  close(): Promise<void>;
}

/**
 * Makes this process the one instance of its person and data folder, and listens for commands of that person alone.
 * @returns undefined when another instance runs already
 */
export async function becomeInstance(path: InstancePath): Promise<InstanceServer | undefined> {
  if (path.folder !== undefined) await makePrivateFolder(path.folder);
  const connections = new Set<Socket>();
  let ready: (run: CommandRunner) => void = () => undefined;
  const runner = new Promise<CommandRunner>((resolve) => (ready = resolve));
  const server = createServer((socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    void answer(socket, async (command) => (await runner)(command));
  });
  if (!(await listen(server, path))) return undefined;
  return {
    onCommand: (run) => ready(run),
    async close() {
      for (const socket of connections) socket.destroy();
      // The socket's file goes with it.
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(socket: Socket, run: (command: InstanceCommand) => Promise<void>): Promise<void> {
  let reply: InstanceReply;
  try {
    const message = await readLine(socket);
    if (message === NOTHING_SAID) {
      socket.end();
      return;
    }
    const command = instanceCommandSchema.safeParse(message);
    if (!command.success) throw violation(z.prettifyError(command.error));
    socket.setTimeout(0);
    await run(command.data);
    reply = { ok: true };
  } catch (thrown) {
    reply = { error: toErrorShape(thrown) };
  }
  socket.end(lineOf(reply));
}

/** @returns false when another instance listens */
async function listen(server: Server, { address, folder }: InstancePath): Promise<boolean> {
  // The second round follows the removal of a socket that was left behind.
  for (let round = 0; round < 2; round++) {
    if (await tryToListen(server, address)) return true;
    if (await isRunning(address)) return false;
    if (folder !== undefined && !(await removeStale(address))) return false;
  }
  return false;
}

function tryToListen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      if (errnoOf(error) === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    // The socket's file is made before `listen` returns. Changing its mode later would leave it open to others at first.
    const umask = process.umask(0o177);
    server.listen(address, () => {
      server.off('error', failed);
      resolve(true);
    });
    process.umask(umask);
  });
}

/**
 * Removes a socket that nobody listens on. Another process may do the same and listen at once: what was taken away is asked
 * once more and put back if it answers.
 * @returns false when it was another instance's after all
 */
async function removeStale(address: string): Promise<boolean> {
  const aside = `${address}.${randomUUID()}`;
  try {
    await rename(address, aside);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return true;
    throw thrown;
  }
  if (await isRunning(aside)) {
    await link(aside, address);
    await rm(aside);
    return false;
  }
  await rm(aside, { force: true });
  return true;
}

/** @throws SottoError `refused` when the folder is not this person's alone: others could listen in */
async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const isOwn = found.isDirectory() && found.uid === process.getuid?.();
  if (!isOwn) {
    throw new SottoError({
      code: 'refused',
      message: `${folder} belongs to somebody else`,
      next: 'remove it, or set XDG_RUNTIME_DIR to a folder of yours',
    });
  }
  await chmod(folder, 0o700);
}
