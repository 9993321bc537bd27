import { useCallback, useRef } from 'react';
import type { SpeechTimelineItem } from '../../../engine/shared/app/speech.js';
import { useHostEvent } from '../../host/index.js';
import { useToasts } from '../../ui/index.js';

/** Says once a speech what was done in another way than asked. */
export function useSpeechNotices(): void {
  const toasts = useToasts();
  const said = useRef(new Set<string>());
  useHostEvent(
    'speechTimeline',
    useCallback(
      (item: SpeechTimelineItem) => {
        if (item.kind !== 'notice') return;
        const key = `${item.utteranceId} ${item.code}`;
        if (!said.current.has(key)) toasts.info(item.message);
        said.current = new Set([key]);
      },
      [toasts],
    ),
  );
}
