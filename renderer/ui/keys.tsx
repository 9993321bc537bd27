import type { ReactNode } from 'react';
import { acceleratorKeys } from '../../engine/shared/accelerator.js';
import styles from './keys.module.css';

export interface KeysProps {
  /** In Electron's notation. */
  readonly accelerator: string;
  /** As Node names it. */
  readonly platform: string;
}

/** A keyboard shortcut as the platform's people write it. */
export function Keys({ accelerator, platform }: KeysProps): ReactNode {
  return (
    <span className={styles.keys}>
      {acceleratorKeys(accelerator, platform).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
