import { describe, expect, it } from 'vitest';
import { SottoError } from './errors.js';
import { outcomeOf, valueOf } from './outcome.js';

describe('an outcome', () => {
  it('brings a value across', async () => {
    const outcome = await outcomeOf(() => Promise.resolve([1]));
    expect(valueOf(structuredClone(outcome))).toEqual([1]);
  });

  it('brings a failure across with all that it says', async () => {
    const shape = {
      code: 'too-large',
      message: 'a',
      kept: 'b',
      next: 'c',
      details: { maxFileBytes: 1 },
    } as const;
    const outcome = structuredClone(await outcomeOf(() => Promise.reject(new SottoError(shape))));
    expect(outcome).toEqual({ isOk: false, error: shape });
    expect(() => valueOf(outcome)).toThrow(expect.objectContaining({ name: 'SottoError', ...shape }));
  });

  it('codes what was thrown without a code', async () => {
    expect(await outcomeOf(() => Promise.reject(new Error('odd')))).toEqual({
      isOk: false,
      error: { code: 'internal', message: 'odd' },
    });
  });
});
