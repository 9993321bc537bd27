import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SottoError } from '../../shared/errors.js';
import type { InstancePath } from '../paths.js';
import { isRunning, sendToInstance } from './instance-client.js';
import { commandOfStart, flaggedCommand, type InstanceCommand } from './instance-command.js';
import { MAX_LINE_BYTES } from './instance-frames.js';
import { becomeInstance, type InstanceServer } from './instance-server.js';

const isWindows = process.platform === 'win32';
let parent: string;
let path: InstancePath;
let servers: InstanceServer[];
let heard: InstanceCommand[];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sotto-i-'));
  const folder = join(parent, 'run');
  path = isWindows
    ? { address: `\\\\.\\pipe\\sotto-test-${process.pid}-${Math.random()}`, folder: undefined }
    : { address: join(folder, 'a.sock'), folder };
  servers = [];
  heard = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(parent, { recursive: true });
});

async function become(): Promise<InstanceServer | undefined> {
  const server = await becomeInstance(path);
  if (server) servers.push(server);
  return server;
}

async function listen(run: (command: InstanceCommand) => void = (command) => void heard.push(command)) {
  (await become())?.onCommand(run);
}

/** What comes back for bytes that this client would never send. */
async function say(bytes: string | Buffer): Promise<unknown> {
  const socket = connect(path.address);
  socket.on('error', () => undefined);
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += String(chunk);
  return JSON.parse(text);
}

describe('the instance that runs', () => {
  it('hears commands and answers when it has begun them', async () => {
    await listen();
    await sendToInstance(path, { kind: 'speak-text', text: '早上好 "x"\n' });
    await sendToInstance(path, { kind: 'stop' });
    expect(heard).toEqual([{ kind: 'speak-text', text: '早上好 "x"\n' }, { kind: 'stop' }]);
  });

  it('answers failures with their code and what to do', async () => {
    await listen(() => {
      throw new SottoError({ code: 'empty-input', message: 'nothing is selected', next: 'select a text' });
    });
    await expect(sendToInstance(path, { kind: 'speak-selection' })).rejects.toMatchObject({
      code: 'empty-input',
      next: 'select a text',
    });
  });

  it('is missed with a code and what to do', async () => {
    await expect(sendToInstance(path, { kind: 'stop' })).rejects.toMatchObject({
      code: 'not-running',
      next: expect.stringContaining('start Sotto') as string,
    });
  });

  it('keeps commands that come before it is ready', async () => {
    const server = await become();
    const sent = sendToInstance(path, { kind: 'quick' });
    server?.onCommand((command) => void heard.push(command));
    await sent;
    expect(heard).toEqual([{ kind: 'quick' }]);
  });

  it('is the only one, until it ends', async () => {
    await listen();
    expect(await become()).toBeUndefined();
    await servers.pop()?.close();
    expect(await isRunning(path.address)).toBe(false);
    expect(await become()).toBeDefined();
  });

  it.each([
    ['no JSON', 'speak!\n'],
    ['no command', '{"kind":"format-disk"}\n'],
    ['more than a command', '{"kind":"stop","more":1}\n'],
    ['nothing', '\n'],
  ])('refuses %s, and goes on', async (_, bytes) => {
    await listen();
    expect(await say(bytes)).toMatchObject({ error: { code: 'contract-violation' } });
    await sendToInstance(path, { kind: 'stop' });
    expect(heard).toEqual([{ kind: 'stop' }]);
  });

  it('refuses a line without an end, and goes on', async () => {
    await listen();
    expect(await say(Buffer.alloc(MAX_LINE_BYTES + 1, 'a'))).toMatchObject({
      error: { code: 'contract-violation' },
    });
    await sendToInstance(path, { kind: 'stop' });
  });

  it('is not troubled by somebody who looks and leaves', async () => {
    await listen();
    expect(await isRunning(path.address)).toBe(true);
    const socket = connect(path.address);
    await once(socket, 'connect');
    socket.destroy();
    await sendToInstance(path, { kind: 'stop' });
    expect(heard).toEqual([{ kind: 'stop' }]);
  });
});

describe.skipIf(isWindows)('its socket', () => {
  it('is for its person alone', async () => {
    await listen();
    expect((await stat(path.address)).mode & 0o777).toBe(0o600);
    expect((await stat(join(parent, 'run'))).mode & 0o777).toBe(0o700);
  });

  it('is taken over when a killed instance left it behind', async () => {
    await mkdir(join(parent, 'run'), { mode: 0o700 });
    const program = `require('node:net').createServer().listen(${JSON.stringify(path.address)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', program]);
    expect((await stat(path.address)).isSocket()).toBe(true);
    await listen();
    await sendToInstance(path, { kind: 'stop' });
    expect(heard).toEqual([{ kind: 'stop' }]);
  });

  it('has one owner when two start at once over a stale one', async () => {
    await mkdir(join(parent, 'run'), { mode: 0o700 });
    const program = `require('node:net').createServer().listen(${JSON.stringify(path.address)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', program]);
    await Promise.all([become(), become()]);
    expect(servers).toHaveLength(1);
    servers[0]?.onCommand((command) => void heard.push(command));
    await sendToInstance(path, { kind: 'stop' });
  });

  it('is refused in a folder that is a link to somewhere else', async () => {
    await mkdir(join(parent, 'elsewhere'));
    await symlink(join(parent, 'elsewhere'), join(parent, 'run'));
    await expect(becomeInstance(path)).rejects.toMatchObject({ code: 'refused' });
  });

  it('takes the place of something else that was left behind', async () => {
    await mkdir(join(parent, 'run'));
    await writeFile(path.address, 'a file');
    await listen();
    await sendToInstance(path, { kind: 'stop' });
  });
});

describe('arguments', () => {
  const here = resolve('/tmp/folder');

  it.each<[string, string[], InstanceCommand]>([
    ['a flag', ['--speak-selection'], { kind: 'speak-selection' }],
    ['a flag among switches of the runtime', ['--no-sandbox', '--quick'], { kind: 'quick' }],
    ['a flag said twice', ['--stop', '--stop'], { kind: 'stop' }],
    ['nothing', [], { kind: 'show' }],
    ['switches alone', ['--hidden', '--lang=en'], { kind: 'show' }],
    [
      'files',
      ['a.txt', resolve('/b/c d.md')],
      {
        kind: 'open-files',
        paths: [resolve(here, 'a.txt'), resolve('/b/c d.md')],
      },
    ],
    [
      'files by their addresses',
      [pathToFileURL(resolve('/b/c d%20é.md')).href],
      { kind: 'open-files', paths: [resolve('/b/c d%20é.md')] },
    ],
    [
      'a file on another machine',
      ['file://%zz/a.txt'],
      { kind: 'open-files', paths: [resolve(here, 'file://%zz/a.txt')] },
    ],
  ])('%s', (_, args, command) => {
    expect(commandOfStart(args, here)).toEqual(command);
  });

  it('that ask for two things are refused', () => {
    expect(() => flaggedCommand(['--quick', '--stop'])).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
    expect(flaggedCommand(['speak', 'hello'])).toBeUndefined();
  });
});
