/** What the keys of the window do to the speech, wherever one is in it. */
export type TransportAction = 'stop' | 'toggle' | 'previous-sentence' | 'next-sentence' | 'help';

/** What a keyboard event tells. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** The keys belong to an input method that composes a character. */
  readonly isComposing: boolean;
}

/** Where it was pressed. */
export interface KeyPlace {
  /** Something that is typed into. */
  readonly isText: boolean;
  /** Something that the space bar acts on: a button, a link, a list. */
  readonly isControl: boolean;
  /** A dialog, a menu or a list is open, which keys are for. */
  readonly isPopupOpen: boolean;
  readonly isMac: boolean;
}

/** @returns undefined for keys that mean nothing here */
export function actionOfKey(press: KeyPress, place: KeyPlace): TransportAction | undefined {
  if (press.isComposing || place.isPopupOpen) return undefined;
  const isPlain = !press.ctrlKey && !press.altKey && !press.metaKey;
  if (isPlain && press.key === 'Escape') return 'stop';
  if (isPlain && press.key === 'F1') return 'help';
  if (press.altKey && !press.ctrlKey && !press.metaKey) return sentenceKey(press, place);
  if (!isPlain || place.isText) return undefined;
  if (press.key === '?') return 'help';
  return press.key === ' ' && !place.isControl ? 'toggle' : undefined;
}

function sentenceKey({ key }: KeyPress, { isMac, isText }: KeyPlace): TransportAction | undefined {
  // On a Mac, these keys move the cursor by a word.
  if (isMac && isText) return undefined;
  if (key === 'ArrowLeft') return 'previous-sentence';
  return key === 'ArrowRight' ? 'next-sentence' : undefined;
}
