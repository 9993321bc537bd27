import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.js';

describe('turns', () => {
  const signal = new AbortController().signal;

  it('lets background work on while nobody speaks', async () => {
    await createTurns().whenFree(signal);
  });

  it('holds background work until the last live speech has ended', async () => {
    const turns = createTurns();
    const endFirst = turns.beginLive();
    const endSecond = turns.beginLive();
    let isFree = false;
    const waiting = turns.whenFree(signal).then(() => (isFree = true));
    endFirst();
    endFirst();
    await Promise.resolve();
    expect(isFree).toBe(false);
    endSecond();
    await waiting;
    expect(turns.isLive()).toBe(false);
  });

  it('stops waiting with the signal', async () => {
    const turns = createTurns();
    turns.beginLive();
    const controller = new AbortController();
    const waiting = turns.whenFree(controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
