import { Check, Ellipsis, Pencil, Play, Square, Star, Trash2 } from 'lucide-react';
import { memo, useId, type ReactNode } from 'react';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { useWords } from '../../i18n/index.js';
import { classes, IconButton, Menu } from '../../ui/index.js';
import { useVoiceGroups } from './use-voice-groups.js';
import { isRecorded, useVoiceWords } from './voice-words.js';
import { voicesWords } from './words.js';
import styles from './voice-list.module.css';

export interface VoiceActions {
  readonly choose: (voice: VoiceEntry) => void;
  readonly preview: (voice: VoiceEntry) => void;
  readonly favour: (voice: VoiceEntry) => void;
  readonly editMix: (voice: VoiceEntry) => void;
  /** A mix, or a voice that was made of a recording. */
  readonly remove: (voice: VoiceEntry) => void;
}

export interface VoiceListProps {
  readonly voices: readonly VoiceEntry[];
  /** All of them: a mix names others. */
  readonly allVoices: readonly VoiceEntry[];
  readonly chosenId: string;
  readonly soundingId: string | undefined;
  /** Has to be stable: rows are drawn anew only when something of theirs has changed. */
  readonly actions: VoiceActions;
}

/** Voices to choose from, each with its preview. */
export function VoiceList({ voices, allVoices, chosenId, soundingId, actions }: VoiceListProps): ReactNode {
  const words = useWords(voicesWords);
  const { group, title, trouble } = useVoiceGroups();
  const { detail } = useVoiceWords();
  return group(voices).map((one) => {
    const heading = title(one);
    return (
      <div key={one.key} className={styles.group}>
        {heading !== '' && <h2 className={styles.heading}>{heading}</h2>}
        <ul className={styles.list} aria-label={heading === '' ? words('voices') : heading}>
          {one.voices.map((voice) => (
            <VoiceRow
              key={voice.id}
              voice={voice}
              detail={detail(voice, allVoices)}
              trouble={trouble(voice)}
              isChosen={voice.id === chosenId}
              isSounding={voice.id === soundingId}
              actions={actions}
            />
          ))}
        </ul>
      </div>
    );
  });
}

interface VoiceRowProps {
  readonly voice: VoiceEntry;
  readonly detail: string;
  /** Why it cannot speak. */
  readonly trouble: string | undefined;
  readonly isChosen: boolean;
  readonly isSounding: boolean;
  readonly actions: VoiceActions;
}

const VoiceRow = memo(function VoiceRow({
  voice,
  detail,
  trouble,
  isChosen,
  isSounding,
  actions,
}: VoiceRowProps): ReactNode {
  const words = useWords(voicesWords);
  const detailId = useId();
  const { name } = voice;
  const isMix = voice.mix !== undefined;
  return (
    <li className={classes(styles.row, isChosen && styles.chosen)}>
      <IconButton
        label={isSounding ? words('stopPreview') : words('preview', { name })}
        kind="plain"
        className={styles.preview}
        disabled={trouble !== undefined}
        onClick={() => actions.preview(voice)}
      >
        {isSounding ? <Square aria-hidden /> : <Play aria-hidden />}
      </IconButton>
      <button
        type="button"
        className={styles.choose}
        aria-pressed={isChosen}
        aria-label={words('choose', { name })}
        aria-describedby={detailId}
        disabled={trouble !== undefined}
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
        <span id={detailId} className={classes(styles.detail, trouble !== undefined && styles.trouble)}>
          {trouble ?? detail}
        </span>
      </button>
      {(isMix || isRecorded(voice.id)) && (
        <Menu
          trigger={
            <IconButton label={words('more', { name })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
          items={[
            ...(isMix
              ? [
                  {
                    key: 'edit',
                    label: words('editMix'),
                    icon: <Pencil aria-hidden />,
                    onChoose: () => actions.editMix(voice),
                  },
                ]
              : []),
            {
              key: 'remove',
              label: words(isMix ? 'removeMix' : 'removeRecorded'),
              icon: <Trash2 aria-hidden />,
              isDanger: true,
              onChoose: () => actions.remove(voice),
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
});
