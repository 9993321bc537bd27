import { useCallback } from 'react';
import type { RecordingFinding } from '../../../../engine/shared/app/packs.js';
import { useWords } from '../../../i18n/index.js';
import { recordingWords } from './words.js';

const KNOWN = ['too-short', 'too-long', 'silent', 'quiet', 'clipped', 'noisy'] as const;

/** What the host noticed about a recording, in the interface's language. */
export function useFindingText(): (finding: RecordingFinding) => string {
  const words = useWords(recordingWords);
  return useCallback(
    ({ code, values }) => {
      const known = KNOWN.find((one) => one === code);
      return known === undefined ? words('unknownFinding', { code }) : words(known, values);
    },
    [words],
  );
}
