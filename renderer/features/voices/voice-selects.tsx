import type { ReactNode } from 'react';
import { useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Select } from '../../ui/index.js';
import { inOrderOfLiking } from './voice-filter.js';
import { useVoiceWords } from './voice-words.js';
import { voicesWords } from './words.js';

/** `Select` has strings alone; no voice or style has this id. */
const AS_CHOSEN = '';

export interface OwnChoiceProps {
  /** Null: whatever is chosen in the picker when it is spoken. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** A voice of something's own, such as a phrase's. */
export function VoiceSelect({ value, onChange }: OwnChoiceProps): ReactNode {
  const words = useWords(voicesWords);
  const { describe, languageName } = useVoiceWords();
  const voices = useHostState('voicesWatch')?.voices ?? [];
  return (
    <Select
      label={words('voice')}
      value={value ?? AS_CHOSEN}
      options={[
        { value: AS_CHOSEN, label: words('asChosen') },
        ...inOrderOfLiking(voices).map((voice) => ({
          value: voice.id,
          label: voice.name,
          detail: `${languageName(voice.language)} · ${describe(voice, voices)}`,
        })),
      ]}
      onChange={(id) => onChange(id === AS_CHOSEN ? null : id)}
    />
  );
}

/** A style of something's own. */
export function StyleSelect({ value, onChange }: OwnChoiceProps): ReactNode {
  const words = useWords(voicesWords);
  const { styleName } = useVoiceWords();
  const styles = useHostState('voicesWatch')?.styles ?? [];
  return (
    <Select
      label={words('style')}
      value={value ?? AS_CHOSEN}
      options={[
        { value: AS_CHOSEN, label: words('asChosen') },
        ...styles.map((style) => ({ value: style.id, label: styleName(style) })),
      ]}
      onChange={(id) => onChange(id === AS_CHOSEN ? null : id)}
    />
  );
}
