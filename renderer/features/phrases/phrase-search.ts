import type { PhraseEntry } from '../../../engine/shared/app/phrases.js';

/** Phrases that hold every word of a search, in text or label, in their order. */
export function searchPhrases(phrases: readonly PhraseEntry[], search: string): PhraseEntry[] {
  const wanted = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return phrases.filter(({ text, label }) => {
    const all = `${label} ${text}`.toLocaleLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}

/** What stands on a tile and names a phrase elsewhere. */
export function nameOf({ label, text }: Pick<PhraseEntry, 'label' | 'text'>): string {
  return label === '' ? text : label;
}
