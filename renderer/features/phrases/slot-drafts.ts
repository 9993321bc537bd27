import type { PhraseSlot } from '../../../engine/shared/app/phrases.js';
import { slotNames } from '../../../engine/shared/phrase-slots.js';

/** More would make more versions than anybody waits for. */
export const MAX_SLOTS = 4;
/** As many values are offered as buttons; more are chosen from a field. */
export const MAX_BUTTON_VALUES = 16;
const MAX_VALUES = 200;

/** Slots as a text names them: those that were described before stay so, new ones take anything. */
export function slotsFor(text: string, known: readonly PhraseSlot[]): PhraseSlot[] {
  return slotNames(text)
    .slice(0, MAX_SLOTS)
    .map((name) => known.find((slot) => slot.name === name) ?? { kind: 'text', name });
}

/** A slot of another kind, with something sensible to begin with. */
export function slotOfKind(kind: PhraseSlot['kind'], name: string): PhraseSlot {
  switch (kind) {
    case 'text':
      return { kind, name };
    case 'list':
      return { kind, name, values: [] };
    case 'range':
      return { kind, name, from: 5, to: 30, step: 5 };
  }
}

/** Values as they are typed, one a line; each once. */
export function valuesOfLines(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line !== '').slice(0, MAX_VALUES);
}

/** Whether a slot says enough to be kept. */
export function isSlotComplete(slot: PhraseSlot): boolean {
  if (slot.kind === 'list') return slot.values.length > 0;
  if (slot.kind === 'range') return Number.isInteger(slot.from + slot.to) && slot.step >= 1;
  return true;
}
