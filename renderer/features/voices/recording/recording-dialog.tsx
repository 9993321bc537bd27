import type { ReactNode } from 'react';
import { useState } from 'react';
import type { InstalledPackEntry } from '../../../../engine/shared/app/packs.js';
import { useHostState } from '../../../host/index.js';
import { useWords } from '../../../i18n/index.js';
import { Button, Dialog } from '../../../ui/index.js';
import { MadeVoice, type Made } from './made-voice.js';
import { RecordingForm } from './recording-form.js';
import { useDecoded } from './use-decoded.js';
import { recordingWords } from './words.js';
import styles from './recording-dialog.module.css';

export interface RecordingDialogProps {
  readonly file: File;
  readonly onClose: () => void;
}

/** Makes a voice of a recording; mounted while it is open. Another file begins anew. */
export function RecordingDialog(props: RecordingDialogProps): ReactNode {
  const { name, size, lastModified } = props.file;
  return <OneRecording key={`${name} ${size} ${lastModified}`} {...props} />;
}

function OneRecording({ file, onClose }: RecordingDialogProps): ReactNode {
  const installed = useHostState('packsWatch')?.installed;
  const [made, setMade] = useState<Made>();
  if (installed === undefined) return null;
  const packs = installed.filter(({ takesRecordings, problem }) => takesRecordings && problem === null);
  if (made !== undefined) return <MadeVoice {...made} onClose={onClose} />;
  if (packs.length === 0) return <NoPack onClose={onClose} />;
  return <Decoding file={file} packs={packs} onMade={setMade} onClose={onClose} />;
}

/** Nothing can be done with a recording here, and how that can be changed: by no model that the catalogue has. */
function NoPack({ onClose }: Pick<RecordingDialogProps, 'onClose'>): ReactNode {
  const words = useWords(recordingWords);
  return (
    <Dialog
      title={words('title')}
      isOpen
      onClose={onClose}
      actions={<Button onClick={onClose}>{words('close')}</Button>}
    >
      <p>{words('noPack')}</p>
      <p>{words('noPackNeeds')}</p>
      <p className={styles.hint}>{words('noPackHow')}</p>
    </Dialog>
  );
}

interface DecodingProps extends RecordingDialogProps {
  readonly packs: readonly InstalledPackEntry[];
  readonly onMade: (made: Made) => void;
}

function Decoding({ file, packs, onMade, onClose }: DecodingProps): ReactNode {
  const words = useWords(recordingWords);
  const decoded = useDecoded(file);
  if (decoded.kind === 'ready')
    return (
      <RecordingForm
        fileName={file.name}
        samples={decoded.samples}
        packs={packs}
        onMade={onMade}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      title={words('title')}
      isOpen
      onClose={onClose}
      actions={<Button onClick={onClose}>{words('close')}</Button>}
    >
      {decoded.kind === 'reading' ? (
        <p role="status">{words('reading', { name: file.name })}</p>
      ) : (
        <>
          <p role="alert" className={styles.problem}>
            {words(decoded.reason, { name: file.name })}
          </p>
          <p className={styles.hint}>{words('soundHint')}</p>
        </>
      )}
    </Dialog>
  );
}
