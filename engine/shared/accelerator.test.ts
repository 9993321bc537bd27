import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceleratorFromKeys,
  acceleratorKeys,
  acceleratorText,
  isSafeGlobally,
  normaliseAccelerator,
  parseAccelerator,
} from './accelerator.js';

const modifierNames = ['Command', 'Cmd', 'Control', 'Ctrl', 'CmdOrCtrl', 'CommandOrControl', 'Alt'].concat([
  'Option',
  'AltGr',
  'Shift',
  'Super',
  'Meta',
]);
const keyNames = ['A', 'z', '0', 'F5', 'Space', 'Plus', 'esc', 'Enter', 'num7', 'PageUp', '-', ';'];
const anyAccelerator = fc.tuple(
  fc.uniqueArray(fc.constantFrom(...modifierNames), { maxLength: 4 }),
  fc.constantFrom(...keyNames),
);
const platforms = fc.constantFrom('linux', 'darwin', 'win32');
const anyCase = (text: string, upper: boolean): string => (upper ? text.toUpperCase() : text.toLowerCase());

describe('accelerators', () => {
  it('mean the same in any order, case and spelling', () => {
    fc.assert(
      fc.property(anyAccelerator, platforms, fc.boolean(), ([modifiers, key], platform, upper) => {
        const text = [...modifiers, key].join('+');
        const other = anyCase([...modifiers].reverse().concat(key).join(' + '), upper);
        expect(normaliseAccelerator(other, platform)).toBe(normaliseAccelerator(text, platform));
        expect(normaliseAccelerator(text, platform)).toBeDefined();
      }),
    );
  });

  it('normalise to what normalises to itself, and reads as what it says', () => {
    fc.assert(
      fc.property(anyAccelerator, platforms, ([modifiers, key], platform) => {
        const normal = normaliseAccelerator([...modifiers, key].join('+'), platform) ?? '';
        expect(normaliseAccelerator(normal, platform)).toBe(normal);
        const parsed = parseAccelerator(normal);
        expect(parsed && acceleratorText(parsed)).toBe(normal);
        expect(acceleratorKeys(normal, platform)).toHaveLength((parsed?.modifiers.length ?? 0) + 1);
      }),
    );
  });

  it('never throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), platforms, (text, platform) => {
        const normal = normaliseAccelerator(text, platform);
        expect(normal === undefined).toBe(parseAccelerator(text) === undefined);
        expect(acceleratorKeys(text, platform).length > 0).toBe(normal !== undefined);
      }),
    );
  });

  it.each(['', '+', 'Control', 'Control+', 'Control+A+B', 'Hyper+A', 'Control+Fn', 'constructor+A'])(
    'are not %j',
    (text) => expect(parseAccelerator(text)).toBeUndefined(),
  );

  it.each([
    ['cmdorctrl+shift+a', 'linux', 'Control+Shift+A'],
    ['cmdorctrl+shift+a', 'darwin', 'Command+Shift+A'],
    ['Ctrl+CommandOrControl+x', 'win32', 'Control+X'],
    ['Cmd+K', 'linux', 'Super+K'],
    ['Super+K', 'darwin', 'Command+K'],
    ['Ctrl++', 'linux', 'Control+Plus'],
    ['Alt+Enter', 'linux', 'Alt+Return'],
  ])('%s on %s is %s', (text, platform, normal) => {
    expect(normaliseAccelerator(text, platform)).toBe(normal);
  });

  it.each([
    ['CommandOrControl+Alt+Space', 'darwin', ['⌥', '⌘', 'Space']],
    ['CommandOrControl+Alt+Space', 'linux', ['Ctrl', 'Alt', 'Space']],
    ['Super+Plus', 'win32', ['Win', '+']],
    ['nonsense', 'linux', []],
  ])('%s is shown on %s as %j', (text, platform, keys) => {
    expect(acceleratorKeys(text, platform)).toEqual(keys);
  });
});

describe('recording', () => {
  const held = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

  it.each([
    [{ ...held, code: 'KeyS', ctrlKey: true, altKey: true }, 'linux', 'Control+Alt+S'],
    [{ ...held, code: 'Digit1', metaKey: true, shiftKey: true }, 'darwin', 'Command+Shift+1'],
    [{ ...held, code: 'Space', metaKey: true }, 'win32', 'Super+Space'],
    [{ ...held, code: 'ArrowUp', altKey: true }, 'linux', 'Alt+Up'],
    [{ ...held, code: 'Numpad3', ctrlKey: true }, 'linux', 'Control+num3'],
    [{ ...held, code: 'F13' }, 'linux', 'F13'],
    [{ ...held, code: 'ControlLeft', ctrlKey: true }, 'linux', undefined],
    [{ ...held, code: 'IntlBackslash', ctrlKey: true }, 'linux', undefined],
  ])('of %j on %s gives %s', (pressed, platform, text) => {
    expect(acceleratorFromKeys(pressed, platform)).toBe(text);
    if (text !== undefined) expect(normaliseAccelerator(text, platform)).toBe(text);
  });
});

describe('a global shortcut', () => {
  it.each([
    ['Control+A', true],
    ['F9', true],
    ['MediaPlayPause', true],
    ['A', false],
    ['Shift+A', false],
    ['Space', false],
  ])('%s leaves typing alone: %s', (text, isSafe) => {
    const accelerator = parseAccelerator(text);
    expect(accelerator && isSafeGlobally(accelerator)).toBe(isSafe);
  });
});
