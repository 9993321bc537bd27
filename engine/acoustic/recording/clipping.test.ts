import { describe, expect, it } from 'vitest';
import { findClipping } from './clipping.js';

describe('findClipping', () => {
  it.each([
    ['nothing', [], 0, 0],
    ['a peak that touches full scale', [0, 0.9, 1, 1, 0.9, 0], 0, 0],
    ['a flat top', [0, 1, 1, 1, 0.5], 1, 3],
    ['a flat top at the end', [0, -1, -1, -1, -1], 1, 4],
    ['both sides, one after the other', [1, 1, 1, -1, -1, -1], 2, 6],
    ['a change of side within', [1, 1, -1, -1, 1, 1], 0, 0],
    ['what lies beyond full scale', [0, 1.2, 1.3, 1.1, 0], 1, 3],
  ])('counts %s', (_, samples, runCount, sampleCount) => {
    expect(findClipping(Float32Array.from(samples))).toEqual({ runCount, sampleCount });
  });
});
