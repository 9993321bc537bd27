import type { ReactNode } from 'react';
import type { PhraseSlot } from '../../../engine/shared/app/phrases.js';
import { combinationCount } from '../../../engine/shared/phrase-slots.js';
import { useWords } from '../../i18n/index.js';
import { Select, TextArea, TextField } from '../../ui/index.js';
import { slotOfKind, valuesOfLines } from './slot-drafts.js';
import { phrasesWords } from './words.js';
import styles from './phrase-editor.module.css';

export interface SlotFieldsProps {
  readonly slots: readonly PhraseSlot[];
  readonly onChange: (slots: readonly PhraseSlot[]) => void;
}

/** What each slot of a phrase can be filled with. */
export function SlotFields({ slots, onChange }: SlotFieldsProps): ReactNode {
  const words = useWords(phrasesWords);
  const hasFreeText = slots.some(({ kind }) => kind === 'text');
  return (
    <fieldset className={styles.group}>
      <legend>{words('slots')}</legend>
      {slots.map((slot) => (
        <SlotKind
          key={slot.name}
          slot={slot}
          onChange={(next) => onChange(slots.map((one) => (one.name === slot.name ? next : one)))}
        />
      ))}
      <p className={styles.hint}>
        {hasFreeText ? words('slotTextHint') : words('slotCount', { count: combinationCount(slots) })}
      </p>
    </fieldset>
  );
}

interface SlotKindProps {
  readonly slot: PhraseSlot;
  readonly onChange: (slot: PhraseSlot) => void;
}

function SlotKind({ slot, onChange }: SlotKindProps): ReactNode {
  const words = useWords(phrasesWords);
  return (
    <div className={styles.slot}>
      <Select
        label={words('slotKind', { name: `{${slot.name}}` })}
        value={slot.kind}
        options={[
          { value: 'text', label: words('slotText') },
          { value: 'list', label: words('slotList') },
          { value: 'range', label: words('slotRange') },
        ]}
        onChange={(kind) => onChange(slotOfKind(kind, slot.name))}
      />
      {slot.kind === 'list' && (
        <TextArea
          label={words('slotValues', { name: slot.name })}
          defaultValue={slot.values.join('\n')}
          rows={3}
          onChange={({ target }) => onChange({ ...slot, values: valuesOfLines(target.value) })}
        />
      )}
      {slot.kind === 'range' && (
        <div className={styles.range}>
          {(['from', 'to', 'step'] as const).map((bound) => (
            <TextField
              key={bound}
              type="number"
              label={words(bound === 'from' ? 'slotFrom' : bound === 'to' ? 'slotTo' : 'slotStep')}
              step={1}
              min={bound === 'step' ? 1 : undefined}
              value={Number.isNaN(slot[bound]) ? '' : slot[bound]}
              onChange={({ target }) => onChange({ ...slot, [bound]: target.valueAsNumber })}
            />
          ))}
        </div>
      )}
    </div>
  );
}
