import { describe, expect, it } from 'vitest';
import { integratedLoudnessLufs, truePeakDbtp } from './loudness.js';

function sine(seconds: number, sampleRateHz: number, frequencyHz: number, amplitude: number): Float32Array {
  return Float32Array.from(
    { length: seconds * sampleRateHz },
    (_, at) => amplitude * Math.sin((2 * Math.PI * frequencyHz * at) / sampleRateHz),
  );
}

/** Speech-like in what matters to gates: loud stretches, soft ones, silence. */
function stretches(sampleRateHz: number): Float32Array {
  const parts: [seconds: number, frequencyHz: number, amplitude: number][] = [
    [1.5, 180, 0.5],
    [0.7, 700, 0],
    [1.1, 2500, 0.2],
    [0.9, 440, 0.01],
    [1.3, 6000, 0.3],
    [0.5, 100, 0.0001],
  ];
  return Float32Array.from(
    parts.flatMap(([seconds, hz, amplitude]) => [...sine(seconds, sampleRateHz, hz, amplitude)]),
  );
}

describe('integratedLoudnessLufs', () => {
  it.each([24_000, 44_100, 48_000])('reads a full-scale sine of 997 Hz as −3.01 LUFS at %i Hz', (rate) => {
    expect(integratedLoudnessLufs(sine(5, rate, 997, 1), rate)).toBeCloseTo(-3.01, 1);
  });

  it('follows the level, decibel for decibel', () => {
    const loudness = (db: number): number =>
      integratedLoudnessLufs(sine(3, 24_000, 997, 10 ** (db / 20)), 24_000);
    expect(loudness(-20) - loudness(-33)).toBeCloseTo(13, 6);
  });

  // What ffmpeg's ebur128 filter (one decimal) says of the same samples.
  it.each([
    ['stretches of speech', stretches(24_000), -11.7],
    ['a low tone', sine(4, 24_000, 60, 0.5), -12.6],
    ['a high tone', sine(4, 24_000, 8000, 0.5), -5.6],
  ])('agrees with ffmpeg on %s', (_, samples, lufs) => {
    expect(Math.abs(integratedLoudnessLufs(samples, 24_000) - lufs)).toBeLessThanOrEqual(0.1);
  });

  it('leaves silence out: pauses do not make speech softer', () => {
    const tone = sine(2, 24_000, 500, 0.3);
    const withPause = new Float32Array(tone.length * 3);
    withPause.set(tone);
    const difference = integratedLoudnessLufs(withPause, 24_000) - integratedLoudnessLufs(tone, 24_000);
    expect(Math.abs(difference)).toBeLessThan(0.5);
  });

  it('has no loudness for silence, and for less than a block', () => {
    expect(integratedLoudnessLufs(new Float32Array(48_000), 24_000)).toBe(-Infinity);
    expect(integratedLoudnessLufs(sine(0.3, 24_000, 997, 1), 24_000)).toBe(-Infinity);
  });
});

describe('truePeakDbtp', () => {
  it('finds peaks between the samples', () => {
    const between = Float32Array.from({ length: 4000 }, (_, at) => Math.sin(Math.PI * (at / 2 + 0.25)));
    const highestSample = 20 * Math.log10(Math.max(...between.map(Math.abs)));
    expect(highestSample).toBeCloseTo(-3.01, 1);
    // The signal begins and ends at full swing, where an interpolator rings a little.
    expect(truePeakDbtp(between)).toBeGreaterThan(-0.05);
    expect(truePeakDbtp(between)).toBeLessThan(1);
  });

  it('is −Infinity for silence', () => {
    expect(truePeakDbtp(new Float32Array(100))).toBe(-Infinity);
  });
});
