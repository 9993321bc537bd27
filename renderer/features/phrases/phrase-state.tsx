import { AudioLines, CircleCheck, Clock, LoaderCircle, TriangleAlert, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PhraseEntry } from '../../../engine/shared/app/phrases.js';
import { useErrorLines, useWords } from '../../i18n/index.js';
import { classes } from '../../ui/index.js';
import { phrasesWords } from './words.js';
import styles from './phrase-state.module.css';

const ICONS: Readonly<Record<PhraseEntry['state']['kind'], ReactNode>> = {
  ready: <CircleCheck aria-hidden />,
  live: <Zap aria-hidden />,
  stale: <Clock aria-hidden />,
  rendering: <LoaderCircle aria-hidden />,
  failed: <TriangleAlert aria-hidden />,
};

export interface PhraseStateMarkProps {
  readonly phrase: PhraseEntry;
  readonly isSounding: boolean;
  /** Beside the icon rather than for screen readers alone. */
  readonly hasText?: boolean;
}

/** How far a phrase is, as an icon with its meaning in words. */
export function PhraseStateMark({ phrase, isSounding, hasText = false }: PhraseStateMarkProps): ReactNode {
  const words = useWords(phrasesWords);
  const lines = useErrorLines();
  const { state, readyCount, wantedCount } = phrase;
  const isPart = wantedCount > 1 && readyCount < wantedCount && state.kind !== 'failed';
  const text = isSounding
    ? words('speaking')
    : state.kind === 'failed'
      ? words('failed', { reason: lines({ code: state.code, message: state.reason }).join(' ') })
      : isPart
        ? words('readyPart', { ready: readyCount, wanted: wantedCount })
        : words(state.kind);
  return (
    <span
      className={classes(styles.mark, styles[isSounding ? 'sounding' : state.kind])}
      title={text}
      data-state={state.kind}
    >
      {isSounding ? <AudioLines aria-hidden /> : ICONS[state.kind]}
      <span className={hasText ? styles.text : 'visually-hidden'}>{text}</span>
    </span>
  );
}
