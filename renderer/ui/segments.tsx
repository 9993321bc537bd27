import { useId, type ReactNode } from 'react';
import styles from './segments.module.css';

export interface SegmentOption<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Shown in place of the label, which is then its name. */
  readonly icon?: ReactNode;
}

export interface SegmentsProps<T extends string> {
  readonly label: string;
  /** Undefined while none of the options is chosen. */
  readonly value: T | undefined;
  readonly options: readonly SegmentOption<T>[];
  readonly onChange: (value: T) => void;
}

/** One of a few that are all in sight; arrow keys move between them. */
export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>): ReactNode {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles.segments}>
      {options.map((option) => (
        <label key={option.value} className={styles.segment} title={option.icon ? option.label : undefined}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.icon}
          <span className={option.icon ? 'visually-hidden' : undefined}>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
