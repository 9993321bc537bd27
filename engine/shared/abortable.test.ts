import { describe, expect, it } from 'vitest';
import { abortable } from './abortable.js';

const never = new Promise<never>(() => undefined);

describe('abortable', () => {
  it('gives what the work gives', async () => {
    expect(await abortable(Promise.resolve(1), new AbortController().signal)).toBe(1);
    await expect(abortable(Promise.reject(new Error('no')), undefined)).rejects.toThrow('no');
  });

  it('waits no longer than the signal lets it, nor at all for one that was given before', async () => {
    const controller = new AbortController();
    const waiting = abortable(never, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(abortable(never, controller.signal)).rejects.toThrow('enough');
    await expect(abortable(never, controller.signal, () => new Error('other'))).rejects.toThrow('other');
  });
});
