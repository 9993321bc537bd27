import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InstanceCommand } from '../engine/host/instance/instance-command.js';
import { commandOfFirstStart, ownArguments } from './arguments.js';
import { boot, type StartContext } from './boot.js';
import { createCommandQueue } from './command-queue.js';
import { asElectron, createFakeElectron, type FakeElectron } from './testing/fake-electron.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'sotto-boot-')), 'data');
});
afterEach(() => rm(dirname(dataDir), { recursive: true }));

async function booted(
  argv: readonly string[],
  prepare: (fake: FakeElectron) => void = () => undefined,
  platform: NodeJS.Platform = 'linux',
) {
  const fake = createFakeElectron();
  prepare(fake);
  const heard: InstanceCommand[] = [];
  const failures: unknown[] = [];
  let context: StartContext | undefined;
  await boot({
    electron: asElectron(fake),
    argv,
    folder: '/work',
    entryFile: '/app/dist/electron/main.mjs',
    platform,
    personPaths: () =>
      Promise.resolve({
        dataDir,
        cacheDir: '/cache',
        packsDir: '/data/packs',
        ownVoicesDir: '/data/own-voices',
        calibrationDir: '/cache/calibration',
        phraseCacheDir: '/cache/phrases',
        instance: { address: '/run/sotto.sock', folder: '/run' },
      }),
    start(given) {
      context = given;
      given.commands.onCommand((command) => heard.push(command));
      return Promise.resolve();
    },
    onStartFailed: (error) => failures.push(error),
  });
  await new Promise((resolve) => setImmediate(resolve));
  return { fake, heard, failures, isStarted: context !== undefined };
}

const ELECTRON = ['/opt/electron', '--no-sandbox', '/app/dist/electron/main.mjs'];

describe('the first start', () => {
  it('puts every page in a sandbox, and makes its scheme one of secure pages', async () => {
    const { fake } = await booted(ELECTRON);
    expect(fake.app.isSandboxed).toBe(true);
    expect(fake.seen.schemes).toMatchObject([
      { scheme: 'app', privileges: { standard: true, secure: true } },
    ]);
    expect(fake.app.listenerCount('web-contents-created')).toBe(1);
  });

  it('keeps everything of Chromium with the person’s data', async () => {
    const { fake } = await booted(ELECTRON);
    expect(fake.app.name).toBe('Sotto');
    expect(fake.app.paths.userData).toBe(join(dataDir, 'electron'));
    expect(existsSync(join(dataDir, 'electron'))).toBe(true);
  });

  it('shows the window, opens files, or does what a flag asks', async () => {
    expect((await booted(ELECTRON)).heard).toEqual([{ kind: 'show' }]);
    expect((await booted([...ELECTRON, 'a.txt'])).heard).toEqual([
      { kind: 'open-files', paths: [join('/work', 'a.txt')] },
    ]);
    expect((await booted([...ELECTRON, '--quick'])).heard).toEqual([{ kind: 'quick' }]);
    expect((await booted([...ELECTRON, '--hidden'])).heard).toEqual([]);
  });

  it('by macOS at login goes to the tray', async () => {
    const atLogin = ({ app }: FakeElectron): void => void (app.wasOpenedAtLogin = true);
    expect((await booted(ELECTRON, atLogin, 'darwin')).heard).toEqual([]);
    expect((await booted(ELECTRON, atLogin, 'linux')).heard).toEqual([{ kind: 'show' }]);
    expect((await booted(ELECTRON, undefined, 'darwin')).heard).toEqual([{ kind: 'show' }]);
  });

  it('opens files that the system handed over before it was ready', async () => {
    let isPrevented = false;
    const { heard } = await booted([...ELECTRON, '--hidden'], ({ app }) => {
      app.enableSandbox = () => {
        queueMicrotask(() => app.emit('open-file', { preventDefault: () => (isPrevented = true) }, '/a.md'));
      };
    });
    expect(heard).toEqual([{ kind: 'open-files', paths: ['/a.md'] }]);
    expect(isPrevented).toBe(true);
  });

  it('that asks for two things at once is refused', async () => {
    await expect(booted([...ELECTRON, '--quick', '--stop'])).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('that fails is told about', async () => {
    const { failures } = await booted(ELECTRON, ({ app }) => {
      app.whenReady = () => Promise.reject(new Error('no display'));
    });
    expect(failures).toEqual([new Error('no display')]);
  });
});

describe('a second start', () => {
  it('tells the first what it was started for, and ends', async () => {
    const { fake, isStarted } = await booted([...ELECTRON, '--stop'], ({ app }) => (app.hasLock = false));
    expect(fake.app.lockData).toEqual({ command: { kind: 'stop' } });
    expect(isStarted).toBe(false);
    expect(fake.app.quitCount).toBe(1);
  });

  it('is heard by the first as it was meant', async () => {
    const { fake, heard } = await booted([...ELECTRON, '--hidden']);
    const start = (data: unknown): boolean => fake.app.emit('second-instance', {}, ['x', 'y.txt'], '/', data);
    start({ command: { kind: 'open-files', paths: ['/b.txt'] } });
    start({});
    start('nonsense');
    start({ command: { kind: 'format-disk' } });
    expect(heard).toEqual([{ kind: 'open-files', paths: ['/b.txt'] }]);
  });
});

describe('arguments', () => {
  const options = { isPackaged: false, entryFile: '/app/main.mjs', folder: '/app' };

  it.each([
    [['electron', 'main.mjs', '--quick'], ['--quick']],
    [['electron', '-r', '/loader.js', '--lang=en', '/app/main.mjs', 'a.txt'], ['a.txt']],
    [['electron', '--inspect=0', '.', 'a.txt'], ['a.txt']],
  ])('of %j are %j', (argv, expected) => {
    expect(ownArguments(argv, options)).toEqual(expected);
  });

  it('of a packaged app are all but its own name', () => {
    expect(ownArguments(['/opt/sotto', 'a.txt'], { ...options, isPackaged: true })).toEqual(['a.txt']);
  });

  it('that the system starts with open nothing', () => {
    expect(commandOfFirstStart(['--hidden'], '/')).toBeUndefined();
    expect(commandOfFirstStart([], '/')).toEqual({ kind: 'show' });
  });
});

describe('the queue of commands', () => {
  it('keeps what comes early, in order', () => {
    const queue = createCommandQueue();
    queue.push({ kind: 'show' });
    queue.push({ kind: 'stop' });
    const heard: string[] = [];
    queue.onCommand(({ kind }) => heard.push(kind));
    queue.push({ kind: 'quick' });
    expect(heard).toEqual(['show', 'stop', 'quick']);
  });
});
