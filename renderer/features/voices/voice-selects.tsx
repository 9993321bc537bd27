import type { ReactNode } from 'react';
import { useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Picker, Select } from '../../ui/index.js';
import { useVoiceGroups } from './use-voice-groups.js';
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
  const { options } = useVoiceGroups();
  const voices = useHostState('voicesWatch')?.voices ?? [];
  return (
    <Picker
      label={words('voice')}
      searchLabel={words('searchVoices')}
      missingLabel={words('voiceMissing')}
      value={value ?? AS_CHOSEN}
      groups={[
        { key: AS_CHOSEN, label: '', items: [{ value: AS_CHOSEN, label: words('asChosen') }] },
        ...options(voices, voices),
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
