import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { SpeechState } from '../engine/shared/app/speech.js';
import { shellTexts } from './texts.js';
import {
  shortened,
  trayIcon,
  trayMenu,
  type TrayAction,
  type TrayItem,
  type TrayState,
} from './tray-menu.js';
import { createTrayView, trayIconFile } from './tray.js';
import { asElectron, createFakeElectron, FakeTray } from './testing/fake-electron.js';

const SILENT: SpeechState = {
  status: 'idle',
  utterance: null,
  sampleRateHz: 24_000,
  totalSamples: null,
  firstAudioMs: null,
  underrunCount: 0,
  isMuted: false,
  player: 'ready',
  error: null,
};
const voice = { packId: 'starter', language: 'en', accent: 'US', gender: 'female', age: 'adult' } as const;
const STATE: TrayState = {
  speech: SILENT,
  recent: [{ id: '1', text: 'Good morning.' }],
  voices: {
    voices: [
      { ...voice, id: 'en_ivy', name: 'Ivy', isFavourite: false },
      { ...voice, id: 'en_otto', name: 'Otto', isFavourite: true },
    ],
    styles: [],
    chosen: { voiceId: 'en_ivy', styleId: 'neutral', controls: {} },
  },
  texts: shellTexts('en', 'de'),
  isEngineLoaded: true,
};

const speaking = (change: Partial<SpeechState>): TrayState => ({
  ...STATE,
  speech: { ...SILENT, ...change },
});

function flat(items: readonly TrayItem[]): readonly TrayItem[] {
  return items.flatMap((item) => (item.kind === 'submenu' ? [item, ...flat(item.items)] : [item]));
}

function enabledKinds(state: TrayState): readonly TrayAction['kind'][] {
  return flat(trayMenu(state)).flatMap((item) =>
    item.kind === 'action' && item.isEnabled !== false ? [item.action.kind] : [],
  );
}

describe('the menu of the tray', () => {
  it('has everything in it', () => {
    expect(enabledKinds(STATE)).toEqual([
      'quick-speak',
      'speak-selection',
      'speak-clipboard',
      'speak-recent',
      'choose-voice',
      'choose-voice',
      'mute',
      'unload',
      'open',
      'settings',
      'quit',
    ]);
  });

  it('offers what the state allows', () => {
    expect(enabledKinds(speaking({ status: 'speaking' }))).toEqual(expect.arrayContaining(['pause', 'stop']));
    const paused = enabledKinds(speaking({ status: 'paused' }));
    expect(paused).toEqual(expect.arrayContaining(['resume', 'stop']));
    expect(paused).not.toContain('pause');
    expect(enabledKinds({ ...STATE, isEngineLoaded: false })).not.toContain('unload');
  });

  it('has favourites first and marks the chosen voice', () => {
    const voices = flat(trayMenu(STATE)).filter(
      (item) => item.kind === 'action' && item.action.kind === 'choose-voice',
    );
    expect(voices).toMatchObject([
      { label: 'Otto', mark: { isSet: false } },
      { label: 'Ivy', mark: { isSet: true } },
    ]);
  });

  it('says so when nothing was spoken yet', () => {
    expect(flat(trayMenu({ ...STATE, recent: [] }))).toContainEqual({ kind: 'note', label: 'Nothing yet' });
  });

  it('speaks the whole of a text that it shows shortened', () => {
    const text = 'One line\nand another. '.repeat(20);
    const item = flat(trayMenu({ ...STATE, recent: [{ id: '1', text }] })).find(
      (one) => one.kind === 'action' && one.action.kind === 'speak-recent',
    );
    expect(item).toMatchObject({ action: { text }, label: shortened(text) });
    expect(shortened(text)).not.toContain('\n');
    expect(shortened('👩‍👩‍👧'.repeat(60))).toBe(`${'👩‍👩‍👧'.repeat(47)}…`);
  });
});

describe('the icon of the tray', () => {
  it.each([
    [{ status: 'idle' }, 'idle'],
    [{ status: 'paused' }, 'idle'],
    [{ status: 'preparing' }, 'preparing'],
    [{ status: 'speaking' }, 'speaking'],
    [{ status: 'speaking', isMuted: true }, 'muted'],
  ] as const)('for %o is %s', (change, expected) => {
    expect(trayIcon({ ...SILENT, ...change })).toBe(expected);
  });

  it('has a picture for every state, system and theme', () => {
    for (const icon of ['idle', 'preparing', 'speaking', 'muted'] as const)
      for (const platform of ['darwin', 'win32', 'linux'] as const)
        for (const isDark of [false, true]) {
          const file = trayIconFile(icon, platform, isDark);
          expect(existsSync(fileURLToPath(new URL(`../assets/tray/${file}`, import.meta.url)))).toBe(true);
        }
  });
});

describe('the tray', () => {
  function shown(platform: NodeJS.Platform = 'win32') {
    const fake = createFakeElectron();
    const actions: TrayAction[] = [];
    const view = createTrayView({
      electron: asElectron(fake),
      platform,
      iconDir: '/tray',
      onAction: (action) => actions.push(action),
    });
    view.render(STATE);
    const [tray] = FakeTray.made;
    if (!tray) throw new Error('there is no tray');
    return { fake, view, tray, actions };
  }

  it('is made once; the same state again changes nothing', () => {
    const { view, tray } = shown();
    view.render(STATE);
    view.render(structuredClone(STATE));
    expect(FakeTray.made).toHaveLength(1);
    expect(tray.menuCount).toBe(1);
    view.render(speaking({ status: 'speaking' }));
    expect(tray).toMatchObject({
      image: '/tray/speaking-dark.png',
      toolTip: 'Sotto: speaking',
      menuCount: 2,
    });
  });

  it('follows the theme of the bar', () => {
    const { fake, tray } = shown();
    fake.nativeTheme.shouldUseDarkColorsForSystemIntegratedUI = true;
    fake.nativeTheme.emit('updated');
    expect(tray.image).toBe('/tray/idle-light.png');
  });

  it('opens quick speak by a click where a click opens no menu', () => {
    const { tray, actions } = shown('win32');
    tray.emit('click');
    expect(actions).toEqual([{ kind: 'quick-speak' }]);
    expect(shown('darwin').tray.listenerCount('click')).toBe(0);
  });

  it('tells what was chosen', () => {
    const { tray, actions } = shown();
    const quit = tray.menu.find(({ label }) => label === 'Quit Sotto');
    (quit?.click as () => void)();
    expect(actions).toEqual([{ kind: 'quit' }]);
  });

  it('leaves with the app', () => {
    const { fake, view, tray } = shown();
    view.dispose();
    expect(tray.isDestroyed).toBe(true);
    expect(fake.nativeTheme.listenerCount('updated')).toBe(0);
  });
});
