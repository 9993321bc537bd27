import { useCallback, useRef, type ReactNode } from 'react';
import { formatDuration } from '../../i18n/index.js';
import { useSpeechFrames, type SpeechTracker } from '../../speech/index.js';
import styles from './transport-bar.module.css';

/** "0:12 / 1:40"; the length has a "~" until everything is rendered. */
export function PositionText(): ReactNode {
  const ref = useRef<HTMLSpanElement>(null);
  useSpeechFrames(
    useCallback((tracker: SpeechTracker) => {
      if (ref.current === null) return;
      const text = positionText(tracker);
      if (ref.current.textContent !== text) ref.current.textContent = text;
    }, []),
  );
  return <span ref={ref} className={styles.time} />;
}

function positionText(tracker: SpeechTracker): string {
  const { track } = tracker;
  const clock = (samples: number): string => formatDuration(Math.floor(samples / track.sampleRateHz) * 1000);
  const position = tracker.positionSamples();
  return `${clock(position)} / ${track.isComplete ? '' : '~'}${clock(track.durationSamples)}`;
}
