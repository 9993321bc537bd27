import { useCallback, useRef } from 'react';
import type { SpeechTimelineItem } from '../../../engine/shared/app/speech.js';
import { useHostEvent } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { useToasts } from '../../ui/index.js';
import { SLOWER_THAN_REAL_TIME } from './use-slowness.js';
import { transportWords } from './words.js';

const KNOWN = ['engine-restarted', 'waiting-for-rendering', 'unknown-symbols'] as const;

/** Says once a speech what was done in another way than asked. */
export function useSpeechNotices(): void {
  const words = useWords(transportWords);
  const toasts = useToasts();
  const said = useRef({ utteranceId: -1, codes: new Set<string>() });
  useHostEvent(
    'speechTimeline',
    useCallback(
      (item: SpeechTimelineItem) => {
        // That one stands beside the time to the first sound.
        if (item.kind !== 'notice' || item.code === SLOWER_THAN_REAL_TIME) return;
        const { utteranceId, code, message } = item;
        if (said.current.utteranceId !== utteranceId) said.current = { utteranceId, codes: new Set() };
        if (said.current.codes.has(code)) return;
        said.current.codes.add(code);
        const known = KNOWN.find((one) => one === code);
        toasts.info(known === undefined ? message : words(known, { message }));
      },
      [toasts, words],
    ),
  );
}
