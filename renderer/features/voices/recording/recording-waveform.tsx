import { useMemo, type ReactNode } from 'react';
import { durationMsOf, peaksOf, type Part } from './recording.js';
import styles from './recording-dialog.module.css';

const BARS = 160;
const HEIGHT = 64;
/** Silence is a line all the same. */
const MIN_BAR = 2;

export interface RecordingWaveformProps {
  readonly label: string;
  readonly samples: Float32Array;
  /** What is used of it; the rest is drawn paler. */
  readonly part: Part;
}

/** The whole recording as bars of its levels. */
export function RecordingWaveform({ label, samples, part }: RecordingWaveformProps): ReactNode {
  const peaks = useMemo(() => peaksOf(samples, BARS), [samples]);
  const durationMs = durationMsOf(samples);
  const firstBar = (part.startMs / durationMs) * BARS;
  const endBar = ((part.startMs + part.lengthMs) / durationMs) * BARS;
  return (
    <svg
      role="img"
      aria-label={label}
      className={styles.waveform}
      viewBox={`0 0 ${BARS * 4} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {peaks.map((peak, index) => {
        const height = Math.max(MIN_BAR, peak * HEIGHT);
        return (
          <rect
            key={index}
            x={index * 4 + 0.5}
            y={(HEIGHT - height) / 2}
            width={3}
            height={height}
            rx={1}
            data-used={index >= Math.floor(firstBar) && index < endBar ? '' : undefined}
          />
        );
      })}
    </svg>
  );
}
