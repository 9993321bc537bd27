import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Limiter } from './limiter.js';
import { SegmentShaper } from './shaper.js';

function limit(signal: Float32Array, cuts: readonly number[] = []): Float32Array {
  const limiter = new Limiter();
  const pieces: number[] = [];
  let at = 0;
  for (const size of [...cuts, signal.length]) {
    const end = Math.min(signal.length, at + size);
    pieces.push(...limiter.push(signal.subarray(at, end)));
    at = end;
  }
  pieces.push(...limiter.flush());
  return Float32Array.from(pieces);
}

/** Peak of a signal interpolated sixteen-fold with a long sinc: finer than the limiter's own estimate. */
function truePeak(signal: Float32Array): number {
  let peak = 0;
  for (let centre = 0; centre < signal.length; centre++)
    for (let phase = 0; phase < 16; phase++) {
      let sum = 0;
      for (let tap = -31; tap <= 32; tap++) {
        const x = tap - phase / 16;
        const weight =
          x === 0 ? 1 : (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / 33));
        sum += weight * (signal[centre + tap] ?? 0);
      }
      peak = Math.max(peak, Math.abs(sum));
    }
  return peak;
}

function noise(length: number, amplitude: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * amplitude;
  });
}

/** Takes off what lies near the Nyquist frequency, where speech holds nothing and interpolators disagree. */
function smooth(signal: Float32Array, centre = 2): Float32Array {
  return signal.map(
    (sample, n) => ((signal[n - 1] ?? 0) + centre * sample + (signal[n + 1] ?? 0)) / (centre + 2),
  );
}

describe('Limiter', () => {
  it('leaves quiet signals exactly as they are', () => {
    const quiet = noise(3000, 0.3, 1);
    expect(limit(quiet)).toEqual(quiet);
  });

  it.each([
    [
      'a tone whose peaks lie between samples',
      Float32Array.from({ length: 2000 }, (_, n) => 1.4 * Math.sin(Math.PI * (n / 2 + 0.25))),
    ],
    ['noise as bright as speech', smooth(noise(2000, 3, 2))],
    ['noise as bright as a whisper', smooth(noise(2000, 2, 5), 4)],
    ['single clicks', Float32Array.from({ length: 2000 }, (_, n) => (n % 500 === 250 ? 3 : 0))],
    [
      'a sudden start',
      Float32Array.from({ length: 2000 }, (_, n) => (n < 1000 ? 0 : 1.8 * Math.sin(n * 0.3))),
    ],
    [
      'a vowel-like tone',
      Float32Array.from({ length: 2000 }, (_, n) => 1.2 * Math.sin(n * 0.05) + 0.8 * Math.sin(n * 0.9)),
    ],
  ])('keeps %s under −1 dBTP', (_, signal) => {
    expect(20 * Math.log10(truePeak(limit(signal)))).toBeLessThanOrEqual(-1);
  });

  it('does not depend on how the signal is cut, and keeps its length', () => {
    const signal = noise(1500, 1.5, 3);
    const whole = limit(signal);
    expect(whole).toHaveLength(signal.length);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 })), (cuts) => {
        expect(limit(signal, cuts)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it.each([0, 1, 5, 41, 42, 43, 47, 48, 49, 100])('keeps the length of %i samples', (length) => {
    expect(limit(noise(length, 2, 4))).toHaveLength(length);
  });
});

describe('SegmentShaper', () => {
  it('applies the gain and fades both edges to zero', () => {
    const shaper = new SegmentShaper(6, 1000);
    const flat = new Float32Array(500).fill(0.2);
    const output = Float32Array.from([...shaper.push(flat), ...shaper.push(flat)]);
    expect(output).toHaveLength(1000);
    expect(output[0]).toBe(0);
    expect(output[999]).toBe(0);
    expect(output[500]).toBeCloseTo(0.2 * 10 ** (6 / 20), 6);
  });
});
