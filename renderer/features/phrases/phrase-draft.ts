import type { PhraseDraft, PhraseEntry } from '../../../engine/shared/app/phrases.js';

/** What a person decided about a phrase, without what became of it. */
export function draftOf(phrase: PhraseEntry): PhraseDraft {
  const { groupId, text, label, emoji, colour, hotkey, voiceId, styleId, slots, take } = phrase;
  return { groupId, text, label, emoji, colour, hotkey, voiceId, styleId, slots, take };
}

/** A phrase of which nothing is decided yet. @param groupId empty while there is no group */
export function blankDraft(groupId: string): PhraseDraft {
  return {
    groupId,
    text: '',
    label: '',
    emoji: '',
    colour: '',
    hotkey: '',
    voiceId: null,
    styleId: null,
    slots: [],
    take: 0,
  };
}
