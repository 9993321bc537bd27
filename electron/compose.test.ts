import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildEngine } from '../engine/host/testing/built-engine.js';
import { sendToInstance } from '../engine/host/instance/instance-client.js';
import { becomeInstance } from '../engine/host/instance/instance-server.js';
import type { PersonPaths } from '../engine/host/paths.js';
import { appContract } from '../engine/shared/app-contract.js';
import { playerFrameEnd } from '../engine/shared/player-frames.js';
import { createClient } from '../engine/shared/rpc-client.js';
import { createCommandQueue } from './command-queue.js';
import { compose } from './compose.js';
import { IPC } from './ipc-channels.js';
import { createPagePort } from './page-port.js';
import { forkLikeElectron } from './testing/forked-engine.js';
import { asElectron, createFakeElectron, FakeBrowserWindow, FakeTray } from './testing/fake-electron.js';

/** The whole shell on the real services and the real engine, with Electron replaced. */

beforeAll(buildEngine, 240_000);

let folder: string;
let paths: PersonPaths;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-compose-'));
  const runFolder = join(folder, 'run');
  paths = {
    dataDir: join(folder, 'data'),
    cacheDir: join(folder, 'cache'),
    packsDir: join(folder, 'data', 'packs'),
    ownVoicesDir: join(folder, 'data', 'own-voices'),
    calibrationDir: join(folder, 'cache', 'calibration'),
    phraseCacheDir: join(folder, 'cache', 'phrases'),
    instance: { folder: runFolder, address: join(runFolder, 'sotto.sock') },
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const until = (condition: () => boolean): Promise<unknown> =>
  vi.waitUntil(condition, { interval: 5, timeout: 20_000 });

async function started() {
  const fake = createFakeElectron();
  Object.assign(fake.utilityProcess, { fork: forkLikeElectron });
  const commands = createCommandQueue();
  commands.push({ kind: 'show' });
  await compose(asElectron(fake), { paths, commands }, new EventEmitter());
  await until(() => FakeTray.made.length === 1);
  const [main, quick] = FakeBrowserWindow.made;
  const [tray] = FakeTray.made;
  if (!main || !quick || !tray) throw new Error('something is missing');
  return { fake, commands, main, quick, tray };
}

async function quit({ fake }: { fake: ReturnType<typeof createFakeElectron> }): Promise<void> {
  const before = fake.app.quitCount;
  fake.app.quit();
  await until(() => fake.app.quitCount === before + 2);
}

function clientOf(fake: ReturnType<typeof createFakeElectron>, window: FakeBrowserWindow) {
  const { webContents } = window;
  const event = { sender: webContents, senderFrame: webContents.mainFrame };
  fake.ipcMain.emit(IPC.connect, event, { kind: 'contract', requestId: 0 });
  const port = webContents.mainFrame.posted.at(-1)?.ports[0];
  if (!port) throw new Error('no port came');
  return createClient(appContract, createPagePort(port));
}

describe('the app', () => {
  it('starts with its windows, tray, menu and hotkeys, and answers its pages', async () => {
    const shell = await started();
    const { fake, main, tray } = shell;
    expect(main.webContents.url).toBe('app://sotto/index.html');
    expect(tray.menu.map(({ label }) => label)).toContain('Quick speak…');
    expect(fake.Menu.applicationMenu).toBeDefined();
    expect(fake.seen.hotkeys.size).toBeGreaterThan(0);
    const info = await clientOf(fake, main).hostInfo({});
    expect(info).toMatchObject({
      capabilities: { tray: true, globalHotkeys: true },
      platform: process.platform,
    });
    await quit(shell);
    expect(fake.seen.hotkeys.size).toBe(0);
    expect(tray.isDestroyed).toBe(true);
  });

  it('speaks to the player of its page', async () => {
    const shell = await started();
    const { fake, main } = shell;
    const { webContents } = main;
    const event = { sender: webContents, senderFrame: webContents.mainFrame };
    fake.ipcMain.emit(IPC.connect, event, { kind: 'player', requestId: 1 });
    const port = webContents.mainFrame.posted.at(-1)?.ports[0];
    if (!port) throw new Error('no port came');
    const player = playerFrameEnd(createPagePort(port));
    let sampleCount = 0;
    player.onFrame((frame) => {
      if (frame.type === 'pcm') sampleCount += frame.pcm.length;
    });
    player.send({ type: 'availability', state: 'ready', deviceTrouble: '', outputLatencyMs: 0 });
    await clientOf(fake, main).speechStart({ text: 'Hello from the shell.' });
    await until(() => sampleCount > 10_000);
    expect(player.malformedCount).toBe(0);
    await quit(shell);
  });

  it('follows settings in theme and language', async () => {
    const shell = await started();
    const { fake, main, tray } = shell;
    await clientOf(fake, main).settingsChange({ patch: { theme: 'dark', language: 'zh-CN' } });
    await until(() => tray.menu.some(({ label }) => label === '快速朗读…'));
    expect(fake.nativeTheme.themeSource).toBe('dark');
    await quit(shell);
  });

  it('opens quick speak by hotkey and closes it for its page', async () => {
    const shell = await started();
    const { fake, quick } = shell;
    const keys = [...fake.seen.hotkeys.keys()].find((name) => name.endsWith('Alt+Space'));
    fake.seen.hotkeys.get(keys ?? '')?.();
    expect(quick.isShown).toBe(true);
    await clientOf(fake, quick).quickClose({});
    expect(quick.isShown).toBe(false);
    await quit(shell);
  });

  it('hears the command line, and files of another start', async () => {
    const shell = await started();
    const { commands, fake, quick, main } = shell;
    await sendToInstance(paths.instance, { kind: 'quick' });
    expect(quick.isShown).toBe(true);
    const file = join(folder, 'story.txt');
    await writeFile(file, 'Once upon a time.');
    let titles: readonly string[] = [];
    clientOf(fake, main).narrationWatch({}, ({ items }) => (titles = items.map(({ fileName }) => fileName)));
    commands.push({ kind: 'open-files', paths: [file] });
    await until(() => titles.includes('story.txt'));
    fake.dialog.response = 0;
    await quit(shell);
  });

  it('says once that it goes on in the tray, and keeps where its window stood', async () => {
    const shell = await started();
    const { fake, main } = shell;
    main.bounds = { x: 11, y: 22, width: 900, height: 700 };
    main.closeByPerson();
    main.closeByPerson();
    expect(fake.notifications.shown.map(({ title }) => title)).toEqual(['Sotto goes on in the tray']);
    await quit(shell);
    expect(await readFile(join(paths.dataDir, 'window.json'), 'utf8')).toContain('"x": 11');
    expect(await readFile(join(paths.dataDir, 'settings.json'), 'utf8')).toContain(
      '"isTrayNoticeShown": true',
    );
  });

  it('makes a dead page’s window anew', async () => {
    const shell = await started();
    const { fake, main } = shell;
    fake.app.emit('render-process-gone', {}, main.webContents, { reason: 'crashed', exitCode: 1 });
    expect(main.isDestroyed).toBe(true);
    expect(FakeBrowserWindow.made).toHaveLength(3);
    expect(await readFile(join(paths.dataDir, 'logs', 'sotto.log'), 'utf8')).toContain('crashed');
    await quit(shell);
  });

  it('hands over to a Sotto that serves a browser for the same person', async () => {
    const web = await becomeInstance(paths.instance);
    const heard: string[] = [];
    web?.onCommand(({ kind }) => void heard.push(kind));
    const fake = createFakeElectron();
    const commands = createCommandQueue();
    commands.push({ kind: 'show' });
    await compose(asElectron(fake), { paths, commands }, new EventEmitter());
    expect(heard).toEqual(['show']);
    expect(fake.app.quitCount).toBe(1);
    expect(FakeBrowserWindow.made).toEqual([]);
    await web?.close();
  });
});
