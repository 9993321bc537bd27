import { Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RecordingFinding } from '../../../../engine/shared/app/packs.js';
import { useClient } from '../../../host/index.js';
import { useLanguage, useWords } from '../../../i18n/index.js';
import { Button, Dialog, useAttempt } from '../../../ui/index.js';
import { usePreview } from '../use-preview.js';
import { findingText } from './finding-text.js';
import { recordingWords } from './words.js';
import styles from './recording-dialog.module.css';

/** What has become of a recording. */
export interface Made {
  readonly voiceId: string;
  readonly name: string;
  readonly findings: readonly RecordingFinding[];
}

export interface MadeVoiceProps extends Made {
  readonly onClose: () => void;
}

/** A voice that was just made: what was noticed about its recording, how it sounds, and the way to use it. */
export function MadeVoice({ voiceId, name, findings, onClose }: MadeVoiceProps): ReactNode {
  const words = useWords(recordingWords);
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const preview = usePreview();
  const isSounding = preview.soundingKey === voiceId;
  const use = async (): Promise<void> => {
    await client.voiceChoose({ voiceId });
    onClose();
  };
  return (
    <Dialog
      title={words('madeTitle', { name })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button
            icon={isSounding ? <Square aria-hidden /> : <Play aria-hidden />}
            onClick={() => preview.toggle(voiceId, { voiceId })}
          >
            {words(isSounding ? 'stop' : 'hear')}
          </Button>
          <Button onClick={onClose}>{words('close')}</Button>
          <Button kind="primary" onClick={() => attempt(use)}>
            {words('use')}
          </Button>
        </>
      }
    >
      <p>{words('madeText')}</p>
      {findings.length > 0 && (
        <>
          <p className={styles.hint}>{words('noticed')}</p>
          <ul className={styles.findings}>
            {findings.map((finding) => (
              <li key={finding.code}>{findingText(finding, language)}</li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
