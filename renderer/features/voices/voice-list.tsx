import { Check, Ellipsis, Pencil, Play, Square, Star, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { useWords } from '../../i18n/index.js';
import { classes, IconButton, Menu } from '../../ui/index.js';
import { useVoiceWords } from './voice-words.js';
import { voicesWords } from './words.js';
import styles from './voice-list.module.css';

export interface VoiceActions {
  readonly choose: (voice: VoiceEntry) => void;
  readonly preview: (voice: VoiceEntry) => void;
  readonly favour: (voice: VoiceEntry) => void;
  readonly editMix: (voice: VoiceEntry) => void;
  readonly removeMix: (voice: VoiceEntry) => void;
}

export interface VoiceListProps {
  readonly voices: readonly VoiceEntry[];
  /** All of them: a mix names others. */
  readonly allVoices: readonly VoiceEntry[];
  readonly chosenId: string;
  readonly soundingId: string | undefined;
  readonly actions: VoiceActions;
}

/** Voices to choose from, each with its preview. */
export function VoiceList({ voices, allVoices, chosenId, soundingId, actions }: VoiceListProps): ReactNode {
  const words = useWords(voicesWords);
  return (
    <ul className={styles.list} aria-label={words('voices')}>
      {voices.map((voice) => (
        <VoiceRow
          key={voice.id}
          voice={voice}
          allVoices={allVoices}
          isChosen={voice.id === chosenId}
          isSounding={voice.id === soundingId}
          actions={actions}
        />
      ))}
    </ul>
  );
}

interface VoiceRowProps {
  readonly voice: VoiceEntry;
  readonly allVoices: readonly VoiceEntry[];
  readonly isChosen: boolean;
  readonly isSounding: boolean;
  readonly actions: VoiceActions;
}

function VoiceRow({ voice, allVoices, isChosen, isSounding, actions }: VoiceRowProps): ReactNode {
  const words = useWords(voicesWords);
  const { describe, languageName } = useVoiceWords();
  const { name } = voice;
  return (
    <li className={classes(styles.row, isChosen && styles.chosen)}>
      <IconButton
        label={isSounding ? words('stopPreview') : words('preview', { name })}
        kind="plain"
        className={styles.preview}
        onClick={() => actions.preview(voice)}
      >
        {isSounding ? <Square aria-hidden /> : <Play aria-hidden />}
      </IconButton>
      <button
        type="button"
        className={styles.choose}
        aria-pressed={isChosen}
        aria-label={words('choose', { name })}
        onClick={() => actions.choose(voice)}
      >
        <span className={styles.name}>
          {name}
          {isChosen && (
            <span className={styles.mark}>
              <Check aria-hidden />
              {words('chosen')}
            </span>
          )}
        </span>
        <span className={styles.detail}>
          {languageName(voice.language)} · {describe(voice, allVoices)}
        </span>
      </button>
      {voice.mix !== undefined && (
        <Menu
          trigger={
            <IconButton label={words('more', { name })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
          items={[
            {
              key: 'edit',
              label: words('editMix'),
              icon: <Pencil aria-hidden />,
              onChoose: () => actions.editMix(voice),
            },
            {
              key: 'remove',
              label: words('removeMix'),
              icon: <Trash2 aria-hidden />,
              isDanger: true,
              onChoose: () => actions.removeMix(voice),
            },
          ]}
        />
      )}
      <IconButton
        label={words(voice.isFavourite ? 'unfavourite' : 'favourite', { name })}
        className={classes(styles.star, voice.isFavourite && styles.favourite)}
        onClick={() => actions.favour(voice)}
      >
        <Star aria-hidden />
      </IconButton>
    </li>
  );
}
