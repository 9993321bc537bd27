import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlsSchema, type Controls } from '../../shared/schemas.js';
import { stackControls } from './controls.js';

// Zero has one sign here: a sum knows no other.
const within = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const controls: fc.Arbitrary<Controls> = fc.record(
  {
    lengthScale: within(0.25, 4),
    pitchSemitones: within(-12, 12),
    f0Range: within(0, 3),
    energyDb: within(-24, 12),
    noiseScale: within(0, 1),
    pauseMs: fc.dictionary(fc.constantFrom(',', '.', '、'), within(0, 5000)),
  },
  { requiredKeys: [] },
);

describe('stackControls', () => {
  it('always gives what the contract allows', () => {
    fc.assert(
      fc.property(controls, controls, (style, onTop) => {
        const stacked = stackControls(style, onTop);
        expect(controlsSchema.parse(stacked)).toEqual(stacked);
      }),
    );
  });

  it('changes nothing where one of the two says nothing', () => {
    fc.assert(
      fc.property(controls, (some) => {
        expect(stackControls(some, {})).toEqual(some);
        expect(stackControls({}, some)).toEqual(some);
      }),
    );
  });

  it('multiplies factors, adds shifts, lets the upper noise and pauses win', () => {
    const style = { lengthScale: 1.2, pitchSemitones: 2, noiseScale: 0.5, pauseMs: { ',': 100, '.': 200 } };
    const onTop = {
      lengthScale: 0.5,
      pitchSemitones: -3,
      f0Range: 1.5,
      noiseScale: 0,
      pauseMs: { '.': 900 },
    };
    expect(stackControls(style, onTop)).toEqual({
      lengthScale: 0.6,
      pitchSemitones: -1,
      f0Range: 1.5,
      noiseScale: 0,
      pauseMs: { ',': 100, '.': 900 },
    });
  });
});
