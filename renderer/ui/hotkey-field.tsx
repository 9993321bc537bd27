import { Keyboard, X } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { acceleratorFromKeys, isSafeGlobally, parseAccelerator } from '../../engine/shared/accelerator.js';
import { useWords } from '../i18n/index.js';
import { IconButton } from './button.js';
import { Keys } from './keys.js';
import { uiWords } from './words.js';
import styles from './hotkey-field.module.css';

export interface HotkeyFieldProps {
  readonly label: string;
  /** In Electron's notation; empty for none. */
  readonly value: string;
  readonly onChange: (accelerator: string) => void;
  /** As Node names it. */
  readonly platform: string;
  readonly isDisabled?: boolean;
  /** What is wrong with the value; shown and announced. */
  readonly problem?: string | undefined;
  /** How it stands, or a check, below the keys. */
  readonly note?: ReactNode;
}

/** Records a global shortcut: press it, then hold the keys. Escape leaves it as it was, Backspace takes it away. */
export function HotkeyField({
  label,
  value,
  onChange,
  platform,
  isDisabled = false,
  problem,
  note,
}: HotkeyFieldProps): ReactNode {
  const words = useWords(uiWords);
  const id = useId();
  const [isRecording, setIsRecording] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  const finish = (accelerator: string | undefined): void => {
    setIsRecording(false);
    setRefusal(undefined);
    if (accelerator !== undefined && accelerator !== value) onChange(accelerator);
  };
  const record = (press: KeyboardEvent): void => {
    if (!isRecording) return;
    // While it records, no key means anything else: not even Tab, which is a shortcut's key as well.
    press.preventDefault();
    press.stopPropagation();
    const isBare = !(press.ctrlKey || press.altKey || press.metaKey || press.shiftKey);
    const accelerator = acceleratorFromKeys(press, platform);
    const parsed = accelerator === undefined ? undefined : parseAccelerator(accelerator);
    if (isBare && press.key === 'Escape') finish(undefined);
    else if (isBare && (press.key === 'Backspace' || press.key === 'Delete')) finish('');
    else if (!parsed) return;
    else if (isSafeGlobally(parsed)) finish(accelerator);
    else setRefusal(words('hotkeyNeedsModifier'));
  };

  const trouble = refusal ?? problem;
  return (
    <div className={styles.field}>
      <span id={`${id}-label`} className={styles.label}>
        {label}
      </span>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.recorder}
          disabled={isDisabled}
          aria-labelledby={`${id}-label ${id}-value`}
          aria-describedby={`${id}-note`}
          data-recording={isRecording ? '' : undefined}
          onClick={() => setIsRecording(true)}
          onKeyDown={record}
          onBlur={() => finish(undefined)}
        >
          <Keyboard aria-hidden />
          <span id={`${id}-value`}>
            {isRecording ? words('hotkeyPress') : <HotkeyValue value={value} platform={platform} />}
          </span>
        </button>
        {value !== '' && !isRecording && (
          <IconButton
            label={words('hotkeyClear', { label })}
            disabled={isDisabled}
            onClick={() => onChange('')}
          >
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      <div id={`${id}-note`} className={styles.note}>
        {isRecording && <p>{words('hotkeyHelp')}</p>}
        {trouble !== undefined && (
          <p role="alert" className={styles.problem}>
            {trouble}
          </p>
        )}
        {!isRecording && note}
      </div>
    </div>
  );
}

function HotkeyValue({ value, platform }: { readonly value: string; readonly platform: string }): ReactNode {
  const words = useWords(uiWords);
  return value === '' ? words('hotkeyNone') : <Keys accelerator={value} platform={platform} />;
}
