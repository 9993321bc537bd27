import { describe, expect, it } from 'vitest';
import { Waiters } from './waiters.js';

describe('waiters', () => {
  it('are woken together, each once', async () => {
    const waiters = new Waiters();
    const { signal } = new AbortController();
    const waits = Promise.all([waiters.wait(signal), waiters.wait(signal)]);
    waiters.wake();
    await waits;
    const next = waiters.wait(signal).then(() => 'woken');
    expect(await Promise.race([next, Promise.resolve('waiting')])).toBe('waiting');
    waiters.wake();
    expect(await next).toBe('woken');
  });

  it('stop waiting with the reason of their signal, and leave the others alone', async () => {
    const waiters = new Waiters();
    const controller = new AbortController();
    const reason = new Error('enough');
    const given = waiters.wait(controller.signal);
    const other = waiters.wait(new AbortController().signal);
    controller.abort(reason);
    await expect(given).rejects.toBe(reason);
    await expect(waiters.wait(controller.signal)).rejects.toBe(reason);
    waiters.wake();
    await other;
  });
});
