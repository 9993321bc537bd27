import { Check } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useHostEvent } from '../host/index.js';
import { useWords } from '../i18n/index.js';
import { Button } from './button.js';
import { uiWords } from './words.js';
import styles from './hotkey-check.module.css';

/** Long enough to find the keys. */
const WAITING_MS = 10_000;

type Stage = 'unknown' | 'waiting' | 'heard' | 'silent';

export interface HotkeyCheckProps {
  /** What the host calls it when it tells that it was pressed. */
  readonly action: string;
  /** What to do when nothing was heard. */
  readonly silentHint: string;
}

/** "Press it now": that the system took a shortcut proves nothing, that it arrives does. Give it the shortcut as `key`. */
export function HotkeyCheck({ action, silentHint }: HotkeyCheckProps): ReactNode {
  const words = useWords(uiWords);
  const [stage, setStage] = useState<Stage>('unknown');
  useHostEvent(
    'hotkeyPressed',
    useCallback(
      (pressed: { readonly action: string }) => {
        if (pressed.action === action) setStage('heard');
      },
      [action],
    ),
  );
  useEffect(() => {
    if (stage !== 'waiting') return undefined;
    const timer = setTimeout(() => setStage('silent'), WAITING_MS);
    return () => clearTimeout(timer);
  }, [stage]);
  return (
    <div className={styles.check} role="status">
      {stage === 'heard' ? (
        <span className={styles.heard}>
          <Check aria-hidden />
          {words('hotkeyHeard')}
        </span>
      ) : (
        <Button kind="quiet" disabled={stage === 'waiting'} onClick={() => setStage('waiting')}>
          {words(stage === 'waiting' ? 'hotkeyWaiting' : 'hotkeyTry')}
        </Button>
      )}
      {stage === 'silent' && <p className={styles.silent}>{silentHint}</p>}
    </div>
  );
}
