import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  framePowers,
  mostSpokenStretch,
  soundingFrames,
  withoutSilentEnds,
  TRIM_FRAMES,
} from './sounding.js';

/** The samples of some whole hops, loud or silent as told. */
function hops(loud: readonly boolean[], level = 0.5): Float32Array {
  return Float32Array.from({ length: 512 * loud.length }, (_, at) =>
    loud[Math.floor(at / 512)] ? (at % 2 === 0 ? level : -level) : 0,
  );
}

describe('framePowers', () => {
  it('are mean squares of frames centred on their hop, with silence beyond the ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 10 }),
        (values, halfFrame, hopSamples) => {
          const samples = Float32Array.from(values);
          const powers = framePowers(samples, { frameSamples: 2 * halfFrame, hopSamples });
          expect(powers).toHaveLength(1 + Math.floor(samples.length / hopSamples));
          for (const [frame, power] of powers.entries()) {
            let sum = 0;
            for (let at = frame * hopSamples - halfFrame; at < frame * hopSamples + halfFrame; at++)
              sum += (samples[at] ?? 0) ** 2;
            expect(power).toBeCloseTo(sum / (2 * halfFrame), 9);
          }
        },
      ),
      { seed: 6 },
    );
  });
});

describe('withoutSilentEnds', () => {
  it('keeps everything that is louder than 30 dB below the loudest, and what lies between', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (loud) => {
        fc.pre(loud.includes(true));
        const samples = hops(loud);
        const trimmed = withoutSilentEnds(samples);
        const from = trimmed.byteOffset / 4;
        const to = from + trimmed.length;
        expect(samples.subarray(0, from).every((sample) => sample === 0)).toBe(true);
        expect(samples.subarray(to).every((sample) => sample === 0)).toBe(true);
        // A frame reaches two hops beyond its centre, and ends count whole hops.
        expect(from).toBeGreaterThanOrEqual(512 * (loud.indexOf(true) - 2));
        expect(to).toBeLessThanOrEqual(512 * (loud.lastIndexOf(true) + 4));
      }),
      { seed: 7 },
    );
  });

  it('keeps silence whole, as librosa does', () => {
    expect(withoutSilentEnds(new Float32Array(5000))).toHaveLength(5000);
  });

  it('measures silence against the loudest frame', () => {
    const powers = Float64Array.of(1, 0.0011, 0.0009, 0);
    expect(soundingFrames(powers)).toEqual([true, true, false, false]);
  });
});

describe('mostSpokenStretch', () => {
  it('is one in which no fewer frames sound than in any other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 12, maxLength: 60 }),
        fc.integer({ min: 1, max: 11 }),
        (loud, stretchHops) => {
          const samples = hops(loud);
          const isSounding = soundingFrames(framePowers(samples, TRIM_FRAMES));
          const spoken = (start: number): number =>
            isSounding.slice(start, start + stretchHops).filter(Boolean).length;
          const start = mostSpokenStretch(samples, 512 * stretchHops, TRIM_FRAMES) / 512;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start + stretchHops).toBeLessThanOrEqual(loud.length);
          for (let other = 0; other + stretchHops <= loud.length; other++)
            expect(spoken(start)).toBeGreaterThanOrEqual(spoken(other));
        },
      ),
      { seed: 9 },
    );
  });
});
