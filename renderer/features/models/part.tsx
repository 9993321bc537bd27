import { useId, type ReactNode } from 'react';
import styles from './models-view.module.css';

export interface PartProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly hint?: string;
  readonly listClass: string | undefined;
  readonly children: ReactNode;
}

/** A list below its heading. */
export function Part({ title, aside, hint, listClass, children }: PartProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.part}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      <ul className={listClass} aria-labelledby={id}>
        {children}
      </ul>
    </section>
  );
}
