import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample } from './resample.js';

const RATES_HZ = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000] as const;

function sine(hz: number, rateHz: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => Math.sin((2 * Math.PI * hz * at) / rateHz));
}

/** The largest difference from a sine, away from the ends. */
function deviation(samples: Float32Array, hz: number, rateHz: number): number {
  const ideal = sine(hz, rateHz, samples.length);
  const edge = Math.ceil(0.02 * rateHz);
  let most = 0;
  for (let at = edge; at < samples.length - edge; at++)
    most = Math.max(most, Math.abs((samples[at] ?? 0) - (ideal[at] ?? 0)));
  return most;
}

describe('resample', () => {
  it('keeps what both rates can hold, in place', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RATES_HZ),
        fc.constantFrom(...RATES_HZ),
        fc.double({ min: 0.01, max: 0.91, noNaN: true }),
        (fromHz, toHz, share) => {
          const hz = (share * Math.min(fromHz, toHz)) / 2;
          const resampled = resample(sine(hz, fromHz, fromHz / 5), fromHz, toHz);
          expect(resampled).toHaveLength(Math.ceil(toHz / 5));
          expect(deviation(resampled, hz, toHz)).toBeLessThan(2e-4);
        },
      ),
      { seed: 1, numRuns: 40 },
    );
  });

  it('lets nothing fold back', () => {
    fc.assert(
      fc.property(fc.double({ min: 12_010, max: 23_900, noNaN: true }), (hz) => {
        const resampled = resample(sine(hz, 48_000, 9600), 48_000, 24_000).subarray(480, -480);
        const peak = resampled.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        expect(20 * Math.log10(peak)).toBeLessThan(-80);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('keeps a level that does not move, at any pair of rates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8000, max: 12_000 }), (fromHz) => {
        const level = resample(new Float32Array(fromHz / 10).fill(0.25), fromHz, 8000);
        for (const sample of level.subarray(100, -100)) expect(sample).toBeCloseTo(0.25, 6);
      }),
      { seed: 3, numRuns: 5 },
    );
  });

  it('gives the same samples, in a copy, where the rate is the same', () => {
    const samples = sine(440, 24_000, 100);
    expect(resample(samples, 24_000, 24_000)).toEqual(samples);
    expect(resample(samples, 24_000, 24_000)).not.toBe(samples);
    expect(resample(new Float32Array(), 48_000, 24_000)).toHaveLength(0);
  });
});
