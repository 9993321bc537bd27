import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlsSchema } from '../../shared/schemas.js';
import { takeControls } from './takes.js';

const controls = fc.record(
  {
    lengthScale: fc.double({ min: 0.25, max: 4, noNaN: true }),
    pitchSemitones: fc.double({ min: -12, max: 12, noNaN: true }),
    f0Range: fc.double({ min: 0, max: 3, noNaN: true }),
    energyDb: fc.double({ min: -24, max: 12, noNaN: true }),
    noiseScale: fc.double({ min: 0, max: 1, noNaN: true }),
    pauseMs: fc.constant({ '.': 300 }),
  },
  { requiredKeys: [] },
);

describe('takes', () => {
  it('leave the plain one as it is', () => {
    fc.assert(fc.property(controls, (any) => takeControls(any, 0) === any));
  });

  it('are the same every time, within what the engine takes, and near the plain one', () => {
    fc.assert(
      fc.property(controls, fc.integer({ min: 1, max: 99 }), (any, take) => {
        const changed = takeControls(any, take);
        expect(takeControls(any, take)).toEqual(changed);
        expect(controlsSchema.safeParse(changed).success).toBe(true);
        expect(Math.abs((changed.pitchSemitones ?? 0) - (any.pitchSemitones ?? 0))).toBeLessThanOrEqual(0.71);
        expect((changed.lengthScale ?? 1) / (any.lengthScale ?? 1)).toBeGreaterThan(0.95);
        expect((changed.lengthScale ?? 1) / (any.lengthScale ?? 1)).toBeLessThan(1.06);
        expect(changed.noiseScale ?? 0).toBeGreaterThanOrEqual(Math.floor((any.noiseScale ?? 0) * 1e6) / 1e6);
        expect(changed.energyDb).toBe(any.energyDb);
        expect(changed.pauseMs).toBe(any.pauseMs);
      }),
    );
  });

  it('differ from each other', () => {
    const takes = Array.from({ length: 100 }, (_, take) => JSON.stringify(takeControls({}, take)));
    expect(new Set(takes).size).toBe(100);
    const pitches = Array.from({ length: 99 }, (_, index) => takeControls({}, index + 1).pitchSemitones ?? 0);
    const steps = pitches.slice(1).map((pitch, index) => Math.abs(pitch - (pitches[index] ?? 0)));
    expect(steps.filter((step) => step < 0.01).length).toBeLessThan(5);
  });
});
