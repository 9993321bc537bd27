import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianNoise, seedState, xoshiro128 } from './gaussian.js';

describe('the generator', () => {
  it('gives the numbers of its reference', () => {
    const next = xoshiro128(Uint32Array.of(1, 2, 3, 4));
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('is seeded with the numbers of theirs', () => {
    const [lowA = 0, highA = 0, lowB = 0, highB = 0] = seedState(1477776061723855037n);
    const joined = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low);
    expect([joined(lowA, highA), joined(lowB, highB)]).toEqual([1985237415132408290n, 2979275885539914483n]);
  });
});

describe('gaussianNoise', () => {
  it('is the same for the same seed, however it is cut, and another one for another', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 50 }), (seed, first) => {
        const [whole, parts] = [gaussianNoise(seed), gaussianNoise(seed)];
        const values = whole(50);
        expect([...parts(first), ...parts(50 - first)]).toEqual([...values]);
        expect(values.every(Number.isFinite)).toBe(true);
        expect([...gaussianNoise(seed === 0 ? 1 : -seed)(50)]).not.toEqual([...values]);
      }),
      { seed: 11 },
    );
  });

  it('is standard normal', () => {
    const values = gaussianNoise(2026)(200_000);
    const moment = (power: number): number =>
      values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 2);
    expect(moment(2)).toBeCloseTo(1, 2);
    expect(Math.abs(moment(3))).toBeLessThan(0.03);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.06);
    const within = values.filter((value) => Math.abs(value) < 1.96).length / values.length;
    expect(within).toBeCloseTo(0.95, 2);
  });
});
