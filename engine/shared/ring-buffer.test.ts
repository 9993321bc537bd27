import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingBuffer } from './ring-buffer.js';

/** Samples of an endless count, so that a lost or repeated one shows. */
function counting(from: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => from + index);
}

describe('RingBuffer', () => {
  it('gives back what was put in, in order, over a hundred laps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 2, maxLength: 200 }),
        (capacity, sizes) => {
          const ring = new RingBuffer(capacity);
          const CANARY = -1;
          let turn = 0;
          const nextSize = (): number => sizes[turn++ % sizes.length] ?? 0;
          let pushed = 0;
          let popped = 0;
          while (popped < capacity * 100) {
            const source = counting(pushed, nextSize());
            const taken = ring.push(source);
            expect(taken).toBe(Math.min(source.length, capacity - (pushed - popped)));
            pushed += taken;
            const wanted = nextSize();
            const guarded = new Float32Array(wanted + 2).fill(CANARY);
            const given = ring.pop(guarded.subarray(1, wanted + 1));
            expect(given).toBe(Math.min(wanted, pushed - popped));
            expect(guarded.subarray(1, given + 1)).toEqual(counting(popped, given));
            expect([guarded[0], guarded[given + 1]]).toEqual([CANARY, CANARY]);
            popped += given;
            expect(ring.lengthSamples).toBe(pushed - popped);
            expect(ring.freeSamples).toBe(capacity - ring.lengthSamples);
          }
        },
      ),
      { seed: 20_26, numRuns: 50 },
    );
  });

  it('pushes from an offset what did not fit before', () => {
    const ring = new RingBuffer(4);
    const source = counting(0, 6);
    const first = ring.push(source);
    expect(first).toBe(4);
    expect(ring.pop(new Float32Array(3))).toBe(3);
    expect(ring.push(source, first)).toBe(2);
    const rest = new Float32Array(3);
    expect(ring.pop(rest)).toBe(3);
    expect([...rest]).toEqual([3, 4, 5]);
  });

  it('pops behind what a target already holds, and forgets on demand', () => {
    const ring = new RingBuffer(4);
    ring.push(counting(1, 3));
    const target = new Float32Array(4).fill(-1);
    expect(ring.pop(target, 2)).toBe(2);
    expect([...target]).toEqual([-1, -1, 1, 2]);
    ring.clear();
    expect(ring.lengthSamples).toBe(0);
    expect(ring.push(counting(5, 6))).toBe(4);
    expect(ring.pop(target)).toBe(4);
    expect([...target]).toEqual([5, 6, 7, 8]);
  });
});
