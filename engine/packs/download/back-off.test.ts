import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backOffMs, retryAfterMs } from './back-off.js';

it('doubles up to a minute, draws the upper half, and never undercuts the server', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => backOffMs(attempts, 0.999_999, 0))).toEqual([
    1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
  ]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.nat(900_000),
      (attempts, random, asked) => {
        const waitMs = backOffMs(attempts, random, asked);
        expect(waitMs).toBeGreaterThanOrEqual(Math.max(500, asked));
        expect(waitMs).toBeLessThanOrEqual(Math.max(60_000, asked));
      },
    ),
  );
});

it.each([
  [undefined, undefined, 0],
  ['120', undefined, 120_000],
  ['0', undefined, 0],
  ['soon', undefined, 0],
  ['-5', undefined, 0],
  ['Mon, 02 Mar 2026 10:01:00 GMT', 'Mon, 02 Mar 2026 10:00:00 GMT', 60_000],
  ['Mon, 02 Mar 2026 09:00:00 GMT', 'Mon, 02 Mar 2026 10:00:00 GMT', 0],
  ['Mon, 02 Mar 2026 10:01:00 GMT', undefined, 0],
])('Retry-After %s at %s is a wait of %i ms', (header, date, expected) => {
  expect(retryAfterMs(header, date)).toBe(expected);
});
