import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useWords } from '../../../i18n/index.js';
import { useToasts } from '../../../ui/index.js';
import { voicesWords } from '../words.js';

/** Loaded with the first recording. */
const RecordingDialog = lazy(async () => ({
  default: (await import('./recording-dialog.js')).RecordingDialog,
}));

export interface RecordingIntake {
  /** Takes the first of the files, and says that it does. */
  readonly take: (files: readonly File[]) => void;
  /** To be put into the page; nothing while there is no recording. */
  readonly dialog: ReactNode;
}

/** The dialog that makes a voice of a recording which a person picks or drops. */
export function useRecordingDialog(): RecordingIntake {
  const words = useWords(voicesWords);
  const toasts = useToasts();
  const [file, setFile] = useState<File>();
  return {
    take([first, ...others]) {
      setFile(first);
      if (first !== undefined && others.length > 0) toasts.info(words('oneRecording', { name: first.name }));
    },
    dialog: file && (
      <Suspense fallback={null}>
        <RecordingDialog file={file} onClose={() => setFile(undefined)} />
      </Suspense>
    ),
  };
}
