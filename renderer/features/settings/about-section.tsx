import { useState, type ReactNode } from 'react';
import { useHostInfo } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Button, Dialog, useAttempt } from '../../ui/index.js';
import { Actions, Box, Section } from './section.js';
import { settingsWords } from './words.js';
import styles from './section.module.css';

/** What this is, and whose work it stands on. */
export function AboutSection(): ReactNode {
  const words = useWords(settingsWords);
  const attempt = useAttempt();
  const version = useHostInfo()?.version;
  const [notices, setNotices] = useState<string>();
  const show = (): void =>
    attempt(async () => {
      // Large, and seldom read: it is a file of its own, loaded when it is asked for.
      setNotices((await import('../../../THIRD_PARTY_NOTICES.md?raw')).default);
    });
  return (
    <Section title={words('about')}>
      <Box>
        <h3>Sotto</h3>
        {version !== undefined && <p>{words('version', { version })}</p>}
        <p>{words('aboutText')}</p>
        <p>{words('licence')}</p>
        <Actions>
          <Button onClick={show}>{words('notices')}</Button>
        </Actions>
      </Box>
      {notices !== undefined && (
        <Dialog title={words('noticesTitle')} isOpen onClose={() => setNotices(undefined)}>
          <pre className={styles.text} tabIndex={0} role="group" aria-label={words('noticesTitle')}>
            {notices}
          </pre>
        </Dialog>
      )}
    </Section>
  );
}
