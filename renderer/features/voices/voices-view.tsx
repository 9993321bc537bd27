import { Blend, Mic, UsersRound } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { PacksState } from '../../../engine/shared/app/packs.js';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { useClient, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import {
  Button,
  EmptyState,
  FileButton,
  FileDrop,
  Question,
  SearchField,
  Segments,
  useAttempt,
  View,
} from '../../ui/index.js';
import { missingNames } from './missing-voice.js';
import { MixDialog } from './mix-dialog.js';
import { MoreVoices } from './more-voices.js';
import { SOUND_FILES, useRecordingDialog } from './recording/index.js';
import { withRecorded } from './recorded-voices.js';
import { StylePanel } from './style-panel.js';
import { usePreview } from './use-preview.js';
import { filterVoices, type VoiceFilter } from './voice-filter.js';
import { VoiceList, type VoiceActions } from './voice-list.js';
import { isRecorded, useVoiceWords } from './voice-words.js';
import { voicesWords } from './words.js';
import styles from './voices-view.module.css';

interface Asking {
  readonly kind: 'mix' | 'remove';
  /** Undefined: a new mix. */
  readonly voice: VoiceEntry | undefined;
}

const ALL = 'all';
const NONE: PacksState['recorded'] = [];
const NO_FILTER: VoiceFilter = { search: '', language: null };

/** Who can speak, and how the chosen one does. */
export function VoicesView(): ReactNode {
  const words = useWords(voicesWords);
  const { describe, languageName } = useVoiceWords();
  const client = useClient();
  const attempt = useAttempt();
  const preview = usePreview();
  const state = useHostState('voicesWatch');
  const recorded = useHostState('packsWatch')?.recorded ?? NONE;
  useEffect(() => attempt(() => client.packsLook({})), [attempt, client]);
  const [filter, setFilter] = useState(NO_FILTER);
  const [asking, setAsking] = useState<Asking>();
  const recording = useRecordingDialog();
  const { toggle } = preview;
  const actions = useMemo(
    (): VoiceActions => ({
      choose: ({ id }) => attempt(() => client.voiceChoose({ voiceId: id })),
      preview: ({ id }) => toggle(id, { voiceId: id }),
      favour: ({ id, isFavourite }) =>
        attempt(() => client.voiceFavourite({ voiceId: id, isFavourite: !isFavourite })),
      editMix: (voice) => setAsking({ kind: 'mix', voice }),
      remove: (voice) => setAsking({ kind: 'remove', voice }),
    }),
    [attempt, client, toggle],
  );
  if (state === undefined) return null;
  const { chosen } = state;
  const voices = withRecorded(state.voices, recorded);
  const shown = filterVoices(voices, filter, (voice) => describe(voice, voices));
  const missing = missingNames(state, voices);
  const languages = [...new Set(voices.map((voice) => voice.language))];
  return (
    <View
      title={words('voices')}
      actions={
        <>
          <FileButton accept={SOUND_FILES} icon={<Mic aria-hidden />} onFiles={recording.take}>
            {words('fromRecordingAction')}
          </FileButton>
          <Button icon={<Blend aria-hidden />} onClick={() => setAsking({ kind: 'mix', voice: undefined })}>
            {words('mix')}
          </Button>
        </>
      }
    >
      <FileDrop label={words('dropRecording')} onFiles={recording.take} />
      {missing !== undefined && (
        <p role="status" className={styles.missing}>
          {words('chosenMissing', { ...missing })}
        </p>
      )}
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
          <MoreVoices />
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
      {recording.dialog}
      <Question
        title={words('removeTitle', { name: asking?.voice?.name ?? '' })}
        isOpen={asking?.kind === 'remove'}
        action={words('remove')}
        onAnswer={(isYes) => {
          const voice = asking?.voice;
          setAsking(undefined);
          if (!isYes || voice === undefined) return;
          attempt(() =>
            isRecorded(voice.id)
              ? client.recordingRemoveVoice({ voiceId: voice.id })
              : client.mixRemove({ id: voice.id }),
          );
        }}
      >
        <p>{words(isRecorded(asking?.voice?.id ?? '') ? 'removeRecordedText' : 'removeMixText')}</p>
      </Question>
    </View>
  );
}
