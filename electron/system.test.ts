import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReceivedFiles } from '../engine/services/received-files.js';
import { MAX_FILE_BYTES } from '../engine/shared/bridge.js';
import { SottoError } from '../engine/shared/errors.js';
import { autostartEntry, createAutostart } from './autostart.js';
import { pickDocuments, receivePaths, saveDownload } from './file-transfer.js';
import { openLogFile } from './log-file.js';
import { createNotices } from './notices.js';
import { runProgram } from './run-program.js';
import { shellPaths } from './shell-paths.js';
import { createHotkeyRegistrar } from './shortcuts.js';
import { asElectron, createFakeElectron, FakeWebContents } from './testing/fake-electron.js';
import { shellTexts } from './texts.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-shell-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('global hotkeys', () => {
  it('are registered and given back; what the system refuses is no failure', () => {
    const fake = createFakeElectron();
    const hotkeys = createHotkeyRegistrar(asElectron(fake));
    let presses = 0;
    expect(hotkeys.register('Control+Alt+S', () => presses++)).toBe(true);
    expect(hotkeys.register('Control+Alt+S', () => presses++)).toBe(false);
    expect(hotkeys.register('nonsense', () => presses++)).toBe(false);
    fake.seen.hotkeys.get('Control+Alt+S')?.();
    expect(presses).toBe(1);
    hotkeys.unregister('Control+Alt+S');
    expect(fake.seen.hotkeys.size).toBe(0);
  });
});

describe('starting with the system', () => {
  const autostartOn = (platform: NodeJS.Platform, executable = '/opt/Sotto/sotto') => {
    const fake = createFakeElectron();
    return {
      fake,
      autostart: createAutostart({ electron: asElectron(fake), platform, configDir: folder, executable }),
    };
  };

  it('is the system’s own affair on Windows and macOS', async () => {
    const windows = autostartOn('win32', 'C:\\Sotto\\Sotto.exe');
    await windows.autostart.set(true);
    expect(windows.fake.app.loginItem).toEqual({
      openAtLogin: true,
      path: 'C:\\Sotto\\Sotto.exe',
      args: ['--hidden'],
    });
    const mac = autostartOn('darwin');
    await mac.autostart.set(false);
    expect(mac.fake.app.loginItem).toEqual({ openAtLogin: false });
  });

  it('is a desktop file on Linux, which goes again', async () => {
    const { autostart } = autostartOn('linux');
    const file = join(folder, 'autostart', 'sotto.desktop');
    await autostart.set(true);
    expect(await readFile(file, 'utf8')).toContain('Exec="/opt/Sotto/sotto" --hidden\n');
    await autostart.set(false);
    await expect(stat(file)).rejects.toThrow('ENOENT');
    await autostart.set(false);
  });

  it('quotes what a desktop file would read otherwise', () => {
    expect(autostartEntry('/a b/100%/$x')).toContain(String.raw`Exec="/a b/100%%/\\$x" --hidden`);
  });
});

describe('files', () => {
  it('are taken where they lie; one that is missing is taken too, and told about where it is read', async () => {
    const file = join(folder, 'a.txt');
    await writeFile(file, 'text');
    const receivedFiles = createReceivedFiles();
    const sent = await receivePaths([file, join(folder, 'missing.txt')], receivedFiles);
    expect(sent.map(({ fileName }) => fileName)).toEqual(['a.txt', 'missing.txt']);
    expect(receivedFiles.find(sent[0]?.fileId ?? '')).toEqual({ path: file, fileName: 'a.txt' });
  });

  it('are refused together when one is too large', async () => {
    const file = join(folder, 'large.txt');
    await writeFile(file, '');
    await truncate(file, MAX_FILE_BYTES + 1);
    await expect(receivePaths([file], createReceivedFiles())).rejects.toMatchObject({ code: 'too-large' });
  });

  it('that the host made are kept where the person says', async () => {
    const fake = createFakeElectron();
    const path = join(folder, 'made.wav');
    await writeFile(path, 'sound');
    const downloads = {
      offer: () => 'd',
      find: (id: string) => (id === 'd' ? { path, fileName: 'made.wav' } : undefined),
    };
    const save = (id: string): Promise<boolean> =>
      saveDownload(
        { electron: asElectron(fake), downloads },
        id,
        'made.wav',
        new FakeWebContents() as unknown as Electron.WebContents,
      );
    expect(await save('d')).toBe(false);
    fake.dialog.savePath = join(folder, 'kept.wav');
    expect(await save('d')).toBe(true);
    expect(await readFile(fake.dialog.savePath, 'utf8')).toBe('sound');
    fake.dialog.savePath = join(folder, 'no', 'such', 'folder.wav');
    await expect(save('d')).rejects.toMatchObject({ code: 'file-unwritable' });
    await expect(save('other')).rejects.toMatchObject({ code: 'unknown-item' });
  });

  it('can be picked', async () => {
    const fake = createFakeElectron();
    expect(await pickDocuments(asElectron(fake), shellTexts('en', 'en'), undefined)).toEqual([]);
  });

  it('of the shell lie beside the archive of a packaged app', () => {
    const installation = {
      root: '/opt/Sotto/resources/app.asar',
      engineEntry: '/opt/Sotto/resources/app.asar/dist/engine/engine.mjs',
      documentsEntry: '',
      dictionaryFile: '',
      starterPackDir: '',
      rendererDir: '/opt/Sotto/resources/app.asar/dist/renderer',
    };
    expect(shellPaths(installation, '/opt/Sotto/resources')).toMatchObject({
      starterPackDir: join('/opt/Sotto/resources', 'models', 'starter'),
      assetsDir: join('/opt/Sotto/resources', 'assets'),
      preloadFile: join('/opt/Sotto/resources/app.asar', 'dist', 'electron', 'preload.cjs'),
    });
    expect(shellPaths(installation, undefined).assetsDir).toBe(join(installation.root, 'assets'));
  });
});

describe('the log', () => {
  it('keeps to its size', async () => {
    const path = join(folder, 'logs', 'sotto.log');
    const log = openLogFile(path, () => new Date(0));
    log.write('x'.repeat(600_000));
    log.write('second');
    expect(await readFile(path, 'utf8')).toBe('1970-01-01T00:00:00.000Z second\n');
    expect((await stat(`${path}.old`)).size).toBeGreaterThan(600_000);
  });
});

describe('notices', () => {
  it('show failures, but not what a newer speech replaced', () => {
    const fake = createFakeElectron();
    const notices = createNotices(asElectron(fake), () => undefined);
    notices.showFailure(
      new SottoError({ code: 'empty-input', message: 'nothing is selected', next: 'select some text' }),
    );
    notices.showFailure(new SottoError({ code: 'cancelled', message: 'a newer one came' }));
    expect(fake.notifications.shown).toMatchObject([
      { title: 'nothing is selected', body: 'select some text' },
    ]);
  });
});

describe('a program', () => {
  it('is run to its end, and fails with what it said', async () => {
    await runProgram(process.execPath, ['-e', '']);
    await expect(
      runProgram(process.execPath, ['-e', 'console.error("not allowed\\nmore"); process.exit(1)']),
    ).rejects.toThrow(/^not allowed$/);
    await expect(runProgram(join(folder, 'missing'), [])).rejects.toThrow('ENOENT');
  });
});
