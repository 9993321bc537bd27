import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CREDIT_RETURN_SAMPLES, CREDIT_WINDOW_SAMPLES, CreditGate, CreditReturn } from './credit.js';

describe('credits', () => {
  it('never let more than the window be on its way, and never get stuck', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 20, maxLength: 60 }),
        (chunkSizes) => {
          const gate = new CreditGate(CREDIT_WINDOW_SAMPLES);
          const back = new CreditReturn();
          const total = chunkSizes.reduce((sum, size) => sum + size, 0);
          let sent = 0;
          let taken = 0;
          for (const size of chunkSizes) {
            let left = size;
            while (left > 0) {
              const used = gate.use(left);
              if (used === 0) {
                // Everything on its way is taken; a gate that still had nothing would be a deadlock.
                gate.grant(back.take(sent - taken));
                taken = sent;
                expect(gate.availableSamples).toBeGreaterThan(0);
              }
              left -= used;
              sent += used;
              expect(sent - taken).toBeLessThanOrEqual(CREDIT_WINDOW_SAMPLES);
            }
          }
          expect(sent).toBe(total);
        },
      ),
      { seed: 7 },
    );
  });

  it('are given back in portions', () => {
    const back = new CreditReturn();
    expect(back.take(CREDIT_RETURN_SAMPLES - 1)).toBe(0);
    expect(back.take(1)).toBe(CREDIT_RETURN_SAMPLES);
    expect(back.take(1)).toBe(0);
  });

  it('wake the waiting sender', async () => {
    const gate = new CreditGate(0);
    const waiting = gate.wait(new AbortController().signal);
    gate.grant(10);
    await waiting;
    expect(gate.use(20)).toBe(10);
  });

  it('stop waiting when aborted', async () => {
    const gate = new CreditGate(0);
    const controller = new AbortController();
    const waiting = gate.wait(controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(gate.wait(controller.signal)).rejects.toThrow('enough');
  });
});
