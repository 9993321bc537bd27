import { describe, expect, it } from 'vitest';
import { appContract } from '../engine/shared/app-contract.js';
import { PLAYER_LINE } from '../engine/shared/bridge.js';
import { valueOf } from '../engine/shared/outcome.js';
import { createClient } from '../engine/shared/rpc-client.js';
import { handlerDoubles } from '../engine/shared/testing/handler-doubles.js';
import type { Port } from '../engine/shared/transport.js';
import { IPC } from './ipc-channels.js';
import { answerPages, refusalOf, type IpcHostOptions } from './ipc-host.js';
import type { PagePort } from './page-port.js';
import { createBridge } from './preload-bridge.js';
import { asElectron, createFakeElectron, FakeWebContents } from './testing/fake-electron.js';
import { SottoError } from '../engine/shared/errors.js';

/** The shell's side and a page's, with Electron's wires between them. */
function connected(options: Partial<Pick<IpcHostOptions, 'receive' | 'save'>> = {}) {
  const fake = createFakeElectron();
  const players: Port[] = [];
  const lines: PagePort[] = [];
  const refused: string[] = [];
  answerPages({
    electron: asElectron(fake),
    app: {
      handlers: handlerDoubles(appContract, { draftGet: () => ({ text: 'kept' }) }),
      attachPlayer: (port) => players.push(port),
      downloads: { offer: () => '', find: () => undefined },
      receivedFiles: { receive: () => '', find: () => undefined, use: () => undefined },
    },
    receive: (paths) => Promise.resolve(paths.map((path) => ({ fileId: path, fileName: path }))),
    save: () => Promise.resolve(true),
    onRefused: (reason) => refused.push(reason),
    ...options,
  });
  const page = new FakeWebContents();
  const event = { sender: page, senderFrame: page.mainFrame };
  const bridge = createBridge<{ path: string }>({
    invoke: (channel, ...args) =>
      fake.ipcMain.handlers.get(channel)?.(event, ...args) ?? Promise.reject(new Error('nobody answers')),
    send: (channel, ...args) => fake.ipcMain.emit(channel, event, ...args),
    onPort: (channel, listener) => {
      const { posted } = page.mainFrame;
      posted.push = (...messages) => {
        for (const { channel: used, message, ports } of messages)
          if (used === channel && ports[0]) listener(message as number, ports[0]);
        return 0;
      };
    },
    postToPage: (message, port) => {
      if (message === PLAYER_LINE) lines.push(port);
    },
    pathOf: ({ path }) => path,
  });
  return { fake, page, bridge, players, lines, refused };
}

describe('a page and its host', () => {
  it('speak the contract over a port of their own', async () => {
    const { bridge } = connected();
    const client = createClient(appContract, await bridge.connect());
    expect(await client.draftGet({})).toEqual({ text: 'kept' });
  });

  it('have a line for each player, which the page gets as it is', async () => {
    const { bridge, players, lines } = connected();
    bridge.connectPlayer();
    bridge.connectPlayer();
    const heard: unknown[] = [];
    for (const [index, line] of lines.entries()) {
      line.addEventListener('message', ({ data }: { readonly data: unknown }) => heard.push([index, data]));
      line.start();
    }
    players[0]?.send(1);
    players[1]?.send(2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('hand over files by their paths, which the page never sees', async () => {
    const { bridge } = connected({
      receive: (paths) =>
        Promise.resolve(paths.map((_, index) => ({ fileId: `f${index}`, fileName: 'a.txt' }))),
    });
    expect(valueOf(await bridge.sendFiles([{ path: '/home/me/a.txt' }]))).toEqual([
      { fileId: 'f0', fileName: 'a.txt' },
    ]);
  });

  it('tell a failure with its code and all that a person can do about it', async () => {
    const error = { code: 'file-unwritable', message: 'the disk is full', next: 'free some' } as const;
    const { bridge } = connected({ save: () => Promise.reject(new SottoError(error)) });
    expect(await bridge.saveDownload('d', 'a.wav')).toEqual({ isOk: false, error });
  });

  it('refuse what is malformed', async () => {
    const { fake, page, bridge, refused, players } = connected();
    fake.ipcMain.emit(
      IPC.connect,
      { sender: page, senderFrame: page.mainFrame },
      { kind: 'admin', requestId: 0 },
    );
    fake.ipcMain.emit(IPC.connect, { sender: page, senderFrame: page.mainFrame });
    expect(refused).toHaveLength(2);
    expect(players).toEqual([]);
    expect(await bridge.sendFiles([{ path: '' }])).toMatchObject({
      isOk: false,
      error: { code: 'contract-violation' },
    });
  });
});

describe('a sender', () => {
  const page = new FakeWebContents();
  const other = new FakeWebContents();
  const strange = Object.assign(new FakeWebContents(), { mainFrame: { origin: 'app://sotto.evil' } });
  const of = (sender: unknown, senderFrame: unknown): string | undefined =>
    refusalOf({ sender, senderFrame } as Parameters<typeof refusalOf>[0]);

  it('is answered in the main frame of a page of ours alone', () => {
    expect(of(page, page.mainFrame)).toBeUndefined();
    expect(of(page, null)).toMatch(/gone/);
    expect(of(page, other.mainFrame)).toMatch(/inside a page/);
    expect(of(strange, strange.mainFrame)).toMatch(/app:\/\/sotto\.evil/);
  });

  it('of another page gets nothing', async () => {
    const { fake, refused, players } = connected();
    const event = { sender: strange, senderFrame: strange.mainFrame };
    fake.ipcMain.emit(IPC.connect, event, { kind: 'player', requestId: 0 });
    expect(await fake.ipcMain.handlers.get(IPC.sendFiles)?.(event, ['/etc/passwd'])).toMatchObject({
      isOk: false,
      error: { code: 'refused' },
    });
    expect(players).toEqual([]);
    expect(refused).toHaveLength(2);
  });
});
