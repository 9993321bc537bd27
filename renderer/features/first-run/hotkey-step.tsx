import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HotkeyAction } from '../../../engine/shared/app/settings.js';
import { useHostInfo } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { IconButton, useAttempt, useToasts } from '../../ui/index.js';
import { ActionHotkey } from '../hotkeys/index.js';
import { firstRunWords } from './words.js';
import styles from './first-run.module.css';

const ACTIONS = ['quickSpeak', 'speakSelection'] as const satisfies readonly HotkeyAction[];

const COMMANDS = [
  ['sotto --quick', 'commandQuick'],
  ['sotto --speak-selection', 'commandSelection'],
  ['sotto --stop', 'commandStop'],
] as const;

/** The keys that work everywhere, or what to do where there can be none. */
export function HotkeyStep(): ReactNode {
  const info = useHostInfo();
  if (info === undefined) return null;
  return info.capabilities.globalHotkeys ? <Fields /> : <Commands />;
}

function Fields(): ReactNode {
  const words = useWords(firstRunWords);
  return (
    <>
      <p>{words('hotkeyText')}</p>
      {ACTIONS.map((action) => (
        <ActionHotkey key={action} action={action} label={words(action)} silentHint={words('silentHint')} />
      ))}
    </>
  );
}

function Commands(): ReactNode {
  const words = useWords(firstRunWords);
  const attempt = useAttempt();
  const toasts = useToasts();
  const copy = async (command: string): Promise<void> => {
    await navigator.clipboard.writeText(command);
    toasts.info(words('copied'));
  };
  return (
    <>
      <p>{words('commandText')}</p>
      <ul className={styles.commands}>
        {COMMANDS.map(([command, word]) => (
          <li key={command} className={styles.command}>
            <div>
              <code>{command}</code>
              <p className={styles.detail}>{words(word)}</p>
            </div>
            <IconButton label={words('copy', { command })} onClick={() => attempt(() => copy(command))}>
              <Copy aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </>
  );
}
