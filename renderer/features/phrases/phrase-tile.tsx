import type { ReactNode } from 'react';
import type { PhraseEntry, PhraseGroup } from '../../../engine/shared/app/phrases.js';
import { useWords } from '../../i18n/index.js';
import { classes } from '../../ui/index.js';
import { paletteColour } from './palette.js';
import { PhraseMenu } from './phrase-menu.js';
import { nameOf } from './phrase-search.js';
import { PhraseStateMark } from './phrase-state.js';
import type { PhraseActions } from './use-phrase-actions.js';
import { usePlacing } from './use-placing.js';
import { phrasesWords } from './words.js';
import palette from './palette.module.css';
import styles from './phrase-tile.module.css';

export interface PhraseItemProps {
  readonly phrase: PhraseEntry;
  readonly groups: readonly PhraseGroup[];
  /** The key that speaks it, 1 to 9; undefined where there is none left. */
  readonly digit: number | undefined;
  /** The list that is put in order; undefined while it is a search's. */
  readonly order: readonly PhraseEntry[] | undefined;
  readonly actions: PhraseActions;
  readonly onSpeak: (phrase: PhraseEntry) => void;
  readonly onPlace: (id: string, index: number) => void;
  readonly onEdit: (phrase: PhraseEntry) => void;
  readonly onRemove: (phrase: PhraseEntry) => void;
}

/** A phrase to speak with one click. */
export function PhraseTile(props: PhraseItemProps): ReactNode {
  const { phrase, groups, digit, order, actions, onSpeak, onPlace, onEdit, onRemove } = props;
  const words = useWords(phrasesWords);
  const placing = usePlacing<HTMLLIElement>({ phrase, order, axis: 'horizontal', onPlace });
  const isSounding = actions.soundingId === phrase.id;
  const colour = paletteColour(phrase.colour);
  return (
    <li
      ref={placing.ref}
      className={classes(
        styles.tile,
        colour && palette[colour],
        placing.isDragging && styles.dragging,
        isSounding && styles.sounding,
      )}
      data-edge={placing.edge}
    >
      <button
        type="button"
        className={styles.speak}
        data-phrase={phrase.id}
        aria-label={words('speakNamed', { name: nameOf(phrase) })}
        aria-describedby={`state-${phrase.id}`}
        aria-keyshortcuts={digit === undefined ? undefined : String(digit)}
        onClick={() => onSpeak(phrase)}
        onKeyDown={placing.onKeyDown}
      >
        {phrase.emoji !== '' && <span className={styles.emoji}>{phrase.emoji}</span>}
        <span className={styles.name}>{nameOf(phrase)}</span>
      </button>
      <span id={`state-${phrase.id}`} className={styles.state}>
        {digit !== undefined && (
          <kbd className={styles.digit} aria-hidden>
            {digit}
          </kbd>
        )}
        <PhraseStateMark phrase={phrase} isSounding={isSounding} />
      </span>
      <PhraseMenu
        className={styles.menu}
        phrase={phrase}
        groups={groups}
        actions={actions}
        onEdit={() => onEdit(phrase)}
        onRemove={() => onRemove(phrase)}
        onStep={placing.onStep}
      />
    </li>
  );
}
