import { useId, type ReactNode } from 'react';
import styles from './section.module.css';

export interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** One page of the settings. */
export function Section({ title, hint, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </header>
      {children}
    </section>
  );
}

/** Settings that belong together, in a box. */
export function Box({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={styles.box}>{children}</div>;
}

/** Something said about what stands above it. */
export function Hint({ children }: { readonly children: ReactNode }): ReactNode {
  return <p className={styles.hint}>{children}</p>;
}

/** Buttons beside each other. */
export function Actions({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={styles.actions}>{children}</div>;
}
