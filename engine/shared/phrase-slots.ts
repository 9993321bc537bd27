import type { PhraseSlot } from './app/phrases.js';

/**
 * Slots in a phrase's text: "Back in {minutes} minutes". A brace that is meant as itself is written twice. Pure, for the
 * window that edits a phrase and the host that speaks it.
 */

export type SlotPart =
  | { readonly kind: 'literal'; readonly text: string }
  /** `offset` is that of its brace in the text. */
  | { readonly kind: 'slot'; readonly name: string; readonly offset: number };

export interface SlotProblem {
  readonly code:
    | 'unbalanced-brace'
    | 'empty-name'
    /** The text names a slot that the phrase does not have. */
    | 'unknown-slot'
    /** The phrase has a slot that its text does not name. */
    | 'unused-slot'
    | 'duplicate-slot';
  /** The slot's; empty where there is none. */
  readonly name: string;
  /** UTF-16 offset into the text; null where the text is not at fault. */
  readonly offset: number | null;
}

export interface ParsedText {
  readonly parts: readonly SlotPart[];
  readonly problems: readonly SlotProblem[];
}

/** Doubled braces, a slot, or a brace that is neither. */
const BRACES = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** Cuts a text into what is said as it stands and the slots between. A problem's characters count as said. */
export function parseSlots(text: string): ParsedText {
  const parts: SlotPart[] = [];
  const problems: SlotProblem[] = [];
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(BRACES)) {
    literal += text.slice(end, match.index);
    end = match.index + match[0].length;
    const name = match[1]?.trim();
    if (name !== undefined && name !== '') {
      if (literal !== '') parts.push({ kind: 'literal', text: literal });
      literal = '';
      parts.push({ kind: 'slot', name, offset: match.index });
      continue;
    }
    const isDoubled = match[0] === '{{' || match[0] === '}}';
    literal += isDoubled ? match[0].charAt(0) : match[0];
    if (isDoubled) continue;
    const code = name === '' ? 'empty-name' : 'unbalanced-brace';
    problems.push({ code, name: '', offset: match.index });
  }
  literal += text.slice(end);
  if (literal !== '') parts.push({ kind: 'literal', text: literal });
  return { parts, problems };
}

/** Names of the slots in a text, each once, in its order. */
export function slotNames(text: string): string[] {
  return [...firstOffsets(text).keys()];
}

function firstOffsets(text: string): Map<string, number> {
  const offsets = new Map<string, number>();
  for (const part of parseSlots(text).parts)
    if (part.kind === 'slot' && !offsets.has(part.name)) offsets.set(part.name, part.offset);
  return offsets;
}

/** Everything that keeps a text and its slots from fitting each other; empty when they do. */
export function checkSlots(text: string, slots: readonly PhraseSlot[]): SlotProblem[] {
  const problems = [...parseSlots(text).problems];
  const used = firstOffsets(text);
  const known = new Set(slots.map((slot) => slot.name));
  for (const [name, offset] of used)
    if (!known.has(name)) problems.push({ code: 'unknown-slot', name, offset });
  for (const [index, { name }] of slots.entries()) {
    if (!used.has(name)) problems.push({ code: 'unused-slot', name, offset: null });
    if (slots.findIndex((slot) => slot.name === name) < index)
      problems.push({ code: 'duplicate-slot', name, offset: null });
  }
  return problems;
}

/**
 * Puts values in the place of slots.
 * @returns the text, and the names of slots without a value, which read as nothing
 */
export function fillSlots(
  text: string,
  values: Readonly<Record<string, string>>,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const filled = parseSlots(text).parts.map((part) => {
    if (part.kind === 'literal') return part.text;
    const value = Object.hasOwn(values, part.name) ? (values[part.name] ?? '').trim() : '';
    if (value === '') missing.add(part.name);
    return value;
  });
  return { text: filled.join(''), missing: [...missing] };
}

/** How many values a slot can take; 0 for one that takes any text, since they cannot be listed. */
export function valueCount(slot: PhraseSlot): number {
  switch (slot.kind) {
    case 'text':
      return 0;
    case 'list':
      return slot.values.length;
    case 'range':
      return Math.floor(Math.abs(slot.to - slot.from) / slot.step) + 1;
  }
}

/** The value at an index below `valueCount`, as it is said. */
export function valueAt(slot: PhraseSlot, index: number): string {
  switch (slot.kind) {
    case 'text':
      return '';
    case 'list':
      return slot.values[index] ?? '';
    case 'range':
      return String(slot.from + Math.sign(slot.to - slot.from) * slot.step * index);
  }
}

/** Combinations of all slots' values: 1 without slots, 0 when one takes any text. */
export function combinationCount(slots: readonly PhraseSlot[]): number {
  const product = slots.reduce((count, slot) => count * valueCount(slot), 1);
  return Math.min(product, Number.MAX_SAFE_INTEGER);
}

/**
 * The filled texts of the first combinations, in the order of the slots' values, the last slot's changing first. Equal
 * texts come once.
 */
export function filledTexts(text: string, slots: readonly PhraseSlot[], maxCount: number): string[] {
  const texts = new Set<string>();
  const count = Math.min(combinationCount(slots), maxCount);
  for (let combination = 0; combination < count; combination++) {
    let rest = combination;
    const values = slots.toReversed().map((slot) => {
      const index = rest % valueCount(slot);
      rest = Math.floor(rest / valueCount(slot));
      return [slot.name, valueAt(slot, index)] as const;
    });
    texts.add(fillSlots(text, Object.fromEntries(values)).text);
  }
  return [...texts];
}
