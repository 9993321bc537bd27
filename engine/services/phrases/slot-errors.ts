import { SottoError } from '../../shared/errors.js';
import type { PhraseSlot } from '../../shared/app/phrases.js';
import { checkSlots, fillSlots, type SlotProblem } from '../../shared/phrase-slots.js';

/** What is wrong with a slot, in words. */
export function describeSlotProblem({ code, name, offset }: SlotProblem): string {
  switch (code) {
    case 'unbalanced-brace':
      return `the brace at character ${(offset ?? 0) + 1} has no partner`;
    case 'empty-name':
      return `the braces at character ${(offset ?? 0) + 1} hold no name`;
    case 'unknown-slot':
      return `the phrase has no slot "${name}"`;
    case 'unused-slot':
      return `the text has no place for the slot "${name}"`;
    case 'duplicate-slot':
      return `there are two slots "${name}"`;
  }
}

/** @throws SottoError `bad-input` when a text and its slots do not fit each other */
export function refuseSlotProblems(text: string, slots: readonly PhraseSlot[]): void {
  const [problem] = checkSlots(text, slots);
  if (!problem) return;
  throw new SottoError({
    code: 'bad-input',
    message: describeSlotProblem(problem),
    kept: 'nothing was changed',
    next: 'write {{ and }} for braces that are meant as themselves',
    details: { problem: problem.code, slot: problem.name },
  });
}

/** The text that is said. @throws SottoError `bad-input` when a slot has no value */
export function filledText(text: string, values: Readonly<Record<string, string>>): string {
  const { text: filled, missing } = fillSlots(text, values);
  const [slot] = missing;
  if (slot === undefined) return filled;
  throw new SottoError({
    code: 'bad-input',
    message: `nothing was given for "${missing.join('", "')}"`,
    next: 'fill every slot, then speak the phrase',
    details: { slot },
  });
}
