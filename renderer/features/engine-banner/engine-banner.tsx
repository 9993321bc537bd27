import { LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useClient, useHostState } from '../../host/index.js';
import { engineReason, useLanguage, useWords } from '../../i18n/index.js';
import { Button, useAttempt, useLasting } from '../../ui/index.js';
import { noticeOf, SLOW_START_MS } from './engine-notice.js';
import { engineWords } from './words.js';
import styles from './engine-banner.module.css';

/** Says that the engine's process stopped: quietly while it helps itself, with a way on once it does not. */
export function EngineBanner(): ReactNode {
  const words = useWords(engineWords);
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const engine = useHostState('engineWatch');
  const isSlow = useLasting(engine?.kind === 'starting', SLOW_START_MS);
  const status = useHostState('speechState')?.status;
  const isSpeaking = status === 'preparing' || status === 'speaking';
  const notice = engine && noticeOf(engine, { isSlow, isSpeaking });
  if (engine === undefined || notice === undefined) return null;
  const reason = engineReason(engine, language);
  if (notice !== 'gave-up')
    return (
      <div className={styles.place}>
        <div role="status" className={styles.quiet}>
          <LoaderCircle aria-hidden />
          {words(notice)}
        </div>
      </div>
    );
  return (
    <div role="alert" className={styles.banner}>
      <TriangleAlert aria-hidden />
      <div className={styles.text}>
        <p>{reason === '' ? words('stoppedPlain') : words('stopped', { reason })}</p>
        <p className={styles.kept}>{words('kept')}</p>
      </div>
      <Button onClick={() => attempt(() => client.engineRestart({}))}>{words('restart')}</Button>
    </div>
  );
}
