import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trimSilence } from './trim-silence.js';

const RATE_HZ = 24_000;
const milliseconds = (ms: number): number => (ms * RATE_HZ) / 1000;

/** Silence, a tone that fades, silence. */
function utterance(leadMs: number, soundMs: number, trailMs: number, endingDb: number): Float32Array {
  const sound = milliseconds(soundMs);
  const decay = endingDb / 20;
  const samples = new Float32Array(milliseconds(leadMs) + sound + milliseconds(trailMs));
  for (let n = 0; n < sound; n++)
    samples[milliseconds(leadMs) + n] = 0.5 * 10 ** ((decay * n) / sound) * Math.sin(n * 0.3);
  return samples;
}

describe('trimSilence', () => {
  it('keeps every block that is heard, with a margin, whatever the silence round it', () => {
    const ms = fc.integer({ min: 0, max: 800 });
    fc.assert(
      fc.property(
        ms,
        fc.integer({ min: 50, max: 500 }),
        ms,
        fc.integer({ min: -40, max: 0 }),
        (leadMs, soundMs, trailMs, endingDb) => {
          const samples = utterance(leadMs, soundMs, trailMs, endingDb);
          const { from, to } = trimSilence(samples, RATE_HZ);
          expect(from).toBeLessThanOrEqual(milliseconds(leadMs));
          expect(to).toBeGreaterThanOrEqual(
            Math.min(samples.length, milliseconds(leadMs + soundMs) + milliseconds(150)),
          );
          expect(to).toBeLessThanOrEqual(samples.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('cuts long silence', () => {
    const { from, to } = trimSilence(utterance(900, 300, 2000, -20), RATE_HZ);
    expect(from).toBeGreaterThan(milliseconds(800));
    expect(to).toBeLessThan(milliseconds(1500));
  });

  it('leaves what is silent throughout as it is', () => {
    expect(trimSilence(new Float32Array(1000), RATE_HZ)).toEqual({ from: 0, to: 1000 });
  });
});
