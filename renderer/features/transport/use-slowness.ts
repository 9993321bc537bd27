import { useCallback, useState } from 'react';
import type { SpeechTimelineItem } from '../../../engine/shared/app/speech.js';
import { useHostEvent } from '../../host/index.js';

/** Of the engine: this machine computes the voice more slowly than it is heard, so that the start waits a little. */
export const SLOWER_THAN_REAL_TIME = 'slower-than-real-time';

/** Whether the speech that is heard is of such a kind. */
export function useSlowness(utteranceId: number | undefined): boolean {
  const [slowId, setSlowId] = useState<number>();
  useHostEvent(
    'speechTimeline',
    useCallback((item: SpeechTimelineItem) => {
      if (item.kind === 'notice' && item.code === SLOWER_THAN_REAL_TIME) setSlowId(item.utteranceId);
    }, []),
  );
  return slowId !== undefined && slowId === utteranceId;
}
