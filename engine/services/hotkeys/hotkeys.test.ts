import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOTKEY_ACTIONS, type HotkeyState } from '../../shared/app/settings.js';
import { createMemoryStore } from '../testing/memory-store.js';
import { createSettingsService, DEFAULT_SETTINGS } from '../settings/create-settings.js';
import { createHotkeys, phraseAction } from './create-hotkeys.js';
import { planHotkeys } from './hotkey-states.js';
import type { HotkeyRegistrar, PhraseHotkey } from './hotkeys-service.js';

/** A system's shortcuts: who holds which keys, and whose it does not give away. */
function fakeSystem(taken: readonly string[] = []) {
  const held = new Map<string, () => void>();
  let registrations = 0;
  const registrar: HotkeyRegistrar = {
    register(keys, onPressed) {
      registrations++;
      if (taken.includes(keys)) return false;
      if (held.has(keys)) throw new Error(`${keys} is registered twice`);
      held.set(keys, onPressed);
      return true;
    },
    unregister(keys) {
      if (!held.delete(keys)) throw new Error(`${keys} was not registered`);
    },
  };
  return { registrar, held, press: (keys: string) => held.get(keys)?.(), registrations: () => registrations };
}

function create(registrar: HotkeyRegistrar | null, phrases: readonly PhraseHotkey[] = []) {
  const settings = createSettingsService({ store: createMemoryStore(DEFAULT_SETTINGS), platform: 'linux' });
  const pressed: string[] = [];
  let tellPhrases: (hotkeys: readonly PhraseHotkey[]) => void = () => undefined;
  const hotkeys = createHotkeys({
    settings,
    registrar,
    platform: 'linux',
    onPressed: (action) => pressed.push(action),
    phrases: {
      watch(listener) {
        tellPhrases = listener;
        listener(phrases);
        return () => undefined;
      },
    },
  });
  let states: readonly HotkeyState[] = [];
  hotkeys.watch((next) => (states = next));
  const stateOf = (action: string) => states.find((one) => one.action === action);
  return { settings, hotkeys, pressed, stateOf, tellPhrases: (next: PhraseHotkey[]) => tellPhrases(next) };
}

const tea: PhraseHotkey = { phraseId: 'p1', label: 'Tea?', accelerator: 'Ctrl+Alt+1' };

describe('hotkeys', () => {
  it('of settings and phrases are registered, and do what they are for', () => {
    const system = fakeSystem();
    const { pressed, stateOf, hotkeys } = create(system.registrar, [tea]);
    const heard: string[] = [];
    hotkeys.watchPressed((action) => heard.push(action));
    expect(system.held.size).toBe(HOTKEY_ACTIONS.length + 1);
    expect(stateOf('stop')).toMatchObject({ state: 'active', reason: '' });
    system.press('Control+Alt+X');
    system.press('Control+Alt+1');
    expect(pressed).toEqual(['stop', phraseAction('p1')]);
    expect(heard).toEqual(pressed);
  });

  it('follow changes, and leave alone what has not changed', async () => {
    const system = fakeSystem();
    const { settings, stateOf, pressed } = create(system.registrar);
    const before = system.registrations();
    await settings.change({ hotkeys: { ...DEFAULT_SETTINGS.hotkeys, stop: 'F9', pauseResume: '' } });
    expect(system.registrations()).toBe(before + 1);
    expect(stateOf('pauseResume')).toMatchObject({ state: 'off' });
    expect(system.held.has('Control+Alt+X')).toBe(false);
    system.press('F9');
    expect(pressed).toEqual(['stop']);
  });

  it('change hands', async () => {
    const system = fakeSystem();
    const { settings, pressed, stateOf } = create(system.registrar);
    const { stop, pauseResume } = DEFAULT_SETTINGS.hotkeys;
    await settings.change({ hotkeys: { ...DEFAULT_SETTINGS.hotkeys, stop: pauseResume, pauseResume: stop } });
    expect([stateOf('stop')?.state, stateOf('pauseResume')?.state]).toEqual(['active', 'active']);
    system.press('Control+Alt+P');
    expect(pressed).toEqual(['stop']);
  });

  it('of a phrase that collides with an action says with what, and works once that is gone', async () => {
    const system = fakeSystem();
    const { settings, stateOf } = create(system.registrar, [{ ...tea, accelerator: 'alt+ctrl+x' }]);
    expect(stateOf(phraseAction('p1'))).toMatchObject({ state: 'conflict', reason: 'stop' });
    await settings.change({ hotkeys: { ...DEFAULT_SETTINGS.hotkeys, stop: '' } });
    expect(stateOf(phraseAction('p1'))).toMatchObject({ state: 'active' });
  });

  it('that the system refuses say so, and are tried again with the next change', () => {
    const taken = ['Control+Alt+1'];
    const system = fakeSystem(taken);
    const { stateOf, tellPhrases } = create(system.registrar, [tea]);
    expect(stateOf(phraseAction('p1'))).toMatchObject({ state: 'refused' });
    taken.pop();
    tellPhrases([{ ...tea, label: 'Coffee?' }]);
    expect(stateOf(phraseAction('p1'))).toMatchObject({ state: 'active' });
  });

  it('are unavailable where the host has none, with the way round it', () => {
    const { stateOf } = create(null);
    expect(stateOf('speakSelection')).toMatchObject({ state: 'unavailable' });
    expect(stateOf('speakSelection')?.reason).toContain('sotto --speak-selection');
  });

  it('are given back at the end', () => {
    const system = fakeSystem();
    create(system.registrar, [tea]).hotkeys.dispose();
    expect(system.held.size).toBe(0);
  });
});

describe('planHotkeys', () => {
  const wanted = fc.array(
    fc.record({
      action: fc.uuid(),
      name: fc.string(),
      accelerator: fc.constantFrom('', 'Ctrl+A', 'a+control', 'CmdOrCtrl+A', 'Alt+B', 'B+alt', 'nonsense'),
    }),
  );

  it('registers each combination of keys once, for the first who wants it, and settles all others', () => {
    fc.assert(
      fc.property(wanted, (list) => {
        const planned = planHotkeys(list, 'linux');
        const keys = planned.flatMap((one) => (one.kind === 'register' ? [one.keys] : []));
        expect(new Set(keys).size).toBe(keys.length);
        expect(planned).toHaveLength(list.length);
        planned.forEach((one, index) => {
          const action = one.kind === 'register' ? one.wanted.action : one.state.action;
          expect(action).toBe(list[index]?.action);
        });
      }),
    );
  });
});
