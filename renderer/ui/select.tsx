import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { classes } from './classes.js';
import look from './choice.module.css';
import styles from './select.module.css';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A second, quieter line. */
  readonly detail?: string;
  readonly isDisabled?: boolean;
}

export interface SelectProps<T extends string> {
  readonly label: string;
  /** What a screen reader says, where the label alone would not tell it from others. */
  readonly name?: string;
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly onChange: (value: T) => void;
}

/** One of a few; opens below its trigger, typing finds an option. */
export function Select<T extends string>({
  label,
  name,
  value,
  options,
  onChange,
}: SelectProps<T>): ReactNode {
  const labelId = useId();
  return (
    <div className={look.field}>
      <span id={labelId} className={look.label}>
        {label}
      </span>
      <BaseSelect.Root
        value={value}
        items={options.map((option) => ({ value: option.value, label: option.label }))}
        onValueChange={(next) => {
          if (next !== null) onChange(next);
        }}
      >
        <BaseSelect.Trigger
          className={look.trigger}
          aria-label={name}
          aria-labelledby={name === undefined ? labelId : undefined}
        >
          <BaseSelect.Value className={look.value} />
          <BaseSelect.Icon className={look.icon}>
            <ChevronsUpDown aria-hidden />
          </BaseSelect.Icon>
        </BaseSelect.Trigger>
        <BaseSelect.Portal>
          <BaseSelect.Positioner className={look.positioner} sideOffset={4} alignItemWithTrigger={false}>
            <BaseSelect.Popup className={classes(look.popup, styles.popup)}>
              <BaseSelect.List className={look.list}>
                {options.map((option) => (
                  <BaseSelect.Item
                    key={option.value}
                    value={option.value}
                    disabled={option.isDisabled ?? false}
                    className={look.item}
                  >
                    <BaseSelect.ItemIndicator className={look.icon}>
                      <Check aria-hidden />
                    </BaseSelect.ItemIndicator>
                    <BaseSelect.ItemText className={look.itemText}>{option.label}</BaseSelect.ItemText>
                    {option.detail !== undefined && <span className={look.detail}>{option.detail}</span>}
                  </BaseSelect.Item>
                ))}
              </BaseSelect.List>
            </BaseSelect.Popup>
          </BaseSelect.Positioner>
        </BaseSelect.Portal>
      </BaseSelect.Root>
    </div>
  );
}
