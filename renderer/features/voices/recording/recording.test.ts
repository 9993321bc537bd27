import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, factsOf, MIN_PART_MS, peaksOf, RECORDING_RATE_HZ, toBase64, usualPart } from './recording.js';

const seconds = (count: number): number => Math.round(count * RECORDING_RATE_HZ);
const tone = (count: number, level: number): Float32Array =>
  Float32Array.from({ length: seconds(count) }, (_, index) => level * Math.sin(index / 20));

describe('factsOf', () => {
  it('finds nothing wrong with a plain recording', () => {
    const { durationMs, levelDb, problem } = factsOf(tone(4, 0.2));
    expect(durationMs).toBe(4000);
    expect(levelDb).toBeCloseTo(20 * Math.log10(0.2 / Math.SQRT2), 1);
    expect(problem).toBeUndefined();
  });

  it('leaves it to the host to judge what is merely quiet, and takes a part of the least length', () => {
    expect(factsOf(tone(MIN_PART_MS / 1000, 0.001)).problem).toBeUndefined();
  });

  it('does not count pauses as quiet speech', () => {
    const withPause = new Float32Array(seconds(8));
    withPause.set(tone(4, 0.2));
    expect(factsOf(withPause).levelDb).toBeCloseTo(factsOf(tone(4, 0.2)).levelDb, 1);
  });

  it.each([
    ['too-short', tone(2.9, 0.2)],
    ['too-short', new Float32Array()],
    ['silent', new Float32Array(seconds(4))],
    ['silent', tone(4, 0.0001)],
    ['clipped', tone(4, 3).map((sample) => Math.max(-1, Math.min(1, sample)))],
  ])('says that it is %s', (problem, samples) => expect(factsOf(samples).problem).toBe(problem));
});

describe('parts', () => {
  it('takes a recording whole up to a minute, of a longer one its beginning', () => {
    expect(usualPart(new Float32Array(seconds(45)))).toEqual({ startMs: 0, lengthMs: 45_000 });
    expect(usualPart(new Float32Array(seconds(61)))).toEqual({ startMs: 0, lengthMs: 30_000 });
  });

  it('are cut to the sample', () => {
    const samples = Float32Array.from({ length: seconds(2) }, (_, index) => index);
    const part = cut(samples, { startMs: 500, lengthMs: 1000 });
    expect([part[0], part.length]).toEqual([seconds(0.5), seconds(1)]);
    expect(cut(samples, { startMs: 1500, lengthMs: 1000 })).toHaveLength(seconds(0.5));
  });
});

it('no sample is louder than the highest peak, whatever the number of stretches', () => {
  const anySamples = fc.float32Array({ noNaN: true, min: -1, max: 1, minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(anySamples, fc.integer({ min: 1, max: 50 }), (samples, count) => {
      const peaks = peaksOf(samples, count);
      expect(peaks).toHaveLength(count);
      expect(Math.max(...peaks)).toBe(Math.max(...samples.map(Math.abs)));
    }),
  );
});

it('samples come back from base64 as they were', () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true, maxLength: 20_000 }), (samples) => {
      const bytes = Uint8Array.from(atob(toBase64(samples)), (letter) => letter.charCodeAt(0));
      expect(new Float32Array(bytes.buffer)).toEqual(samples);
    }),
    { numRuns: 20 },
  );
});
