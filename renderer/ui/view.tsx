import type { ReactNode } from 'react';
import styles from './view.module.css';

export interface ViewProps {
  readonly title: string;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a view: a heading, its actions, and content that scrolls. */
export function View({ title, actions, children }: ViewProps): ReactNode {
  return (
    <section className={styles.view} aria-label={title}>
      <header className={styles.header}>
        <h1>{title}</h1>
        <div className={styles.actions}>{actions}</div>
      </header>
      <div className={styles.content}>{children}</div>
    </section>
  );
}

/** What a list shows while there is nothing in it: what it is for and how to begin. */
export function EmptyState({
  icon,
  title,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={styles.empty}>
      {icon}
      <h2>{title}</h2>
      <div>{children}</div>
    </div>
  );
}
