import { GripVertical, Pencil, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useHostInfo, useHostState } from '../../host/index.js';
import { formatDuration, useWords } from '../../i18n/index.js';
import { classes, IconButton, Keys } from '../../ui/index.js';
import { paletteColour } from './palette.js';
import { PhraseMenu } from './phrase-menu.js';
import { nameOf } from './phrase-search.js';
import { PhraseStateMark } from './phrase-state.js';
import type { PhraseItemProps } from './phrase-tile.js';
import { usePlacing } from './use-placing.js';
import { phrasesWords } from './words.js';
import palette from './palette.module.css';
import styles from './phrase-row.module.css';

/** A phrase with everything that was decided about it, to look through and edit. */
export function PhraseRow(props: PhraseItemProps): ReactNode {
  const { phrase, groups, order, actions, onSpeak, onPlace, onEdit, onRemove } = props;
  const words = useWords(phrasesWords);
  const platform = useHostInfo()?.platform ?? '';
  const voices = useHostState('voicesWatch')?.voices ?? [];
  const placing = usePlacing<HTMLLIElement>({ phrase, order, axis: 'vertical', onPlace });
  const isSounding = actions.soundingId === phrase.id;
  const colour = paletteColour(phrase.colour);
  const name = nameOf(phrase);
  const voice = voices.find(({ id }) => id === phrase.voiceId)?.name;
  return (
    <li
      ref={placing.ref}
      className={classes(styles.row, placing.isDragging && styles.dragging)}
      data-edge={placing.edge}
    >
      <GripVertical aria-hidden className={styles.grip} />
      <IconButton
        label={words('speakNamed', { name })}
        kind="plain"
        className={styles.round}
        onClick={() => onSpeak(phrase)}
      >
        <Play aria-hidden />
      </IconButton>
      <span className={classes(styles.swatch, colour && palette[colour])} aria-hidden>
        {phrase.emoji}
      </span>
      <button
        type="button"
        className={styles.text}
        data-phrase={phrase.id}
        aria-label={words('editNamed', { name })}
        onClick={() => onEdit(phrase)}
        onKeyDown={placing.onKeyDown}
      >
        <span className={styles.name}>
          {name}
          <Pencil aria-hidden />
        </span>
        <span className={styles.detail}>
          {[phrase.label === '' ? undefined : phrase.text, voice].filter(Boolean).join(' · ')}
        </span>
      </button>
      {phrase.hotkey !== '' && <Keys accelerator={phrase.hotkey} platform={platform} />}
      <span className={styles.state}>
        <PhraseStateMark phrase={phrase} isSounding={isSounding} hasText />
      </span>
      <span className={styles.duration}>
        {phrase.durationMs === null ? '' : formatDuration(phrase.durationMs)}
      </span>
      <PhraseMenu
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
