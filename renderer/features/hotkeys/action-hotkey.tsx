import type { ReactNode } from 'react';
import { HOTKEY_ACTIONS, type HotkeyAction, type HotkeyState } from '../../../engine/shared/app/settings.js';
import { useClient, useHostInfo, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { HotkeyCheck, HotkeyField, useAttempt } from '../../ui/index.js';
import { hotkeysWords } from './words.js';

export interface ActionHotkeyProps {
  readonly action: HotkeyAction;
  /** The action's own name where there is none. */
  readonly label?: string;
  /** What to do when the keys were pressed and nothing arrived. */
  readonly silentHint: string;
}

/** The global shortcut of an action: how it stands, a way to try it, a way to change it. */
export function ActionHotkey({ action, label, silentHint }: ActionHotkeyProps): ReactNode {
  const words = useWords(hotkeysWords);
  const client = useClient();
  const attempt = useAttempt();
  const host = useHostInfo();
  const hotkeys = useHostState('settingsWatch')?.hotkeys;
  const state = useHostState('hotkeysWatch')?.hotkeys.find((one) => one.action === action);
  if (host === undefined || hotkeys === undefined) return null;
  const isDisabled = !host.capabilities.globalHotkeys;
  const value = hotkeys[action];
  const isTried = !isDisabled && state?.state === 'active';
  return (
    <HotkeyField
      label={label ?? words(action)}
      value={value}
      platform={host.platform}
      isDisabled={isDisabled}
      problem={isDisabled ? undefined : problemOf(state, words)}
      note={isTried && <HotkeyCheck key={value} action={action} silentHint={silentHint} />}
      onChange={(keys) =>
        attempt(() => client.settingsChange({ patch: { hotkeys: { ...hotkeys, [action]: keys } } }))
      }
    />
  );
}

function problemOf(
  state: HotkeyState | undefined,
  words: ReturnType<typeof useWords<typeof hotkeysWords.en>>,
): string | undefined {
  switch (state?.state) {
    case 'conflict': {
      // The other action, or a phrase in the person's own words.
      const other = HOTKEY_ACTIONS.find((one) => one === state.reason);
      return words('conflict', { name: other === undefined ? state.reason : words(other) });
    }
    case 'refused':
    case 'unavailable':
      return words(state.state);
    default:
      return undefined;
  }
}
