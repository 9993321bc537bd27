import { Copy, RotateCw } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import { useClient } from '../../host/index.js';
import { useErrorLines, useWords } from '../../i18n/index.js';
import { Button } from '../../ui/index.js';
import { Actions, Box, Section } from './section.js';
import { useAnswer } from './use-answer.js';
import { useCopy } from './use-copy.js';
import { settingsWords } from './words.js';
import styles from './section.module.css';

/** Everything that helps to find a fault, to copy. */
export function DiagnosticsSection(): ReactNode {
  const words = useWords(settingsWords);
  const client = useClient();
  const copy = useCopy();
  const lines = useErrorLines();
  const { value, error, ask } = useAnswer(
    useCallback((options) => client.diagnostics({}, options), [client]),
  );
  const text = value?.text ?? '';
  return (
    <Section title={words('diagnostics')} hint={words('diagnosticsHint')}>
      <Box>
        {error ? (
          <p className={styles.trouble}>{lines(error).join(' ')}</p>
        ) : (
          <pre className={styles.text} tabIndex={0} role="group" aria-label={words('diagnosticsText')}>
            {text}
          </pre>
        )}
        <Actions>
          <Button icon={<Copy aria-hidden />} disabled={text === ''} onClick={() => copy(text)}>
            {words('copy')}
          </Button>
          <Button icon={<RotateCw aria-hidden />} onClick={ask}>
            {words('refresh')}
          </Button>
        </Actions>
      </Box>
    </Section>
  );
}
