import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asPercents, MAX_WEIGHT, MIN_WEIGHT, sharesOf } from './mix-shares.js';

const parts = fc.array(
  fc.record({ voice: fc.string(), weight: fc.double({ min: 0.01, max: 100, noNaN: true }) }),
  { minLength: 2, maxLength: 8 },
);

test('shares are a whole, in proportion to the weights', () => {
  fc.assert(
    fc.property(parts, (mix) => {
      const shares = sharesOf(mix);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
      expect(shares.map((share) => share > 0).every(Boolean)).toBe(true);
    }),
  );
});

test('a kept mix is edited in per cent that the host accepts', () => {
  fc.assert(
    fc.property(parts, (mix) => {
      for (const { weight } of asPercents(mix)) {
        expect(weight).toBeGreaterThanOrEqual(MIN_WEIGHT);
        expect(weight).toBeLessThanOrEqual(MAX_WEIGHT);
      }
    }),
  );
  expect(
    asPercents([
      { voice: 'a', weight: 3 },
      { voice: 'b', weight: 1 },
    ]),
  ).toEqual([
    { voice: 'a', weight: 75 },
    { voice: 'b', weight: 25 },
  ]);
});
