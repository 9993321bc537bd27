import { Copy, ShieldCheck } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { StoreUsage } from '../../../engine/shared/app/settings.js';
import { useClient } from '../../host/index.js';
import { formatBytes, useErrorLines, useLanguage, useWords } from '../../i18n/index.js';
import { Button, IconButton, Question, Switch, useAttempt } from '../../ui/index.js';
import { Box, Hint, Section } from './section.js';
import { useAnswer } from './use-answer.js';
import { useCopy } from './use-copy.js';
import { useChange, useSettings } from './use-settings.js';
import { settingsWords } from './words.js';
import styles from './section.module.css';

/** Stores whose content is made again by itself. */
const MADE_AGAIN: readonly StoreUsage['id'][] = ['phrase-cache', 'phrases', 'previews'];

/** What is kept on this machine, and the way to have it gone. */
export function PrivacySection(): ReactNode {
  const words = useWords(settingsWords);
  const settings = useSettings();
  const change = useChange();
  return (
    <Section title={words('privacy')}>
      <p className={styles.promise}>
        <ShieldCheck aria-hidden />
        {words('promise')}
      </p>
      {settings && (
        <Box>
          <Switch
            label={words('keepsHistory')}
            hint={words('keepsHistoryHint')}
            isOn={settings.keepsHistory}
            onChange={(keepsHistory) => void change({ keepsHistory })}
          />
        </Box>
      )}
      <Kept />
    </Section>
  );
}

function Kept(): ReactNode {
  const words = useWords(settingsWords);
  const client = useClient();
  const attempt = useAttempt();
  const copy = useCopy();
  const lines = useErrorLines();
  const report = useAnswer(useCallback((options) => client.privacyReport({}, options), [client]));
  const [asking, setAsking] = useState<StoreUsage['id']>();
  const clear = (id: StoreUsage['id']): void =>
    attempt(async () => {
      await client.privacyClear({ id });
      report.ask();
    });
  return (
    <Box>
      <h3>{words('kept')}</h3>
      {report.error && (
        <>
          <p className={styles.trouble}>{[words('couldNotRead'), ...lines(report.error)].join(' ')}</p>
          <Button onClick={report.ask}>{words('tryAgain')}</Button>
        </>
      )}
      {report.value && (
        <>
          <ul className={styles.rows}>
            {report.value.stores.map((store) => (
              <StoreRow key={store.id} store={store} onClear={() => setAsking(store.id)} />
            ))}
          </ul>
          <div className={styles.folder}>
            <span>{words('folder')}</span>
            <code className={styles.path}>{report.value.dataDir}</code>
            <IconButton label={words('copyFolder')} onClick={() => copy(report.value?.dataDir ?? '')}>
              <Copy aria-hidden />
            </IconButton>
          </div>
        </>
      )}
      <Question
        title={words('clearTitle', { name: asking ? words(asking) : '' })}
        isOpen={asking !== undefined}
        action={words('clear')}
        onAnswer={(isYes) => {
          setAsking(undefined);
          if (isYes && asking !== undefined) clear(asking);
        }}
      >
        <p>{words(asking && MADE_AGAIN.includes(asking) ? 'clearMade' : 'clearText')}</p>
      </Question>
    </Box>
  );
}

interface StoreRowProps {
  readonly store: StoreUsage;
  readonly onClear: () => void;
}

function StoreRow({ store: { id, bytes, entries }, onClear }: StoreRowProps): ReactNode {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const isEmpty = entries === 0 && bytes === 0;
  return (
    <li>
      <div className={styles.what}>
        <span>{words(id)}</span>
        <Hint>
          {isEmpty
            ? words('nothingKept')
            : `${words('entries', { count: entries })} · ${formatBytes(bytes, language)}`}
        </Hint>
      </div>
      <Button disabled={isEmpty} aria-label={words('clearNamed', { name: words(id) })} onClick={onClear}>
        {words('clear')}
      </Button>
    </li>
  );
}
