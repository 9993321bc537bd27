import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PowerSpectrum } from './power-spectrum.js';

/** The transform as it is defined, one sum a bin. */
function defined(frame: readonly number[]): number[] {
  return Array.from({ length: frame.length / 2 + 1 }, (_, bin) => {
    let [re, im] = [0, 0];
    for (const [at, sample] of frame.entries()) {
      re += sample * Math.cos((2 * Math.PI * bin * at) / frame.length);
      im -= sample * Math.sin((2 * Math.PI * bin * at) / frame.length);
    }
    return re ** 2 + im ** 2;
  });
}

const frames = fc
  .integer({ min: 2, max: 8 })
  .chain((log2) =>
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2 ** log2, maxLength: 2 ** log2 }),
  );

describe('PowerSpectrum', () => {
  it('equals its definition', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const power = new Float64Array(frame.length / 2 + 1);
        new PowerSpectrum(frame.length).compute(Float64Array.from(frame), power);
        for (const [bin, value] of defined(frame).entries()) expect(power[bin]).toBeCloseTo(value, 8);
      }),
      { seed: 5 },
    );
  });

  it('keeps nothing of the frame before', () => {
    const spectrum = new PowerSpectrum(64);
    const [first, second] = [new Float64Array(33), new Float64Array(33)];
    const frame = Float64Array.from({ length: 64 }, (_, at) => Math.sin(at));
    spectrum.compute(frame, first);
    spectrum.compute(new Float64Array(64).fill(1), second);
    spectrum.compute(frame, second);
    expect(second).toEqual(first);
  });

  it.each([0, 2, 12, 1000])('refuses frames of %d samples', (size) => {
    expect(() => new PowerSpectrum(size)).toThrow(RangeError);
  });
});
