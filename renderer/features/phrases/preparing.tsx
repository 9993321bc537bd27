import { Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PhrasesState } from '../../../engine/shared/app/phrases.js';
import { useClient } from '../../host/index.js';
import { formatEstimate, useLanguage, useWords } from '../../i18n/index.js';
import { IconButton, Progress, useAttempt } from '../../ui/index.js';
import { phrasesWords } from './words.js';
import styles from './preparing.module.css';

/** How far the rendering in the background is. */
export function Preparing({ progress }: { readonly progress: PhrasesState['progress'] }): ReactNode {
  const words = useWords(phrasesWords);
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  if (progress === null) return null;
  const { done, total, isPaused, isWaiting, remainingMs } = progress;
  const what = words('preparing', { done, total });
  const how = isPaused
    ? words('preparingPaused')
    : isWaiting
      ? words('preparingWaits')
      : remainingMs === null
        ? undefined
        : words('preparingLeft', { time: formatEstimate(remainingMs, language) });
  return (
    <div className={styles.preparing}>
      <span>{[what, how].filter(Boolean).join(' · ')}</span>
      <Progress label={what} value={total === 0 ? 0 : done / total} />
      <IconButton
        label={words(isPaused ? 'resumePreparing' : 'pausePreparing')}
        onClick={() => attempt(() => client.phrasesPause({ isPaused: !isPaused }))}
      >
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
      </IconButton>
    </div>
  );
}
