import { Blend, UsersRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { useClient, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Button, EmptyState, Question, SearchField, Segments, useAttempt, View } from '../../ui/index.js';
import { MixDialog } from './mix-dialog.js';
import { StylePanel } from './style-panel.js';
import { usePreview } from './use-preview.js';
import { filterVoices, type VoiceFilter } from './voice-filter.js';
import { VoiceList, type VoiceActions } from './voice-list.js';
import { useVoiceWords } from './voice-words.js';
import { voicesWords } from './words.js';
import styles from './voices-view.module.css';

interface Asking {
  readonly kind: 'mix' | 'remove';
  /** Undefined: a new mix. */
  readonly voice: VoiceEntry | undefined;
}

const ALL = 'all';
const NO_FILTER: VoiceFilter = { search: '', language: null };

/** Who can speak, and how the chosen one does. */
export function VoicesView(): ReactNode {
  const words = useWords(voicesWords);
  const { describe, languageName } = useVoiceWords();
  const client = useClient();
  const attempt = useAttempt();
  const preview = usePreview();
  const state = useHostState('voicesWatch');
  const [filter, setFilter] = useState(NO_FILTER);
  const [asking, setAsking] = useState<Asking>();
  if (state === undefined) return null;
  const { voices, chosen } = state;

  const actions: VoiceActions = {
    choose: ({ id }) => attempt(() => client.voiceChoose({ voiceId: id })),
    preview: ({ id }) => preview.toggle(id, { voiceId: id }),
    favour: ({ id, isFavourite }) =>
      attempt(() => client.voiceFavourite({ voiceId: id, isFavourite: !isFavourite })),
    editMix: (voice) => setAsking({ kind: 'mix', voice }),
    removeMix: (voice) => setAsking({ kind: 'remove', voice }),
  };
  const shown = filterVoices(voices, filter, (voice) => describe(voice, voices));
  const languages = [...new Set(voices.map((voice) => voice.language))];
  return (
    <View
      title={words('voices')}
      actions={
        <Button icon={<Blend aria-hidden />} onClick={() => setAsking({ kind: 'mix', voice: undefined })}>
          {words('mix')}
        </Button>
      }
    >
      <div className={styles.columns}>
        <div className={styles.voices}>
          <div className={styles.filter}>
            <SearchField
              label={words('search')}
              value={filter.search}
              onChange={(search) => setFilter({ ...filter, search })}
            />
            <Segments
              label={words('language')}
              value={filter.language ?? ALL}
              options={[
                { value: ALL, label: words('allLanguages') },
                ...languages.map((code) => ({ value: code, label: languageName(code) })),
              ]}
              onChange={(code) => setFilter({ ...filter, language: code === ALL ? null : code })}
            />
          </div>
          {shown.length > 0 ? (
            <VoiceList
              voices={shown}
              allVoices={voices}
              chosenId={chosen.voiceId}
              soundingId={preview.soundingKey}
              actions={actions}
            />
          ) : (
            <EmptyState icon={<UsersRound aria-hidden />} title={words('nothingFound')}>
              <p>{words('nothingFoundHint')}</p>
              <Button onClick={() => setFilter(NO_FILTER)}>{words('showAll')}</Button>
            </EmptyState>
          )}
        </div>
        <div className={styles.style}>
          <StylePanel />
        </div>
      </div>
      {asking?.kind === 'mix' && (
        <MixDialog
          voices={voices}
          mix={asking.voice}
          firstVoiceId={chosen.voiceId}
          onClose={() => setAsking(undefined)}
        />
      )}
      <Question
        title={words('removeMixTitle', { name: asking?.voice?.name ?? '' })}
        isOpen={asking?.kind === 'remove'}
        action={words('remove')}
        onAnswer={(isYes) => {
          const voice = asking?.voice;
          setAsking(undefined);
          if (isYes && voice !== undefined) attempt(() => client.mixRemove({ id: voice.id }));
        }}
      >
        <p>{words('removeMixText')}</p>
      </Question>
    </View>
  );
}
