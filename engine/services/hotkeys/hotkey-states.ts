import { normaliseAccelerator } from '../../shared/accelerator.js';
import type { HotkeyState } from '../../shared/app/settings.js';

/** Something that is done by a shortcut. */
export interface WantedHotkey {
  /** Of the settings' actions, or `phrase:` and an id. */
  readonly action: string;
  /** As a person knows it. */
  readonly name: string;
  /** Empty for none. */
  readonly accelerator: string;
}

/** A shortcut that can be registered, or the reason why not. */
export type PlannedHotkey =
  | { readonly kind: 'register'; readonly wanted: WantedHotkey; readonly keys: string }
  | { readonly kind: 'settled'; readonly state: HotkeyState };

/**
 * Decides which shortcuts can be registered. Of two that are the same keys, the first has them: actions of the settings
 * come before phrases.
 */
export function planHotkeys(wanted: readonly WantedHotkey[], platform: string): PlannedHotkey[] {
  const users = new Map<string, WantedHotkey>();
  return wanted.map((one) => {
    const { action, accelerator } = one;
    const settled = (state: HotkeyState['state'], reason: string): PlannedHotkey => ({
      kind: 'settled',
      state: { action, accelerator, state, reason },
    });
    if (accelerator === '') return settled('off', '');
    const keys = normaliseAccelerator(accelerator, platform);
    if (keys === undefined) return settled('refused', `"${accelerator}" is no shortcut`);
    const user = users.get(keys);
    if (user) return settled('conflict', user.name);
    users.set(keys, one);
    return { kind: 'register', wanted: one, keys };
  });
}
