import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Playhead } from './playhead.js';

const RATE = 24_000;
const at = (playedSamples: number, isMoving = true, utteranceId = 1) => ({
  utteranceId,
  playedSamples,
  isMoving,
});

describe('Playhead', () => {
  it('moves on between two reports, and no further when they stop', () => {
    const head = new Playhead();
    head.note(at(0), 0, RATE);
    expect(head.sampleAt(40, RATE)).toBe(960);
    expect(head.sampleAt(5000, RATE)).toBe(6000);
  });

  it('stands still while nothing moves', () => {
    const head = new Playhead();
    head.note(at(4800, false), 0, RATE);
    expect(head.sampleAt(1000, RATE)).toBe(4800);
  });

  it('follows a jump at once, back as well', () => {
    const head = new Playhead();
    head.note(at(48_000), 0, RATE);
    head.note(at(2400), 50, RATE);
    expect(head.sampleAt(50, RATE)).toBe(2400);
    head.note(at(0, true, 2), 60, RATE);
    expect(head.sampleAt(60, RATE)).toBe(0);
  });

  it('never goes back and stays near the truth when reports come early or late', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(delays, (delaysMs) => {
        const head = new Playhead();
        let last = 0;
        let nowMs = 0;
        delaysMs.forEach((delayMs, index) => {
          nowMs = Math.max(nowMs, index * 50 + delayMs);
          head.note(at(index * 1200), nowMs, RATE);
          const sample = head.sampleAt(nowMs, RATE);
          expect(sample).toBeGreaterThanOrEqual(last);
          expect(Math.abs(sample - (nowMs * RATE) / 1000)).toBeLessThan(0.15 * RATE);
          last = sample;
        });
      }),
    );
  });
});
