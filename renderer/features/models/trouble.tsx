import type { ReactNode } from 'react';
import styles from './trouble.module.css';

/** What went wrong, what was kept and what to do next, a line each. */
export function Trouble({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return (
    <div className={styles.trouble} role="alert">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
