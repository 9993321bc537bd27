import { Redo2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PhraseEntry } from '../../../engine/shared/app/phrases.js';
import { useWords } from '../../i18n/index.js';
import { Button, IconButton } from '../../ui/index.js';
import { phrasesWords } from './words.js';
import styles from './phrase-editor.module.css';

const MAX_TAKE = 99;

export interface TakeFieldProps {
  readonly phrase: PhraseEntry;
  /** Keeps a take and speaks it. */
  readonly onTake: (take: number) => void;
}

/** Other ways of saying the same phrase. */
export function TakeField({ phrase, onTake }: TakeFieldProps): ReactNode {
  const words = useWords(phrasesWords);
  return (
    <fieldset className={styles.group}>
      <legend>{words('take', { number: phrase.take + 1 })}</legend>
      <div className={styles.take}>
        <IconButton
          label={words('earlierTake')}
          disabled={phrase.take === 0}
          onClick={() => onTake(phrase.take - 1)}
        >
          <Undo2 aria-hidden />
        </IconButton>
        <Button onClick={() => onTake(phrase.take)}>{words('listenTake')}</Button>
        <Button
          icon={<Redo2 aria-hidden />}
          disabled={phrase.take >= MAX_TAKE}
          onClick={() => onTake(phrase.take + 1)}
        >
          {words('anotherTake')}
        </Button>
      </div>
      <p className={styles.hint}>{words('takeHint')}</p>
    </fieldset>
  );
}
