import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFakePack } from '../host/cli/testing/fake-installation.js';
import { appContract, type AppContract } from '../shared/app-contract.js';
import type { AppCommand } from '../shared/app/system.js';
import { createManualClock } from '../shared/clock.js';
import type { ErrorShape } from '../shared/errors.js';
import { createClient, type Client } from '../shared/rpc-client.js';
import { serve } from '../shared/rpc-server.js';
import { createMemoryPortPair } from '../shared/transport.js';
import { createApp, type App } from './app.js';
import { createFakeLauncher, type FakeLauncher } from './fakes.js';

let dir: string;
let app: App;
let client: Client<AppContract>;
let selected = 'selected words';
const press = new Map<string, () => void>();
let failures: ErrorShape[] = [];
let launcher: FakeLauncher;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sotto-app-'));
  await writeFakePack(join(dir, 'pack'));
  failures = [];
  selected = 'selected words';
  press.clear();
  await start();
});

afterEach(async () => {
  await app.dispose();
  await rm(dir, { recursive: true });
});

async function start(): Promise<void> {
  launcher = createFakeLauncher(() => ({ cacheClear: () => ({}) }));
  app = await createApp({
    host: {
      version: '1.2.3',
      platform: 'linux',
      deviceMemoryBytes: 8 * 1024 ** 3,
      capabilities: {
        globalHotkeys: true,
        tray: false,
        startWithSystem: false,
        selection: true,
        updates: false,
      },
      locale: 'zh-CN',
    },
    runtime: { node: '20', electron: undefined },
    processor: { name: 'a processor', coreCount: 2 },
    dataDir: join(dir, 'data'),
    cacheDir: join(dir, 'cache'),
    packDir: join(dir, 'pack'),
    packsDir: join(dir, 'data', 'packs'),
    ownVoicesDir: join(dir, 'data', 'own-voices'),
    calibrationDir: join(dir, 'cache', 'calibration'),
    dictionaryFile: join(dir, 'pack', 'pack.json'),
    clock: createManualClock(),
    wallClockMs: () => 0,
    launcher,
    selection: {
      selection: () => Promise.resolve(selected),
      clipboard: () => Promise.resolve('copied words'),
    },
    phraseCache: {
      dir: join(dir, 'cache', 'phrases'),
      usage: () => Promise.resolve({ bytes: 5, entries: 1 }),
      clear: () => Promise.resolve(),
    },
    closeQuick: () => undefined,
    hotkeys: {
      register(accelerator, onPressed) {
        press.set(accelerator, onPressed);
        return true;
      },
      unregister: (accelerator) => press.delete(accelerator),
    },
    onHotkeyFailed: (error) => failures.push(error),
  });
  const [page, host] = createMemoryPortPair();
  serve(appContract, app.handlers, host);
  client = createClient(appContract, page);
}

/** The first payload of an event, which tells how things are. */
function now<T>(watch: (listener: (payload: T) => void) => () => void): Promise<T> {
  return new Promise((resolve) => {
    const stop = watch((payload) => {
      resolve(payload);
      queueMicrotask(() => stop());
    });
  });
}

