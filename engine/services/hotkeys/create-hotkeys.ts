import type { AppContract } from '../../shared/app-contract.js';
import { HOTKEY_ACTIONS, type HotkeyState, type Settings } from '../../shared/app/settings.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { Listeners } from '../../shared/listeners.js';
import type { SettingsService } from '../settings/settings-service.js';
import { planHotkeys, type WantedHotkey } from './hotkey-states.js';
import type { HotkeyRegistrar, HotkeysService, PhraseHotkey, PhraseHotkeys } from './hotkeys-service.js';

export interface HotkeysOptions {
  readonly settings: Pick<SettingsService, 'watch'>;
  readonly phrases: PhraseHotkeys;
  /** Null where the host has no global shortcuts. */
  readonly registrar: HotkeyRegistrar | null;
  /** As Node names it. */
  readonly platform: string;
  /** Does what a shortcut is for: an action of the settings, or `phrase:` and an id. */
  readonly onPressed: (action: string) => void;
}

const UNAVAILABLE =
  'this Sotto cannot take keys from other programs; let your desktop call "sotto --speak-selection", ' +
  '"--speak-clipboard", "--quick" or "--stop" by a shortcut of its own';
const REFUSED = 'the system or another program has these keys';

/** The name under which a phrase's shortcut is known. */
export function phraseAction(phraseId: string): string {
  return `phrase:${phraseId}`;
}

/** Registers the shortcuts of settings and phrases, and keeps them registered as they change. */
export function createHotkeys(options: HotkeysOptions): HotkeysService {
  return new Hotkeys(options);
}

class Hotkeys implements HotkeysService {
  readonly #options: HotkeysOptions;
  readonly #stateListeners = new Listeners<readonly HotkeyState[]>();
  readonly #pressedListeners = new Listeners<string>();
  readonly #stopWatching: readonly Unsubscribe[];
  /** Keys that the system has granted, with the action that they are for at present. */
  readonly #registered = new Map<string, string>();
  #hotkeys: Settings['hotkeys'] | undefined;
  #phrases: readonly PhraseHotkey[] = [];
  #states: readonly HotkeyState[] = [];

  constructor(options: HotkeysOptions) {
    this.#options = options;
    this.#stopWatching = [
      options.phrases.watch((phrases) => {
        this.#phrases = phrases;
        this.#update();
      }),
      options.settings.watch(({ hotkeys }) => {
        this.#hotkeys = hotkeys;
        this.#update();
      }),
    ];
  }

  watch(listener: (hotkeys: readonly HotkeyState[]) => void): Unsubscribe {
    listener(this.#states);
    return this.#stateListeners.add(listener);
  }

  watchPressed(listener: (action: string) => void): Unsubscribe {
    return this.#pressedListeners.add(listener);
  }

  dispose(): void {
    for (const stop of this.#stopWatching) stop();
    for (const keys of this.#registered.keys()) this.#options.registrar?.unregister(keys);
    this.#registered.clear();
  }

  #wanted(): WantedHotkey[] {
    const hotkeys = this.#hotkeys;
    if (!hotkeys) return [];
    return [
      ...HOTKEY_ACTIONS.map((action) => ({ action, name: action, accelerator: hotkeys[action] })),
      ...this.#phrases.map(({ phraseId, label, accelerator }) => ({
        action: phraseAction(phraseId),
        name: label,
        accelerator,
      })),
    ];
  }

  #update(): void {
    // Until both sources have spoken, phrases would be registered and settings taken for absent.
    if (!this.#hotkeys) return;
    const planned = planHotkeys(this.#wanted(), this.#options.platform);
    const actions = new Map(
      planned.flatMap((one) => (one.kind === 'register' ? [[one.keys, one.wanted.action] as const] : [])),
    );
    this.#releaseAllBut(actions);
    const states = planned.map((one) => (one.kind === 'settled' ? one.state : this.#register(one)));
    if (JSON.stringify(states) === JSON.stringify(this.#states)) return;
    this.#states = states;
    this.#stateListeners.tell(states);
  }

  /** Before anything is registered: keys that change hands have to be free. */
  #releaseAllBut(actions: ReadonlyMap<string, string>): void {
    for (const keys of [...this.#registered.keys()]) {
      const action = actions.get(keys);
      if (action !== undefined) continue;
      this.#options.registrar?.unregister(keys);
      this.#registered.delete(keys);
    }
  }

  #register({ wanted, keys }: { wanted: WantedHotkey; keys: string }): HotkeyState {
    const { action, accelerator } = wanted;
    const state = (name: HotkeyState['state'], reason = ''): HotkeyState => ({
      action,
      accelerator,
      state: name,
      reason,
    });
    const { registrar } = this.#options;
    if (!registrar) return state('unavailable', UNAVAILABLE);
    // The action is looked up when the keys are pressed, so that keys that change hands need not be given back first.
    if (!this.#registered.has(keys) && !registrar.register(keys, () => this.#pressed(keys)))
      return state('refused', REFUSED);
    this.#registered.set(keys, action);
    return state('active');
  }

  #pressed(keys: string): void {
    const action = this.#registered.get(keys);
    if (action === undefined) return;
    this.#pressedListeners.tell(action);
    this.#options.onPressed(action);
  }
}

/** The calls of a window that concern shortcuts. */
export function hotkeysHandlers(
  hotkeys: HotkeysService,
): Pick<Handlers<AppContract>, 'hotkeysWatch' | 'hotkeyPressed'> {
  return {
    hotkeysWatch: (_, tell) => hotkeys.watch((states) => tell({ hotkeys: [...states] })),
    hotkeyPressed: (_, tell) => hotkeys.watchPressed((action) => tell({ action })),
  };
}
