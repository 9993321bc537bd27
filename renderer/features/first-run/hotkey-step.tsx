import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HotkeyAction } from '../../../engine/shared/app/settings.js';
import { useClient, useHostInfo, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { HotkeyCheck, HotkeyField, IconButton, useAttempt, useToasts } from '../../ui/index.js';
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
  return info.capabilities.globalHotkeys ? <Fields platform={info.platform} /> : <Commands />;
}

function Fields({ platform }: { readonly platform: string }): ReactNode {
  const words = useWords(firstRunWords);
  const client = useClient();
  const attempt = useAttempt();
  const settings = useHostState('settingsWatch');
  const states = useHostState('hotkeysWatch')?.hotkeys ?? [];
  if (settings === undefined) return null;
  const { hotkeys } = settings;
  return (
    <>
      <p>{words('hotkeyText')}</p>
      {ACTIONS.map((action) => {
        const state = states.find((one) => one.action === action);
        const isTrouble = state?.state === 'conflict' || state?.state === 'refused';
        return (
          <HotkeyField
            key={action}
            label={words(action)}
            value={hotkeys[action]}
            platform={platform}
            problem={isTrouble ? words('conflict', { reason: state.reason }) : undefined}
            note={
              state?.state === 'active' && (
                <HotkeyCheck key={hotkeys[action]} action={action} silentHint={words('silentHint')} />
              )
            }
            onChange={(accelerator) =>
              attempt(() =>
                client.settingsChange({ patch: { hotkeys: { ...hotkeys, [action]: accelerator } } }),
              )
            }
          />
        );
      })}
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
