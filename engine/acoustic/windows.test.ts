import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverlapAdd } from './overlap-add.js';
import { planWindows, withContext } from './windows.js';

const planArbitrary = fc.record({
  frameCount: fc.integer({ min: 0, max: 2000 }),
  windowFrames: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 }),
  overlapRatio: fc.double({ min: 0, max: 0.45, noNaN: true }),
  maxFadeFrames: fc.option(fc.integer({ min: 0, max: 4 })),
});

describe('planWindows', () => {
  it('tiles the segment with bodies, and fades only into the window before', () => {
    fc.assert(
      fc.property(planArbitrary, (options) => {
        const windows = planWindows(options);
        let at = 0;
        let previousFrom = 0;
        for (const window of windows) {
          expect(window.bodyFrom).toBe(at);
          expect(window.bodyTo).toBeGreaterThan(window.bodyFrom);
          expect(window.fadeFrom).toBeLessThanOrEqual(window.bodyFrom);
          expect(window.fadeFrom).toBeGreaterThanOrEqual(previousFrom);
          previousFrom = window.bodyFrom;
          at = window.bodyTo;
        }
        expect(at).toBe(options.frameCount);
      }),
    );
  });

  it('keeps every window within half as much again of the wanted length', () => {
    fc.assert(
      fc.property(planArbitrary, (options) => {
        planWindows(options).forEach((window, index) => {
          const wanted = options.windowFrames[Math.min(index, options.windowFrames.length - 1)] ?? 0;
          expect(window.bodyTo - window.bodyFrom).toBeLessThanOrEqual(wanted * 1.5);
        });
      }),
    );
  });

  it('clamps the context at the ends', () => {
    expect(withContext(5, 95, 14, 100)).toEqual({ feedFrom: 0, feedTo: 100 });
    expect(withContext(20, 40, 14, 100)).toEqual({ feedFrom: 6, feedTo: 54 });
  });
});

describe('OverlapAdd', () => {
  it('gives back the undivided signal, whatever the plan', () => {
    const HOP = 3;
    fc.assert(
      fc.property(planArbitrary, (options) => {
        const whole = Float32Array.from({ length: options.frameCount * HOP }, (_, n) => Math.sin(n * 0.7));
        const windows = planWindows(options);
        const joiner = new OverlapAdd(HOP);
        const pieces = windows.map((window, index) =>
          joiner.add(whole.subarray(window.fadeFrom * HOP, window.bodyTo * HOP), window, windows[index + 1]),
        );
        const joined = pieces.flatMap((piece) => [...piece]);
        expect(joined).toHaveLength(whole.length);
        for (const [index, sample] of joined.entries())
          if (Math.abs(sample - (whole[index] ?? 0)) > 1e-6) expect.fail(`differs at ${index}`);
      }),
      { numRuns: 40 },
    );
  });
});
