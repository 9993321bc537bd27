import { Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useClient, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { IconButton, Select, useAttempt } from '../../ui/index.js';
import { usePreview } from './use-preview.js';
import { inOrderOfLiking } from './voice-filter.js';
import { useVoiceWords } from './voice-words.js';
import { voicesWords } from './words.js';
import styles from './voice-picker.module.css';

/** Who speaks, in one line, with a preview. */
export function VoicePicker(): ReactNode {
  const words = useWords(voicesWords);
  const { describe, languageName } = useVoiceWords();
  const client = useClient();
  const attempt = useAttempt();
  const preview = usePreview();
  const state = useHostState('voicesWatch');
  if (state === undefined) return null;
  const { voices, chosen } = state;
  const isSounding = preview.soundingKey === chosen.voiceId;
  const name = voices.find(({ id }) => id === chosen.voiceId)?.name ?? '';
  return (
    <div className={styles.picker}>
      <Select
        label={words('voice')}
        value={chosen.voiceId}
        options={inOrderOfLiking(voices).map((voice) => ({
          value: voice.id,
          label: voice.name,
          detail: `${languageName(voice.language)} · ${describe(voice, voices)}`,
        }))}
        onChange={(voiceId) => attempt(() => client.voiceChoose({ voiceId }))}
      />
      <IconButton
        label={isSounding ? words('stopPreview') : words('preview', { name })}
        kind="plain"
        onClick={() => preview.toggle(chosen.voiceId, { voiceId: chosen.voiceId })}
      >
        {isSounding ? <Square aria-hidden /> : <Play aria-hidden />}
      </IconButton>
    </div>
  );
}
