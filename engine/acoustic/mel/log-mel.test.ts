import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatsOfRecord, largestDifference, readFixture, type ArrayRecord } from '../testing/array-record.js';
import { melBands } from './filterbank.js';
import { logMel, MEL_BANDS, MEL_SAMPLE_RATE_HZ } from './log-mel.js';

/** The signal that `probe` in models/sotto_export/mel.py makes. */
function probe(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, (_, at) => {
    const s = at / MEL_SAMPLE_RATE_HZ;
    const tone = at < Math.floor(count / 2) ? 0 : 0.2 * Math.sin(2 * Math.PI * 9500 * s);
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0.4 * Math.sin(2 * Math.PI * (120 * s + 12000 * s ** 2)) + tone + 0.01 * (state / 2 ** 31 - 1);
  });
}

describe('logMel', () => {
  it('equals the reference in PyTorch', () => {
    const { sampleCount, mel } = readFixture('log-mel.json') as { sampleCount: number; mel: ArrayRecord };
    const { values, frameCount } = logMel(probe(sampleCount));
    expect([MEL_BANDS, frameCount]).toEqual(mel.shape);
    expect(largestDifference(values, floatsOfRecord(mel))).toBeLessThanOrEqual(1e-4);
  });

  it('is the floor for silence, and refuses what is too short to be mirrored', () => {
    const { values, frameCount } = logMel(new Float32Array(1025));
    expect(frameCount).toBe(4);
    expect(Math.max(...values)).toBeCloseTo((Math.log(1e-5) + 4) / 4, 6);
    expect(() => logMel(new Float32Array(1024))).toThrow(RangeError);
  });

  it('moves with the audio: a hop later is a frame later', () => {
    const samples = probe(12_000);
    const [whole, later] = [logMel(samples), logMel(samples.subarray(300))];
    // Away from the ends, where what is mirrored differs.
    for (const band of [0, 20, 79])
      for (let frame = 5; frame < later.frameCount - 5; frame++)
        expect(later.values[band * later.frameCount + frame]).toBeCloseTo(
          whole.values[band * whole.frameCount + frame + 1] ?? NaN,
          6,
        );
  });
});

describe('melBands', () => {
  it('covers every bin between the first and the last centre once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 120 }), fc.integer({ min: 400, max: 2000 }), (bands, bins) => {
        const sums = new Float64Array(bins);
        const filters = melBands(bands, bins, 8000);
        for (const { firstBin, weights } of filters)
          for (const [at, weight] of weights.entries())
            sums[firstBin + at] = (sums[firstBin + at] ?? 0) + weight;
        const [first, last] = [filters[1]?.firstBin ?? 0, filters.at(-1)?.firstBin ?? 0];
        for (let bin = first; bin < last; bin++) expect(sums[bin]).toBeCloseTo(1, 9);
      }),
      { seed: 3, numRuns: 30 },
    );
  });
});
