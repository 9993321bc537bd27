import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { appMenuTemplate, type MenuAction } from './app-menu.js';
import { runMenuAction, runTrayAction, type CommandTargets } from './commands.js';
import { createShellWords, shellTexts } from './texts.js';
import { appContract } from '../engine/shared/app-contract.js';
import { handlerDoubles } from '../engine/shared/testing/handler-doubles.js';
import { connectToOwnApp } from './own-client.js';
import type { InstanceCommand } from '../engine/host/instance/instance-command.js';
import type { TrayAction } from './tray-menu.js';

function menuOn(platform: NodeJS.Platform) {
  const actions: MenuAction[] = [];
  const template = appMenuTemplate(shellTexts('en', 'en'), platform, (action) => actions.push(action));
  const items = (label: string): MenuItemConstructorOptions[] =>
    (template.find((menu) => menu.label === label)?.submenu ?? []) as MenuItemConstructorOptions[];
  const all = template.flatMap(({ submenu }) => (submenu ?? []) as MenuItemConstructorOptions[]);
  return { template, items, all, actions };
}

describe('the menu', () => {
  it('has the app’s own menu first on macOS, with settings and quit in it', () => {
    const { template, items } = menuOn('darwin');
    expect(template.map(({ label }) => label)).toEqual([
      'Sotto',
      'File',
      'Edit',
      'View',
      'Speech',
      'Window',
      'Help',
    ]);
    expect(items('Sotto').map(({ role, label }) => role ?? label)).toEqual(
      expect.arrayContaining(['about', 'Settings…', 'quit']),
    );
    expect(items('File').map(({ label }) => label)).not.toContain('Settings…');
  });

  it.each(['win32', 'linux'] as const)('has settings and quit under File on %s', (platform) => {
    const { template, items } = menuOn(platform);
    expect(template[0]?.label).toBe('File');
    expect(items('File').map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Settings…', 'Quit Sotto']),
    );
  });

  it.each(['darwin', 'win32', 'linux'] as const)('has no key twice on %s', (platform) => {
    const keys = menuOn(platform).all.flatMap(({ accelerator }) => (accelerator ? [accelerator] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('tells what was chosen', () => {
    const { all, actions } = menuOn('linux');
    for (const { click } of all) (click as (() => void) | undefined)?.();
    expect(actions).toContainEqual({ kind: 'open-view', view: 'phrases' });
    expect(actions).toContainEqual({ kind: 'quit' });
  });
});

describe('the shell’s words', () => {
  it('follow the person’s choice, or else the system', () => {
    expect(shellTexts('system', 'zh-Hans-CN').quit).toBe('退出 Sotto');
    expect(shellTexts('system', 'de-DE').quit).toBe('Quit Sotto');
    const words = createShellWords('zh-CN');
    words.choose('en');
    expect(words.current().quit).toBe('Quit Sotto');
  });

  it('are complete in both languages', () => {
    const en = shellTexts('en', '');
    const zh = shellTexts('zh-CN', '');
    expect(Object.keys(zh)).toEqual(Object.keys(en));
    expect(Object.values(zh).filter((text) => text.trim() === '')).toEqual([]);
  });
});

describe('what is chosen in tray and menu', () => {
  function targets(paths: readonly string[] = []) {
    const calls: unknown[] = [];
    const note =
      (name: string) =>
      (input: object): Record<string, never> => {
        calls.push([name, input]);
        return {};
      };
    const target: CommandTargets = {
      client: connectToOwnApp(
        handlerDoubles(appContract, {
          speechPause: note('speechPause'),
          speechResume: note('speechResume'),
          speechMute: note('speechMute'),
          voiceChoose: note('voiceChoose'),
          engineUnload: note('engineUnload'),
          speechStart(input) {
            calls.push(['speechStart', input.text]);
            return { utteranceId: 1 };
          },
        }),
      ),
      runCommand: (command: InstanceCommand) => Promise.resolve(void calls.push(command)),
      openView: (view) => void calls.push(view),
      pickFiles: () => Promise.resolve(paths),
      openLog: () => void calls.push('log'),
      showAbout: () => void calls.push('about'),
      quit: () => void calls.push('quit'),
    };
    return { target, calls };
  }

  it.each<[TrayAction, unknown]>([
    [{ kind: 'quick-speak' }, { kind: 'quick' }],
    [{ kind: 'speak-selection' }, { kind: 'speak-selection' }],
    [{ kind: 'speak-clipboard' }, { kind: 'speak-clipboard' }],
    [{ kind: 'stop' }, { kind: 'stop' }],
    [{ kind: 'open' }, { kind: 'show' }],
    [{ kind: 'pause' }, ['speechPause', {}]],
    [{ kind: 'resume' }, ['speechResume', {}]],
    [{ kind: 'speak-recent', text: 'Again.' }, ['speechStart', 'Again.']],
    [{ kind: 'choose-voice', voiceId: 'en_otto' }, ['voiceChoose', { voiceId: 'en_otto' }]],
    [{ kind: 'mute', isMuted: true }, ['speechMute', { isMuted: true }]],
    [{ kind: 'unload' }, ['engineUnload', {}]],
    [{ kind: 'settings' }, 'settings'],
    [{ kind: 'quit' }, 'quit'],
  ])('in the tray: %j', async (action, expected) => {
    const { target, calls } = targets();
    await runTrayAction(action, target);
    expect(calls).toEqual([expected]);
  });

  it.each<[MenuAction, boolean, unknown]>([
    [{ kind: 'open-view', view: 'voices' }, false, 'voices'],
    [{ kind: 'open-files' }, false, { kind: 'open-files', paths: ['/a.txt'] }],
    [{ kind: 'quick-speak' }, false, { kind: 'quick' }],
    [{ kind: 'speak-clipboard' }, false, { kind: 'speak-clipboard' }],
    [{ kind: 'pause-resume' }, false, ['speechPause', {}]],
    [{ kind: 'pause-resume' }, true, ['speechResume', {}]],
    [{ kind: 'stop' }, false, { kind: 'stop' }],
    [{ kind: 'open-log' }, false, 'log'],
    [{ kind: 'about' }, false, 'about'],
    [{ kind: 'quit' }, false, 'quit'],
  ])('in the menu: %j (paused: %s)', async (action, isPaused, expected) => {
    const { target, calls } = targets(['/a.txt']);
    await runMenuAction(action, target, () => isPaused);
    expect(calls).toEqual([expected]);
  });

  it('is nothing when no file was picked', async () => {
    const { target, calls } = targets();
    await runMenuAction({ kind: 'open-files' }, target, () => false);
    expect(calls).toEqual([]);
  });
});
