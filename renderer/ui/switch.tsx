import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { useId, type ReactNode } from 'react';
import styles from './switch.module.css';

export interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
}

/** Something that is on or off, at once. */
export function Switch({ label, hint, isOn, onChange, isDisabled = false }: SwitchProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.row}>
      <div>
        <span id={id}>{label}</span>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </div>
      <BaseSwitch.Root
        className={styles.track}
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={onChange}
        aria-labelledby={id}
      >
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
    </div>
  );
}
