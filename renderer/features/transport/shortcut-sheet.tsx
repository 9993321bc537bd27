import { useId, type ReactNode } from 'react';
import type { HotkeyAction } from '../../../engine/shared/app/settings.js';
import { useHostInfo, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Dialog, Keys } from '../../ui/index.js';
import { transportWords } from './words.js';
import styles from './shortcut-sheet.module.css';

type Word = Parameters<ReturnType<typeof useWords<(typeof transportWords)['en']>>>[0];

const IN_WINDOW: readonly (readonly [string, Word])[] = [
  ['CommandOrControl+Enter', 'speakText'],
  ['CommandOrControl+Shift+Enter', 'speakFromCursor'],
  ['Escape', 'stopAtOnce'],
  ['Space', 'pauseResume'],
  ['Alt+Left', 'previousSentence'],
  ['Alt+Right', 'nextSentence'],
  ['F1', 'showShortcuts'],
];

const EVERYWHERE: Readonly<Record<HotkeyAction, Word>> = {
  quickSpeak: 'quickSpeak',
  speakSelection: 'speakSelection',
  speakClipboard: 'speakClipboard',
  pauseResume: 'pauseResumeGlobal',
  stop: 'stop',
};

/** The keys of the window, and those that work in every program. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useWords(transportWords);
  const info = useHostInfo();
  const hotkeys = useHostState('hotkeysWatch')?.hotkeys ?? [];
  const platform = info?.platform ?? '';
  const everywhere = hotkeys.flatMap(({ action, accelerator, state }) => {
    const word = Object.hasOwn(EVERYWHERE, action) ? EVERYWHERE[action as HotkeyAction] : undefined;
    return word !== undefined && state === 'active' ? [[accelerator, word] as const] : [];
  });
  return (
    <Dialog title={words('shortcuts')} isOpen onClose={onClose}>
      <Rows title={words('inWindow')} rows={IN_WINDOW} platform={platform} />
      {everywhere.length > 0 && <Rows title={words('everywhere')} rows={everywhere} platform={platform} />}
    </Dialog>
  );
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly (readonly [string, Word])[];
  readonly platform: string;
}

function Rows({ title, rows, platform }: RowsProps): ReactNode {
  const words = useWords(transportWords);
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {title}
      </h2>
      <dl className={styles.rows}>
        {rows.map(([accelerator, word]) => (
          <div key={accelerator} className={styles.row}>
            <dt>{words(word)}</dt>
            <dd>
              <Keys accelerator={accelerator} platform={platform} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
