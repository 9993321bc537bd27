import { describe, expect, it } from 'vitest';
import { actionOfKey, type KeyPlace, type KeyPress } from './transport-keys.js';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});
const page: KeyPlace = { isText: false, isControl: false, isPopupOpen: false, isMac: false };
const text: KeyPlace = { ...page, isText: true, isControl: true };
const button: KeyPlace = { ...page, isControl: true };

describe('actionOfKey', () => {
  it('stops from anywhere', () => {
    for (const place of [page, text, button]) expect(actionOfKey(press('Escape'), place)).toBe('stop');
  });

  it('pauses with the space bar only where it types and presses nothing', () => {
    expect(actionOfKey(press(' '), page)).toBe('toggle');
    expect(actionOfKey(press(' '), text)).toBeUndefined();
    expect(actionOfKey(press(' '), button)).toBeUndefined();
    expect(actionOfKey(press(' ', { ctrlKey: true }), page)).toBeUndefined();
  });

  it('goes by sentences, also while one types, except where the keys move the cursor', () => {
    const left = press('ArrowLeft', { altKey: true });
    expect(actionOfKey(left, page)).toBe('previous-sentence');
    expect(actionOfKey(press('ArrowRight', { altKey: true }), text)).toBe('next-sentence');
    expect(actionOfKey(left, { ...text, isMac: true })).toBeUndefined();
    expect(actionOfKey(left, { ...page, isMac: true })).toBe('previous-sentence');
    expect(actionOfKey(press('ArrowLeft'), page)).toBeUndefined();
  });

  it('leaves the keys to an open dialog and to an input method', () => {
    expect(actionOfKey(press('Escape'), { ...page, isPopupOpen: true })).toBeUndefined();
    expect(actionOfKey(press('Escape', { isComposing: true }), text)).toBeUndefined();
  });

  it('shows the shortcuts', () => {
    expect(actionOfKey(press('F1'), text)).toBe('help');
    expect(actionOfKey(press('?'), page)).toBe('help');
    expect(actionOfKey(press('?'), text)).toBeUndefined();
  });
});
