import { useState, type ReactNode } from 'react';
import { useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Button, Dialog, useAttempt } from '../../ui/index.js';
import { HotkeyStep } from './hotkey-step.js';
import { TrayStep } from './tray-step.js';
import { VoiceStep } from './voice-step.js';
import { firstRunWords } from './words.js';
import styles from './first-run.module.css';

const STEPS = [
  { title: 'voiceTitle', content: () => <VoiceStep /> },
  { title: 'hotkeyTitle', content: () => <HotkeyStep /> },
  { title: 'trayTitle', content: () => <TrayStep /> },
] as const;

/** A new person hears a voice, sets the keys and knows how to come back. Skipping it is done with it. */
export function FirstRun(): ReactNode {
  const words = useWords(firstRunWords);
  const client = useClient();
  const attempt = useAttempt();
  const [index, setIndex] = useState(0);
  const finish = (): void => attempt(() => client.settingsChange({ patch: { isFirstRunDone: true } }));
  const step = STEPS[index];
  const isLast = index === STEPS.length - 1;
  if (step === undefined) return null;
  return (
    <Dialog
      title={words('title')}
      isOpen
      onClose={finish}
      actions={
        <>
          <p className={styles.progress}>{words('step', { step: index + 1, count: STEPS.length })}</p>
          {!isLast && (
            <Button kind="quiet" onClick={finish}>
              {words('skip')}
            </Button>
          )}
          {index > 0 && <Button onClick={() => setIndex(index - 1)}>{words('back')}</Button>}
          <Button kind="primary" onClick={() => (isLast ? finish() : setIndex(index + 1))}>
            {words(isLast ? 'done' : 'next')}
          </Button>
        </>
      }
    >
      <div className={styles.step}>
        <h2 className={styles.heading}>{words(step.title)}</h2>
        {step.content()}
      </div>
    </Dialog>
  );
}