describe('the app', () => {
  it('answers every call of the contract', () => {
    expect(Object.keys(app.handlers).sort()).toEqual(Object.keys(appContract).sort());
  });

  it('starts with the pack’s voices, phrases in the person’s language and nothing to narrate', async () => {
    const voices = await now<{ voices: unknown[] }>((listener) => client.voicesWatch({}, listener));
    expect(voices.voices).toHaveLength(3);
    const { groups } = await now<{ groups: { name: string }[] }>((listener) =>
      client.phrasesWatch({}, listener),
    );
    expect(groups[0]?.name).toMatch(/\p{Script=Han}/u);
    expect(await now((listener) => client.narrationWatch({}, listener))).toMatchObject({ items: [] });
  });

  it('ends the engine also when the disk takes nothing any more, and says so', async () => {
    await client.engineRestart({});
    await rm(join(dir, 'data', 'draft.json'), { force: true });
    // What is no file cannot be replaced by one.
    await mkdir(join(dir, 'data', 'draft.json', 'inside'), { recursive: true });
    await client.draftSet({ text: 'a draft' });
    await expect(app.dispose()).rejects.toMatchObject({ code: 'file-unwritable' });
    await expect(launcher.engines[0]?.exited).resolves.toBe('killed');
    await rm(join(dir, 'data', 'draft.json'), { recursive: true });
    await start();
  });

  it('keeps what was set over a restart', async () => {
    await client.settingsChange({ patch: { theme: 'dark' } });
    await client.draftSet({ text: 'a thought' });
    await app.dispose();
    await start();
    expect(await client.draftGet({})).toEqual({ text: 'a thought' });
    expect(await now((listener) => client.settingsWatch({}, listener))).toMatchObject({ theme: 'dark' });
    expect(await readFile(join(dir, 'data', 'settings.json'), 'utf8')).toContain('dark');
  });

  it('tells what is kept, and forgets it store by store', async () => {
    await client.draftSet({ text: 'a thought' });
    const { stores } = await client.privacyReport({});
    expect(stores.map(({ id }) => id).sort()).toEqual([
      'draft',
      'history',
      'narrations',
      'packs',
      'phrase-cache',
      'phrases',
      'previews',
      'recorded-voices',
    ]);
    expect(stores.find(({ id }) => id === 'draft')?.entries).toBe(1);
    for (const { id } of stores) await client.privacyClear({ id });
    expect(await client.draftGet({})).toEqual({ text: '' });
  });

  it('describes itself without a word of the person', async () => {
    await client.draftSet({ text: 'my secret thought' });
    await client.speechStart({ text: 'my secret speech' });
    await client.phraseSave({ phrase: { groupId: '', text: 'my secret phrase' } }).catch(() => undefined);
    const { text } = await client.diagnostics({});
    expect(text).toMatch(/version: 1\.2\.3[\s\S]*Memory plan[\s\S]*Engine[\s\S]*Player/);
    expect(text).not.toContain('secret');
    expect(text).not.toContain('undefined');
  });
});

describe('shortcuts', () => {
  const heard = (): string | undefined => app.session.state().utterance?.text;

  it('speak what is selected or copied, pause, go on and stop', async () => {
    press.get('Control+Alt+S')?.();
    await expect.poll(heard).toBe('selected words');
    press.get('Control+Alt+V')?.();
    await expect.poll(heard).toBe('copied words');
    press.get('Control+Alt+P')?.();
    await expect.poll(() => app.session.state().status).toBe('paused');
    press.get('Control+Alt+P')?.();
    await expect.poll(() => app.session.state().status).not.toBe('paused');
    press.get('Control+Alt+X')?.();
    await expect.poll(() => app.session.state().status).not.toBe('preparing');
    expect(failures).toEqual([]);
  });

  it('open quick speak', () => {
    const commands: AppCommand[] = [];
    app.commands.watch((command) => commands.push(command));
    press.get('Control+Alt+Space')?.();
    expect(commands).toEqual([{ kind: 'quick-speak' }]);
  });

  it('say why they did nothing', async () => {
    selected = '  ';
    press.get('Control+Alt+S')?.();
    await expect.poll(() => failures).toMatchObject([{ code: 'empty-input' }]);
  });

  it('of phrases speak them, and no action may take their keys', async () => {
    const { groups } = await now<{ groups: { id: string }[] }>((listener) =>
      client.phrasesWatch({}, listener),
    );
    const groupId = groups[0]?.id ?? '';
    await client.phraseSave({ phrase: { groupId, text: 'Tea, please.', hotkey: 'Control+Alt+1' } });
    press.get('Control+Alt+1')?.();
    await expect.poll(heard).toBe('Tea, please.');
    const { hotkeys } = await now<{ hotkeys: { action: string }[] }>((listener) =>
      client.hotkeysWatch({}, listener),
    );
    expect(hotkeys.some(({ action }) => action.startsWith('phrase:'))).toBe(true);
    const settings = app.settings.get();
    await expect(
      client.settingsChange({ patch: { hotkeys: { ...settings.hotkeys, stop: 'Control+Alt+1' } } }),
    ).rejects.toMatchObject({ code: 'hotkey-conflict' });
  });
});
