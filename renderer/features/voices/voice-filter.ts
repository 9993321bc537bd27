import type { VoiceEntry } from '../../../engine/shared/app/voices.js';

export interface VoiceFilter {
  readonly search: string;
  /** Null: every language. */
  readonly language: VoiceEntry['language'] | null;
}

/**
 * Voices that fit, favourites first, then a person's mixes, then as the packs have them.
 * @param describe what is shown beside a name: the search looks there too
 */
export function filterVoices(
  voices: readonly VoiceEntry[],
  { search, language }: VoiceFilter,
  describe: (voice: VoiceEntry) => string,
): VoiceEntry[] {
  const wanted = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return inOrderOfLiking(voices).filter((voice) => {
    const text = `${voice.name} ${describe(voice)}`.toLocaleLowerCase();
    return (language === null || voice.language === language) && wanted.every((word) => text.includes(word));
  });
}

/** Favourites first, then mixes; otherwise as they were. */
export function inOrderOfLiking(voices: readonly VoiceEntry[]): VoiceEntry[] {
  const rank = ({ isFavourite, mix }: VoiceEntry): number => (isFavourite ? 0 : mix === undefined ? 2 : 1);
  return [...voices].sort((one, other) => rank(one) - rank(other));
}
