import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.js';
import { IconButton } from './button.js';
import { uiWords } from './words.js';
import styles from './search-field.module.css';

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Narrows a list as one types. */
export function SearchField({ label, value, onChange }: SearchFieldProps): ReactNode {
  const words = useWords(uiWords);
  return (
    <div className={styles.field}>
      <Search aria-hidden />
      <input
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(change) => onChange(change.target.value)}
      />
      {value !== '' && (
        <IconButton label={words('clear')} onClick={() => onChange('')}>
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
