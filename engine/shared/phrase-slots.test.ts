import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhraseSlot } from './app/phrases.js';
import {
  checkSlots,
  combinationCount,
  filledTexts,
  fillSlots,
  parseSlots,
  slotNames,
  valueAt,
  valueCount,
} from './phrase-slots.js';
import { escapeBraces } from './testing/escape-braces.js';

const name = fc.constantFrom('minutes', 'who', '分钟', '__proto__', 'a b', 'x1');
const text = fc.string({ unit: fc.constantFrom('{', '}', 'a', ' ', '分', 'minutes', '\n') });
const slot: fc.Arbitrary<PhraseSlot> = fc.oneof(
  fc.record({
    kind: fc.constant('list' as const),
    name,
    values: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant('range' as const),
    name,
    from: fc.maxSafeInteger(),
    to: fc.maxSafeInteger(),
    step: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  }),
);

describe('slots in a text', () => {
  it.each<[string, string[], string[]]>([
    ['Back in {minutes} minutes', ['minutes'], []],
    ['{ a b } and {a b}', ['a b'], []],
    ['{{not}} a {slot}', ['slot'], []],
    ['{{{x}}}', ['x'], []],
    ['open { end', [], ['unbalanced-brace']],
    ['close } end', [], ['unbalanced-brace']],
    ['{ {x}', ['x'], ['unbalanced-brace']],
    ['nothing in {}', [], ['empty-name']],
    ['{分钟}分钟后回来', ['分钟'], []],
  ])('are read in %j', (given, names, codes) => {
    expect(slotNames(given)).toEqual(names);
    expect(parseSlots(given).problems.map(({ code }) => code)).toEqual(codes);
  });

  it('take any text that is escaped for itself', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(checkSlots(escapeBraces(any), [])).toEqual([]);
        expect(fillSlots(escapeBraces(any), {})).toEqual({ text: any, missing: [] });
      }),
    );
  });

  it('lose no character that is not a brace, whatever is wrong', () => {
    fc.assert(
      fc.property(text, (any) => {
        const parts = parseSlots(any).parts.map((part) => (part.kind === 'literal' ? part.text : part.name));
        const letters = (value: string): string => value.replaceAll(/[{} \n]/g, '');
        expect(letters(parts.join(''))).toBe(letters(any));
        for (const { offset } of parseSlots(any).problems) expect('{}').toContain(any[offset ?? -1]);
      }),
    );
  });

  it('must be those that the phrase has', () => {
    const minutes: PhraseSlot = { kind: 'range', name: 'minutes', from: 5, to: 60, step: 5 };
    expect(checkSlots('Back in {minutes}', [minutes])).toEqual([]);
    expect(checkSlots('Back in {hours}', [minutes])).toEqual([
      { code: 'unknown-slot', name: 'hours', offset: 8 },
      { code: 'unused-slot', name: 'minutes', offset: null },
    ]);
    expect(checkSlots('{minutes}', [minutes, minutes]).map(({ code }) => code)).toEqual(['duplicate-slot']);
  });

  it('are filled in one go: braces in a value are no slots', () => {
    expect(fillSlots('{a} {b}', { a: '{b}', b: ' 2 ' })).toEqual({ text: '{b} 2', missing: [] });
    expect(fillSlots('{a} {b}', { a: ' ' }).missing).toEqual(['a', 'b']);
  });

  it('count up and down in their steps, never past the end', () => {
    fc.assert(
      fc.property(slot, fc.nat(1000), (any, index) => {
        fc.pre(index < valueCount(any));
        const value = valueAt(any, index);
        if (any.kind === 'list') expect(any.values).toContain(value);
        if (any.kind !== 'range') return;
        const [low, high] = [Math.min(any.from, any.to), Math.max(any.from, any.to)];
        expect(Number(value)).toBeGreaterThanOrEqual(low);
        expect(Number(value)).toBeLessThanOrEqual(high);
      }),
    );
    const down: PhraseSlot = { kind: 'range', name: 'n', from: 10, to: 1, step: 4 };
    expect(filledTexts('{n}', [down], 9)).toEqual(['10', '6', '2']);
  });

  it('give every combination once, no more than asked for', () => {
    fc.assert(
      fc.property(fc.uniqueArray(slot, { maxLength: 4, selector: (one) => one.name }), (slots) => {
        const pattern = slots.map((one) => `{${one.name}}`).join('|');
        const texts = filledTexts(pattern, slots, 50);
        expect(texts.length).toBeLessThanOrEqual(Math.min(50, combinationCount(slots)));
        expect(new Set(texts).size).toBe(texts.length);
        expect(Number.isSafeInteger(combinationCount(slots))).toBe(true);
      }),
    );
    const list = (values: string[], slotName: string): PhraseSlot => ({
      kind: 'list',
      name: slotName,
      values,
    });
    expect(filledTexts('{a}{b}', [list(['1', '2'], 'a'), list(['x', 'y'], 'b')], 3)).toEqual([
      '1x',
      '1y',
      '2x',
    ]);
  });

  it('of free text have no combinations', () => {
    const free: PhraseSlot = { kind: 'text', name: 'who' };
    expect(combinationCount([free, { kind: 'range', name: 'n', from: 1, to: 3, step: 1 }])).toBe(0);
    expect(filledTexts('{who}', [free], 10)).toEqual([]);
    expect(filledTexts('plain', [], 10)).toEqual(['plain']);
  });
});
