import { useState, type ReactNode } from 'react';
import type { PhraseEntry, PhraseSlot } from '../../../engine/shared/app/phrases.js';
import { valueAt, valueCount } from '../../../engine/shared/phrase-slots.js';
import { useWords } from '../../i18n/index.js';
import { Button, Popover, Segments, Select, TextField } from '../../ui/index.js';
import { nameOf } from './phrase-search.js';
import { useRemembered } from './remembered.js';
import { MAX_BUTTON_VALUES } from './slot-drafts.js';
import { phrasesWords } from './words.js';
import styles from './slot-popover.module.css';

type Values = Readonly<Record<string, string>>;

export interface SlotPopoverProps {
  readonly phrase: PhraseEntry;
  readonly anchor: HTMLElement | null;
  readonly onSpeak: (values: Values) => void;
  readonly onClose: () => void;
}

/** Asks what a phrase's slots are this time; mounted while it is open. Enter speaks. */
export function SlotPopover({ phrase, anchor, onSpeak, onClose }: SlotPopoverProps): ReactNode {
  const words = useWords(phrasesWords);
  const [last, remember] = useRemembered<Values>(`slots ${phrase.id}`, {});
  const [values, setValues] = useState<Values>(() => firstValues(phrase.slots, last));
  const speak = (chosen: Values): void => {
    remember(chosen);
    onSpeak(chosen);
    onClose();
  };
  const isComplete = phrase.slots.every(({ name }) => (values[name] ?? '').trim() !== '');
  const [only, ...others] = phrase.slots;
  return (
    <Popover title={nameOf(phrase)} isOpen onClose={onClose} anchor={anchor}>
      {only !== undefined && others.length === 0 && hasButtons(only) ? (
        <ValueButtons
          slot={only}
          last={values[only.name]}
          onChoose={(value) => speak({ [only.name]: value })}
        />
      ) : (
        <form
          className={styles.form}
          onSubmit={(submit) => {
            submit.preventDefault();
            if (isComplete) speak(values);
          }}
        >
          {phrase.slots.map((slot) => (
            <SlotField
              key={slot.name}
              slot={slot}
              value={values[slot.name] ?? ''}
              onChange={(value) => setValues({ ...values, [slot.name]: value })}
            />
          ))}
          <Button kind="primary" type="submit" disabled={!isComplete}>
            {words('speak')}
          </Button>
        </form>
      )}
    </Popover>
  );
}

function hasButtons(slot: PhraseSlot): boolean {
  return slot.kind !== 'text' && valueCount(slot) <= MAX_BUTTON_VALUES;
}

function valuesOf(slot: PhraseSlot): string[] {
  return Array.from({ length: valueCount(slot) }, (_, index) => valueAt(slot, index));
}

/** As they were last time, as long as the slots still take that. */
function firstValues(slots: readonly PhraseSlot[], last: Values): Values {
  return Object.fromEntries(
    slots.map((slot) => {
      const again = last[slot.name];
      const isPossible = again !== undefined && (slot.kind !== 'list' || slot.values.includes(again));
      return [slot.name, isPossible ? again : valueAt(slot, 0)];
    }),
  );
}

interface ValueButtonsProps {
  readonly slot: PhraseSlot;
  readonly last: string | undefined;
  readonly onChoose: (value: string) => void;
}

/** The values of the only slot: each speaks at once. */
function ValueButtons({ slot, last, onChoose }: ValueButtonsProps): ReactNode {
  return (
    <div role="group" aria-label={slot.name} className={styles.values}>
      {valuesOf(slot).map((value) => (
        <Button
          key={value}
          // The last one is at hand: Enter speaks it again.
          autoFocus={value === last}
          kind={value === last ? 'primary' : 'plain'}
          onClick={() => onChoose(value)}
        >
          {value}
        </Button>
      ))}
    </div>
  );
}

interface SlotFieldProps {
  readonly slot: PhraseSlot;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SlotField({ slot, value, onChange }: SlotFieldProps): ReactNode {
  if (hasButtons(slot)) {
    return (
      <div className={styles.field}>
        <span>{slot.name}</span>
        <Segments
          label={slot.name}
          value={value}
          options={valuesOf(slot).map((one) => ({ value: one, label: one }))}
          onChange={onChange}
        />
      </div>
    );
  }
  if (slot.kind === 'list') {
    const options = slot.values.map((one) => ({ value: one, label: one }));
    return <Select label={slot.name} value={value} options={options} onChange={onChange} />;
  }
  const range = slot.kind === 'range' ? { type: 'number', step: slot.step, ...bounds(slot) } : {};
  return (
    <TextField
      label={slot.name}
      value={value}
      maxLength={500}
      {...range}
      onChange={(change) => onChange(change.target.value)}
    />
  );
}

function bounds({ from, to }: { readonly from: number; readonly to: number }): { min: number; max: number } {
  return { min: Math.min(from, to), max: Math.max(from, to) };
}
