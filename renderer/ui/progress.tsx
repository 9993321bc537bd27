import type { ReactNode } from 'react';
import styles from './progress.module.css';

export interface ProgressProps {
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
}

/** How far a work is. */
export function Progress({ label, value }: ProgressProps): ReactNode {
  return <progress className={styles.progress} aria-label={label} max={1} value={value} />;
}
