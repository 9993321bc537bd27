import { Combobox } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useWords } from '../i18n/index.js';
import { classes } from './classes.js';
import { uiWords } from './words.js';
import look from './choice.module.css';
import styles from './picker.module.css';

export interface PickerOption {
  readonly value: string;
  readonly label: string;
  /** A second, quieter line; the search looks there too. */
  readonly detail?: string;
  /** Where the search looks as well. */
  readonly keywords?: string;
  readonly isDisabled?: boolean;
}

export interface PickerGroup {
  /** Two groups may be called alike. */
  readonly key: string;
  /** Empty for a group without a heading. */
  readonly label: string;
  readonly items: readonly PickerOption[];
}

export interface PickerProps {
  readonly label: string;
  readonly searchLabel: string;
  readonly value: string;
  /** What is shown for a value that none of the options has. */
  readonly missingLabel?: string;
  readonly groups: readonly PickerGroup[];
  readonly onChange: (value: string) => void;
  /** What stands below the list, such as the way to more. */
  readonly end?: ReactNode;
}

/** One of many: opens below its trigger, with a search over all of its groups. */
export function Picker({
  label,
  searchLabel,
  value,
  missingLabel = '',
  groups,
  onChange,
  end,
}: PickerProps): ReactNode {
  const words = useWords(uiWords);
  const list = useRef<HTMLDivElement>(null);
  const options = groups.flatMap(({ items }) => items);
  const chosen = options.find((option) => option.value === value) ?? { value, label: missingLabel };
  return (
    <div className={look.field}>
      <Combobox.Root<PickerOption>
        items={groups}
        value={chosen}
        isItemEqualToValue={(one, other) => one.value === other.value}
        filter={(option, query) => matches(option, query)}
        autoHighlight
        onOpenChangeComplete={(isOpen) => {
          if (isOpen) showChosen(list.current);
        }}
        onValueChange={(next) => {
          if (next !== null) onChange(next.value);
        }}
      >
        <Combobox.Label className={look.label}>{label}</Combobox.Label>
        <Combobox.Trigger className={look.trigger}>
          <span className={look.value}>
            <Combobox.Value />
          </span>
          <Combobox.Icon className={look.icon}>
            <ChevronsUpDown aria-hidden />
          </Combobox.Icon>
        </Combobox.Trigger>
        <Combobox.Portal>
          <Combobox.Positioner className={look.positioner} align="start" sideOffset={4}>
            <Combobox.Popup className={classes(look.popup, styles.popup)} aria-label={label}>
              <Combobox.Input className={styles.search} aria-label={searchLabel} placeholder={searchLabel} />
              <Combobox.Empty>
                <p className={styles.empty}>{words('nothingFound')}</p>
              </Combobox.Empty>
              <Combobox.List ref={list} className={classes(look.list, styles.list)}>
                {(group: PickerGroup) => (
                  <Combobox.Group key={group.key} items={group.items}>
                    {group.label !== '' && (
                      <Combobox.GroupLabel className={styles.groupLabel}>{group.label}</Combobox.GroupLabel>
                    )}
                    <Combobox.Collection>
                      {(option: PickerOption) => <Option key={option.value} option={option} />}
                    </Combobox.Collection>
                  </Combobox.Group>
                )}
              </Combobox.List>
              {end !== undefined && <div className={styles.end}>{end}</div>}
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </div>
  );
}

function Option({ option }: { readonly option: PickerOption }): ReactNode {
  return (
    <Combobox.Item value={option} disabled={option.isDisabled ?? false} className={look.item}>
      <Combobox.ItemIndicator className={look.icon}>
        <Check aria-hidden />
      </Combobox.ItemIndicator>
      <span className={look.itemText}>{option.label}</span>
      {option.detail !== undefined && <span className={look.detail}>{option.detail}</span>}
    </Combobox.Item>
  );
}

/** Brings the chosen option to the middle of a list that has just opened. */
function showChosen(list: HTMLElement | null): void {
  const chosen = list?.querySelector('[data-selected]');
  if (!list || !chosen) return;
  const { top, height } = chosen.getBoundingClientRect();
  const middle = list.getBoundingClientRect().top + list.clientHeight / 2;
  list.scrollTop += top + height / 2 - middle;
}

/** Every word has to be found, in the label or beside it. */
function matches({ label, detail = '', keywords = '' }: PickerOption, query: string): boolean {
  const text = `${label} ${detail} ${keywords}`.toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
