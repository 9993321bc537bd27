import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOTKEY_ACTIONS, settingsCalls, settingsSchema, type Settings } from '../../shared/app/settings.js';
import { createClient } from '../../shared/rpc-client.js';
import { serve } from '../../shared/rpc-server.js';
import { createMemoryPortPair } from '../../shared/transport.js';
import { createMemoryStore } from '../testing/memory-store.js';
import {
  createSettingsService,
  DEFAULT_SETTINGS,
  settingsHandlers,
  type SettingsOptions,
} from './create-settings.js';
import type { SettingsService } from './settings-service.js';

function create(options: Partial<SettingsOptions> = {}): {
  settings: SettingsService;
  store: ReturnType<typeof createMemoryStore<Settings>>;
} {
  const store = createMemoryStore(DEFAULT_SETTINGS);
  return { store, settings: createSettingsService({ store, platform: 'linux', ...options }) };
}

describe('settings', () => {
  it('change what a patch names and nothing else, and are on the disk when that is done', async () => {
    const { settings, store } = create();
    const changed = await settings.change({ theme: 'dark', idleUnloadMinutes: null });
    expect(changed).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', idleUnloadMinutes: null });
    expect(await settings.change({})).toEqual(changed);
    expect(settings.get()).toEqual(changed);
    expect(store.flushCount).toBe(2);
  });

  it('are told at once and after every change, until nobody listens', async () => {
    const { settings } = create();
    const told: string[] = [];
    const stop = settings.watch(({ theme }) => told.push(theme));
    await settings.change({ theme: 'light' });
    stop();
    await settings.change({ theme: 'dark' });
    expect(told).toEqual(['system', 'light']);
  });

  it.each([
    ['a budget below the least', { memoryBudgetBytes: 1024 }],
    ['an unknown theme', { theme: 'pink' as 'dark' }],
    ['an unknown name', { volume: 3 } as Partial<Settings>],
    ['a control out of range', { controls: { pitchSemitones: 40 } }],
    ['what is no shortcut', { hotkeys: { ...DEFAULT_SETTINGS.hotkeys, stop: 'Hyper+Q' } }],
    ['a shortcut that people type', { hotkeys: { ...DEFAULT_SETTINGS.hotkeys, stop: 'Shift+Q' } }],
  ])('refuse %s and stay as they were', async (_, patch) => {
    const { settings } = create();
    await expect(settings.change(patch)).rejects.toMatchObject({ code: 'bad-input' });
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
  });

  it('refuse one shortcut for two actions, however it is spelt', async () => {
    const pair = fc.uniqueArray(fc.constantFrom(...HOTKEY_ACTIONS), { minLength: 2, maxLength: 2 });
    const spellings = fc.constantFrom('Ctrl+Shift+K', 'shift+CommandOrControl+k', 'Control+SHIFT+K');
    await fc.assert(
      fc.asyncProperty(pair, spellings, spellings, async ([one = 'stop', other = 'stop'], first, second) => {
        const { settings } = create();
        const hotkeys = { ...DEFAULT_SETTINGS.hotkeys, [one]: first, [other]: second };
        const change = settings.change({ hotkeys });
        await expect(change).rejects.toMatchObject({ code: 'hotkey-conflict' });
      }),
    );
  });

  it('refuse a shortcut of something else, and name it', async () => {
    const { settings } = create({
      otherHotkeys: () => [{ accelerator: 'alt+ctrl+1', name: 'the phrase "Tea"' }],
    });
    const hotkeys = { ...DEFAULT_SETTINGS.hotkeys, quickSpeak: 'Control+Alt+1' };
    await expect(settings.change({ hotkeys })).rejects.toThrow('Tea');
    const none = { quickSpeak: '', speakSelection: '', speakClipboard: '', pauseResume: '', stop: '' };
    expect((await settings.change({ hotkeys: none })).hotkeys).toEqual(none);
  });

  it('are changed by a window in what its patch names alone', async () => {
    const { settings } = create();
    await settings.change({ theme: 'dark', wakePadMs: 300 });
    const [hostPort, windowPort] = createMemoryPortPair();
    const { settingsWatch, settingsChange } = settingsCalls;
    const contract = { settingsWatch, settingsChange };
    serve(contract, settingsHandlers(settings), hostPort);
    const window = createClient(contract, windowPort);
    await window.settingsChange({ patch: { language: 'zh-CN' } });
    expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', wakePadMs: 300, language: 'zh-CN' });
  });

  it('come with shortcuts that collide nowhere', async () => {
    for (const platform of ['linux', 'darwin', 'win32']) {
      const { settings } = create({ platform });
      await settings.change({ hotkeys: settingsSchema.parse({}).hotkeys });
    }
  });
});
