import { SottoError } from '../../shared/errors.js';
import { recordingFindingWords } from '../../shared/recording-findings.js';
import type { RecordingReport } from './prepare-recording.js';

/**
 * The error of a recording that was refused: its first reason in words; in the details its code as `finding`, and its
 * values. Nothing where the recording is good.
 */
export function recordingRefusal({ findings }: RecordingReport): SottoError | undefined {
  const reason = findings.find(({ level }) => level === 'refused');
  return (
    reason &&
    new SottoError({
      code: 'recording-refused',
      ...recordingFindingWords(reason),
      details: { finding: reason.code, ...reason.values },
    })
  );
}
