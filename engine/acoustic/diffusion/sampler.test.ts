import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatsOfRecord, largestDifference, readFixture, type ArrayRecord } from '../testing/array-record.js';
import { gaussianNoise } from './gaussian.js';
import { drawAdpm2, karrasSigmas, type Denoise, type Schedule } from './sampler.js';

interface Fixture extends Schedule {
  readonly denoiser: { readonly mean: ArrayRecord; readonly deviation: number };
  readonly sigmas: readonly number[];
  readonly noise: ArrayRecord;
  readonly stepNoises: readonly ArrayRecord[];
  readonly result: ArrayRecord;
}

/** The exact denoiser of data that is normal with that mean and deviation. */
function gaussianDenoiser(mean: Float32Array, deviation: number): Denoise {
  return (x, sigma) =>
    Promise.resolve(
      x.map(
        (value, at) =>
          (deviation ** 2 * value + sigma ** 2 * (mean[at] ?? 0)) / (deviation ** 2 + sigma ** 2),
      ),
    );
}

describe('the sampler', () => {
  const fixture = readFixture('adpm2-gaussian.json') as Fixture;
  const { mean, deviation } = fixture.denoiser;

  it('has the noise levels of the reference', () => {
    expect(largestDifference(karrasSigmas(fixture), fixture.sigmas)).toBeLessThan(1e-12);
  });

  it('draws what the reference in NumPy draws from the same noise', async () => {
    const noises = [fixture.noise, ...fixture.stepNoises].map(floatsOfRecord).values();
    const drawn = await drawAdpm2(
      gaussianDenoiser(floatsOfRecord(mean), deviation),
      fixture,
      () => noises.next().value ?? expect.fail('more noise was taken than there are steps'),
    );
    expect(largestDifference(drawn, floatsOfRecord(fixture.result))).toBeLessThan(1e-6);
    expect(noises.next().done).toBe(true);
  });

  it('draws from the distribution that the denoiser knows', async () => {
    const centre = new Float32Array(20_000).fill(0.5);
    const noise = gaussianNoise(1);
    const schedule = { steps: 20, sigmaMin: 0.0001, sigmaMax: 3, rho: 9 };
    const drawn = await drawAdpm2(gaussianDenoiser(centre, 0.2), schedule, () => noise(centre.length));
    const average = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const variance = drawn.reduce((sum, value) => sum + (value - average) ** 2, 0) / drawn.length;
    expect(average).toBeCloseTo(0.5, 2);
    expect(Math.sqrt(variance)).toBeCloseTo(0.2, 1);
  });
});

describe('karrasSigmas', () => {
  it('fall from the highest to the lowest level', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 50 }),
        fc.double({ min: 1e-5, max: 0.5, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.double({ min: 1, max: 12, noNaN: true }),
        (steps, sigmaMin, sigmaMax, rho) => {
          const sigmas = karrasSigmas({ steps, sigmaMin, sigmaMax, rho });
          expect(sigmas).toHaveLength(steps);
          expect(sigmas[0]).toBeCloseTo(sigmaMax, 6);
          expect(sigmas.at(-1)).toBeCloseTo(sigmaMin, 8);
          expect(sigmas.every((sigma, step) => step === 0 || sigma < (sigmas[step - 1] ?? 0))).toBe(true);
        },
      ),
      { seed: 4 },
    );
  });
});
