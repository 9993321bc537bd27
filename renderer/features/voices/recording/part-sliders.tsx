import type { ReactNode } from 'react';
import { formatDuration, useWords } from '../../../i18n/index.js';
import { Slider } from '../../../ui/index.js';
import { MAX_PART_MS, MIN_PART_MS, type Part } from './recording.js';
import { recordingWords } from './words.js';
import styles from './recording-dialog.module.css';

const STEP_MS = 500;

export interface PartSlidersProps {
  readonly durationMs: number;
  readonly part: Part;
  readonly onChange: (part: Part) => void;
}

/** Where the part of a long recording begins, and how long it is. */
export function PartSliders({ durationMs, part, onChange }: PartSlidersProps): ReactNode {
  const words = useWords(recordingWords);
  const lastStartMs = Math.max(0, durationMs - part.lengthMs);
  return (
    <div className={styles.form}>
      <p className={styles.hint}>{words('tooLong', { length: formatDuration(MAX_PART_MS) })}</p>
      <Slider
        label={words('partStart')}
        value={part.startMs}
        min={0}
        max={lastStartMs}
        step={STEP_MS}
        text={formatDuration(part.startMs)}
        onChange={(startMs) => onChange({ ...part, startMs })}
      />
      <Slider
        label={words('partLength')}
        value={part.lengthMs}
        min={MIN_PART_MS}
        max={MAX_PART_MS}
        step={STEP_MS}
        text={formatDuration(part.lengthMs)}
        onChange={(lengthMs) =>
          onChange({ startMs: Math.min(part.startMs, Math.max(0, durationMs - lengthMs)), lengthMs })
        }
      />
    </div>
  );
}
