import { useId, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from 'react';
import styles from './field.module.css';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with the value; shown and announced. */
  readonly problem?: string | undefined;
}

/** What a control needs to belong to its label and its note. */
interface ControlProps {
  readonly id: string;
  readonly className: string | undefined;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

/** One line of text with its label. */
export function TextField({
  label,
  hint,
  problem,
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return labelled({ label, hint, problem, id: useId() }, (control) => <input {...rest} {...control} />);
}

/** Several lines of text with their label. */
export function TextArea({
  label,
  hint,
  problem,
  ...rest
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>): ReactNode {
  return labelled({ label, hint, problem, id: useId() }, (control) => <textarea {...rest} {...control} />);
}

/** A control between its label and its note: the problem, which is announced, or else the hint. */
function labelled(
  {
    label,
    hint,
    problem,
    id,
  }: {
    readonly label: string;
    readonly hint: string | undefined;
    readonly problem: string | undefined;
    readonly id: string;
  },
  control: (props: ControlProps) => ReactNode,
): ReactNode {
  const noteId = `${id}-note`;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {control({
        id,
        className: styles.input,
        'aria-invalid': problem !== undefined,
        'aria-describedby': noteId,
      })}
      <span
        id={noteId}
        role={problem === undefined ? undefined : 'alert'}
        className={problem ? styles.problem : styles.hint}
      >
        {problem ?? hint}
      </span>
    </div>
  );
}
