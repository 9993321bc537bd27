import { expect, test } from 'vitest';
import { isSlotComplete, MAX_SLOTS, slotOfKind, slotsFor, valuesOfLines } from './slot-drafts.js';

test('slots follow the text as it is typed, and what was said of them stays', () => {
  const minutes = { kind: 'range', name: 'minutes', from: 5, to: 30, step: 5 } as const;
  expect(slotsFor('Back in {minutes} minutes, {name}', [minutes])).toEqual([
    minutes,
    { kind: 'text', name: 'name' },
  ]);
  expect(slotsFor('Back soon', [minutes])).toEqual([]);
  expect(slotsFor('{a} {b} {c} {d} {e}', [])).toHaveLength(MAX_SLOTS);
});

test('values are lines, each once', () =>
  expect(valuesOfLines(' tea \n\ncoffee\ntea')).toEqual(['tea', 'coffee']));

test('a list needs a value, a range whole numbers', () => {
  expect(isSlotComplete(slotOfKind('list', 'a'))).toBe(false);
  expect(isSlotComplete(slotOfKind('range', 'a'))).toBe(true);
  expect(isSlotComplete({ kind: 'range', name: 'a', from: Number.NaN, to: 3, step: 1 })).toBe(false);
  expect(isSlotComplete(slotOfKind('text', 'a'))).toBe(true);
});
