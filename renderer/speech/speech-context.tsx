import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import type { SpeechPosition, SpeechTimelineItem } from '../../engine/shared/app/speech.js';
import { useHostEvent, useHostState } from '../host/index.js';
import { SpeechTracker } from './speech-tracker.js';

const TrackerContext = createContext<SpeechTracker | undefined>(undefined);

/** Follows the host's speech for everything below it. */
export function SpeechProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [tracker] = useState(() => new SpeechTracker(() => performance.now()));
  const state = useHostState('speechState');
  useEffect(() => {
    if (state) tracker.noteState(state);
  }, [tracker, state]);
  useHostEvent(
    'speechTimeline',
    useCallback((item: SpeechTimelineItem) => tracker.noteTimeline(item), [tracker]),
  );
  useHostEvent(
    'speechPosition',
    useCallback((position: SpeechPosition) => tracker.notePosition(position), [tracker]),
  );
  return <TrackerContext value={tracker}>{children}</TrackerContext>;
}

/** What is being said, when and where one is. */
export function useSpeechTracker(): SpeechTracker {
  const tracker = useContext(TrackerContext);
  if (tracker === undefined) throw new Error('there is no SpeechProvider above this component');
  return tracker;
}

/**
 * Draws the speech: once for everything new, and with every frame while something is heard.
 * @param draw has to be stable (`useCallback`)
 */
export function useSpeechFrames(draw: (tracker: SpeechTracker) => void): void {
  const tracker = useSpeechTracker();
  useEffect(() => {
    let frame: number | undefined;
    const request = (): void => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        draw(tracker);
        if (tracker.isMoving) request();
      });
    };
    request();
    const stop = tracker.watch(request);
    return () => {
      stop();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [tracker, draw]);
}
