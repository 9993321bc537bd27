import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { HOTKEY_ACTIONS } from '../../../engine/shared/app/settings.js';
import { useHostInfo } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { IconButton } from '../../ui/index.js';
import { ActionHotkey } from '../hotkeys/index.js';
import { Box, Hint, Section } from './section.js';
import { useCopy } from './use-copy.js';
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
    <Section title={words('hotkeys')} {...(isAvailable && { hint: words('hotkeysHint') })}>
      <Box>
        {HOTKEY_ACTIONS.map((action) => (
          <ActionHotkey key={action} action={action} silentHint={words('hotkeySilent')} />
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
