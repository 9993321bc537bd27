import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { HOTKEY_ACTIONS, type HotkeyAction, type HotkeyState } from '../../../engine/shared/app/settings.js';
import { useHostInfo, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { HotkeyCheck, HotkeyField, IconButton } from '../../ui/index.js';
import { Box, Hint, Section } from './section.js';
import { useCopy } from './use-copy.js';
import { useChange, useSettings } from './use-settings.js';
import { settingsWords } from './words.js';
import styles from './section.module.css';

/** What reaches the running instance from a desktop's own keyboard settings. */
const COMMANDS = [
  ['quickSpeak', 'sotto --quick'],
  ['speakSelection', 'sotto --speak-selection'],
  ['speakClipboard', 'sotto --speak-clipboard'],
  ['stop', 'sotto --stop'],
] as const;

/** Keys that work in every program. */
export function HotkeysSection(): ReactNode {
  const words = useWords(settingsWords);
  const host = useHostInfo();
  if (host === undefined) return null;
  const isAvailable = host.capabilities.globalHotkeys;
  return (
    <Section title={words('hotkeys')} hint={words('hotkeysHint')}>
      <Box>
        {HOTKEY_ACTIONS.map((action) => (
          <ActionHotkey key={action} action={action} platform={host.platform} isDisabled={!isAvailable} />
        ))}
      </Box>
      {(!isAvailable || host.platform === 'linux') && (
        <Box>
          <Hint>{words(isAvailable ? 'hotkeysFallback' : 'hotkeysUnavailable')}</Hint>
          <Commands />
        </Box>
      )}
    </Section>
  );
}

interface ActionHotkeyProps {
  readonly action: HotkeyAction;
  readonly platform: string;
  readonly isDisabled: boolean;
}

function ActionHotkey({ action, platform, isDisabled }: ActionHotkeyProps): ReactNode {
  const words = useWords(settingsWords);
  const settings = useSettings();
  const change = useChange();
  const state = useHostState('hotkeysWatch')?.hotkeys.find((one) => one.action === action);
  if (settings === undefined) return null;
  const value = settings.hotkeys[action];
  const isTried = !isDisabled && state?.state === 'active';
  return (
    <HotkeyField
      label={words(action)}
      value={value}
      platform={platform}
      isDisabled={isDisabled}
      problem={isDisabled ? undefined : problemOf(state, words)}
      note={isTried && <HotkeyCheck key={value} action={action} silentHint={words('hotkeySilent')} />}
      onChange={(keys) => void change({ hotkeys: { ...settings.hotkeys, [action]: keys } })}
    />
  );
}

function problemOf(
  state: HotkeyState | undefined,
  words: ReturnType<typeof useWords<typeof settingsWords.en>>,
): string | undefined {
  // A conflict names the other action, or the phrase in the person's own words.
  const other = HOTKEY_ACTIONS.find((one) => one === state?.reason);
  const reason = other === undefined ? (state?.reason ?? '') : words(other);
  switch (state?.state) {
    case 'conflict':
      return words('hotkeyConflict', { reason });
    case 'refused':
      return words('hotkeyRefused', { reason });
    case 'unavailable':
      return words('hotkeyUnavailable', { reason });
    default:
      return undefined;
  }
}

function Commands(): ReactNode {
  const words = useWords(settingsWords);
  const copy = useCopy();
  return (
    <ul className={styles.rows}>
      {COMMANDS.map(([action, command]) => (
        <li key={action}>
          <span>{words(action)}</span>
          <span>
            <code className={styles.command}>{command}</code>
            <IconButton label={words('copyCommand', { command })} onClick={() => copy(command)}>
              <Copy aria-hidden />
            </IconButton>
          </span>
        </li>
      ))}
    </ul>
  );
}
