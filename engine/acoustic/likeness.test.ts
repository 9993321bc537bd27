import { describe, expect, it } from 'vitest';
import { isSameSignal, soundsAlike } from './likeness.js';

/** Harmonics of a voice, with noise as loud as a share of them. */
function voice(seed: number, { noise = 0.02, gain = 1, pitchHz = 120 } = {}): Float32Array {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return Float32Array.from({ length: 24_000 }, (_, at) => {
    let sum = 0;
    for (let harmonic = 1; harmonic <= 60; harmonic++)
      sum += Math.sin((2 * Math.PI * pitchHz * harmonic * at) / 24_000) / harmonic;
    return gain * (0.1 * sum + 0.1 * noise * random());
  });
}

describe('likeness of two renderings', () => {
  it('tells the same signal from any other', () => {
    expect(isSameSignal(voice(1), voice(1))).toBe(true);
    expect(isSameSignal(voice(1, { noise: 1 }), voice(2, { noise: 1 }))).toBe(false);
    expect(isSameSignal(voice(1).subarray(1), voice(1))).toBe(false);
    expect(isSameSignal(voice(1).fill(Number.NaN, 5, 6), voice(1))).toBe(false);
  });

  it('hears through noise that is another one each time', () => {
    expect(isSameSignal(voice(1, { noise: 0.5 }), voice(2, { noise: 0.5 }))).toBe(false);
    expect(soundsAlike(voice(1, { noise: 0.5 }), voice(2, { noise: 0.5 }))).toBe(true);
  });

  it.each([
    ['another level', voice(1, { gain: 0.7 })],
    ['another pitch', voice(1, { pitchHz: 190 })],
    ['noise in its place', voice(1, { noise: 10 })],
    ['silence', new Float32Array(24_000)],
    ['no numbers', voice(1).fill(Number.NaN, 5000, 5001)],
    ['another length', voice(1).subarray(1)],
  ])('hears %s', (_, other) => {
    expect(soundsAlike(other, voice(1))).toBe(false);
  });
});
