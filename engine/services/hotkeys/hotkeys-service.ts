import type { HotkeyState } from '../../shared/app/settings.js';
import type { Unsubscribe } from '../../shared/transport.js';

/** What a host with global shortcuts offers; one without has none, and says so with null. */
export interface HotkeyRegistrar {
  /**
   * Takes a shortcut from the whole system.
   * @param accelerator in Electron's notation
   * @returns whether the system granted it
   */
  register(accelerator: string, onPressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/** A phrase that is spoken by a shortcut. */
export interface PhraseHotkey {
  readonly phraseId: string;
  /** As the person knows the phrase. */
  readonly label: string;
  readonly accelerator: string;
}

/** Where the shortcuts of phrases come from. */
export interface PhraseHotkeys {
  /** Hears them now, then after every change. */
  watch(listener: (hotkeys: readonly PhraseHotkey[]) => void): Unsubscribe;
}

/** Global shortcuts: those of the settings, and those of phrases. */
export interface HotkeysService {
  /** Every shortcut and how it stands: now, then after every change. Phrases go by `phrase:` and their id. */
  watch(listener: (hotkeys: readonly HotkeyState[]) => void): Unsubscribe;
  /** Hears every press, whatever it then does. */
  watchPressed(listener: (action: string) => void): Unsubscribe;
  dispose(): void;
}
