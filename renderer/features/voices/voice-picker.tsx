import { Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useClient, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { classes, IconButton, Picker, useAttempt, useDropTarget } from '../../ui/index.js';
import { MoreVoices } from './more-voices.js';
import { useRecordingDialog } from './recording/index.js';
import { usePreview } from './use-preview.js';
import { useVoiceGroups } from './use-voice-groups.js';
import { voicesWords } from './words.js';
import styles from './voice-picker.module.css';

/** Who speaks, in one line, with a preview. A recording that is dropped on it becomes a voice. */
export function VoicePicker(): ReactNode {
  const words = useWords(voicesWords);
  const { options } = useVoiceGroups();
  const client = useClient();
  const attempt = useAttempt();
  const preview = usePreview();
  const recording = useRecordingDialog();
  const drop = useDropTarget(recording.take);
  const state = useHostState('voicesWatch');
  if (state === undefined) return null;
  const { voices, chosen } = state;
  const isSounding = preview.soundingKey === chosen.voiceId;
  const name = voices.find(({ id }) => id === chosen.voiceId)?.name ?? '';
  return (
    <div className={classes(styles.picker, drop.isOver && styles.dropping)} {...drop.handlers}>
      <Picker
        label={words('voice')}
        value={chosen.voiceId}
        searchLabel={words('searchVoices')}
        missingLabel={words('voiceMissing')}
        groups={options(voices, voices)}
        end={<MoreVoices />}
        onChange={(voiceId) => attempt(() => client.voiceChoose({ voiceId }))}
      />
      <IconButton
        label={isSounding ? words('stopPreview') : words('preview', { name })}
        kind="plain"
        onClick={() => preview.toggle(chosen.voiceId, { voiceId: chosen.voiceId })}
      >
        {isSounding ? <Square aria-hidden /> : <Play aria-hidden />}
      </IconButton>
      {drop.isOver && <p className={styles.dropHint}>{words('dropRecording')}</p>}
      {recording.dialog}
    </div>
  );
}
