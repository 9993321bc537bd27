import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from './classes.js';
import styles from './button.module.css';

type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  readonly icon?: ReactNode;
}

/** A button with words; `primary` is used once a view. */
export function Button({ kind = 'plain', icon, children, className = '', ...rest }: ButtonProps): ReactNode {
  return (
    <button type="button" {...rest} className={classes(styles.button, styles[kind], className)}>
      {icon}
      <span className={styles.label}>{children}</span>
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  /** What a screen reader says, and the tooltip. */
  readonly label: string;
  readonly kind?: ButtonKind;
}

/** A button with an icon alone, and a name all the same. */
export function IconButton({
  label,
  kind = 'quiet',
  className = '',
  title,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={title ?? label}
      className={classes(styles.button, styles.icon, styles[kind], className)}
    />
  );
}
