import { useMemo } from 'react';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import type { PickerGroup } from '../../ui/index.js';
import { FAVOURITES, groupVoices, voiceTrouble, type VoiceGroup } from './voice-groups.js';
import { useVoiceWords } from './voice-words.js';
import { voicesWords } from './words.js';

/** What a list of voices by pack needs. */
export interface VoiceGroups {
  readonly group: (voices: readonly VoiceEntry[]) => VoiceGroup[];
  /** What a group is called; empty where it needs no heading. */
  readonly title: (group: VoiceGroup) => string;
  /** Why a voice cannot speak. */
  readonly trouble: (voice: VoiceEntry) => string | undefined;
  /** The same as options of a `Picker`. */
  readonly options: (voices: readonly VoiceEntry[], all: readonly VoiceEntry[]) => PickerGroup[];
}

export function useVoiceGroups(): VoiceGroups {
  const words = useWords(voicesWords);
  const { detail } = useVoiceWords();
  const installed = useHostState('packsWatch')?.installed;
  return useMemo(() => {
    const group = (voices: readonly VoiceEntry[]): VoiceGroup[] => groupVoices(voices, installed ?? []);
    const title = ({ key, packName }: VoiceGroup): string =>
      key === FAVOURITES ? words('favourites') : (packName ?? '');
    const trouble = (voice: VoiceEntry): string | undefined => {
      const found = voiceTrouble(voice, installed);
      if (found === undefined) return undefined;
      switch (found.kind) {
        case 'pack-missing':
          return words('packMissing', { pack: voice.packId });
        case 'pack-broken':
          return words('packBroken', { pack: found.packName });
        case 'voice-missing':
          return words(voice.mix === undefined ? 'voiceGone' : 'mixIncomplete');
      }
    };
    const options = (voices: readonly VoiceEntry[], all: readonly VoiceEntry[]): PickerGroup[] =>
      group(voices).map((one) => ({
        key: one.key,
        label: title(one),
        items: one.voices.map((voice) => {
          const why = trouble(voice);
          return {
            value: voice.id,
            label: voice.name,
            detail: why ?? detail(voice, all),
            keywords: installed?.find(({ id }) => id === voice.packId)?.name ?? voice.packId,
            isDisabled: why !== undefined,
          };
        }),
      }));
    return { group, title, trouble, options };
  }, [words, detail, installed]);
}
