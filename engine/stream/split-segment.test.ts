import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenCount, tokenize } from '../text/tokens.js';
import type { Segment, Span, Unit } from '../text/types.js';
import { splitToFit } from './split-segment.js';

/** Segments whose words share spans now and then, as the words of a number do. */
const segmentArbitrary: fc.Arbitrary<Segment> = fc
  .array(
    fc.record({
      phonemeCounts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
      isPunctAfter: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((groups) => {
    const units: Unit[] = [];
    const spans: Span[] = [];
    let at = 10;
    for (const { phonemeCounts, isPunctAfter } of groups) {
      const source = { start: at, end: at + 5 };
      for (const length of phonemeCounts)
        units.push({
          kind: 'word',
          text: 'w',
          language: 'en',
          source,
          phonemes: new Array<string>(length).fill('a'),
        });
      spans.push({ source, kind: 'spoken', text: 'w' });
      at += 5;
      if (isPunctAfter) {
        units.push({ kind: 'punct', symbol: ',', source: { start: at, end: at + 1 } });
        spans.push({ source: { start: at, end: at + 1 }, kind: 'spoken', text: ',' });
        at += 1;
      }
    }
    const source = { start: 10, end: at };
    return { index: 0, source, language: 'en', units, spans, break: 'sentence', estimatedDurationMs: 1000 };
  });

const sizeOf = (segment: Segment): number =>
  segment.units.reduce((sum, unit) => sum + (unit.kind === 'word' ? unit.phonemes.length : 1), 0);

const phonemesOf = (segment: Segment): string =>
  segment.units.map((unit) => (unit.kind === 'word' ? unit.phonemes.join('') : unit.symbol)).join('');

describe('splitToFit', () => {
  it('makes every piece fit, and drops nothing', () => {
    fc.assert(
      fc.property(segmentArbitrary, fc.integer({ min: 1, max: 60 }), (segment, limit) => {
        const pieces = splitToFit(segment, (one) => sizeOf(one) <= limit);
        for (const piece of pieces) expect(sizeOf(piece)).toBeLessThanOrEqual(limit);
        expect(pieces.map(phonemesOf).join('')).toBe(phonemesOf(segment));
        let at = segment.source.start;
        for (const piece of pieces) {
          expect(piece.source.start).toBe(at);
          at = piece.source.end;
        }
        expect(at).toBe(segment.source.end);
        expect(pieces.flatMap((piece) => piece.spans)).toEqual(segment.spans);
        expect(pieces.at(-1)?.break).toBe(segment.break);
      }),
    );
  });

  it('agrees with any alphabet about what fits, a word longer than the limit included', () => {
    const alphabets = fc.record({
      pad: fc.constant(0),
      before: fc.constantFrom([], [0]),
      after: fc.constantFrom([], [0], [10, 0]),
      spacing: fc.constantFrom('words' as const, 'all' as const),
      spelling: fc.constantFrom({ en: {}, zh: {} }, { en: { a: 'bcb', 'a a': 'b' }, zh: {} }),
      symbols: fc.constant({ any: { ' ': 1, ',': 2 }, en: { a: 3, b: 4, c: 5 }, zh: {} }),
    });
    fc.assert(
      fc.property(
        segmentArbitrary,
        alphabets,
        fc.integer({ min: 6, max: 60 }),
        (segment, alphabet, limit) => {
          const pieces = splitToFit(segment, (one) => tokenCount(one, alphabet) <= limit);
          for (const piece of pieces) {
            const { ids, unknownSymbols } = tokenize(piece, alphabet, limit);
            expect(ids.length).toBe(tokenCount(piece, alphabet));
            expect(unknownSymbols).toEqual([]);
          }
          expect(pieces.map(phonemesOf).join('')).toBe(phonemesOf(segment));
        },
      ),
    );
  });

  it('leaves a segment alone that fits', () => {
    fc.assert(
      fc.property(segmentArbitrary, (segment) => {
        expect(splitToFit(segment, () => true)).toEqual([segment]);
      }),
    );
  });
});
