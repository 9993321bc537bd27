import { Check } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import type { PhraseDraft } from '../../../engine/shared/app/phrases.js';
import { useWords } from '../../i18n/index.js';
import { classes, TextField } from '../../ui/index.js';
import { PALETTE } from './palette.js';
import { phrasesWords } from './words.js';
import palette from './palette.module.css';
import styles from './phrase-editor.module.css';

const MAX_LABEL_LENGTH = 60;
const MAX_EMOJI_LENGTH = 16;
const QUICK_EMOJI = ['👋', '🙏', '👍', '👎', '❤️', '😀', '☕', '💊', '📞', '🏠', '🚗', '⏱️', '🎧', '❓'];
const NO_COLOUR = '';

export interface LookFieldsProps {
  readonly draft: Pick<PhraseDraft, 'label' | 'emoji' | 'colour'>;
  readonly onChange: (part: Partial<PhraseDraft>) => void;
}

/** What a phrase's tile looks like. */
export function LookFields({ draft, onChange }: LookFieldsProps): ReactNode {
  const words = useWords(phrasesWords);
  return (
    <>
      <div className={styles.look}>
        <TextField
          label={words('label')}
          placeholder={words('labelHint')}
          value={draft.label}
          maxLength={MAX_LABEL_LENGTH}
          onChange={({ target }) => onChange({ label: target.value })}
        />
        <TextField
          label={words('emoji')}
          value={draft.emoji}
          maxLength={MAX_EMOJI_LENGTH}
          onChange={({ target }) => onChange({ emoji: target.value })}
        />
      </div>
      <div role="group" aria-label={words('emojiQuick')} className={styles.choices}>
        {QUICK_EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className={styles.emoji}
            aria-pressed={draft.emoji === emoji}
            onClick={() => onChange({ emoji: draft.emoji === emoji ? '' : emoji })}
          >
            {emoji}
          </button>
        ))}
      </div>
      <ColourChoice value={draft.colour} onChange={(colour) => onChange({ colour })} />
    </>
  );
}

function ColourChoice({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (colour: string) => void;
}): ReactNode {
  const words = useWords(phrasesWords);
  const name = useId();
  const swatch = (colour: string, label: string, className?: string): ReactNode => (
    <label key={colour} className={classes(styles.swatch, className)} title={label}>
      <input
        type="radio"
        className="visually-hidden"
        name={name}
        checked={value === colour}
        onChange={() => onChange(colour)}
      />
      <span className="visually-hidden">{label}</span>
      {value === colour && <Check aria-hidden />}
    </label>
  );
  return (
    <div role="radiogroup" aria-label={words('colour')} className={styles.choices}>
      {swatch(NO_COLOUR, words('colourNone'))}
      {PALETTE.map((colour) => swatch(colour, words(colour), palette[colour]))}
    </div>
  );
}
