import { describe, expect, it } from 'vitest';
import { createManualClock } from '../shared/clock.js';
import { ExactGenerator, type Loaded } from './exact-generator.js';
import type { GraphSession } from './session.js';

function scene(load: () => Promise<void> = () => Promise.resolve(), free = () => Promise.resolve()) {
  const told: string[] = [];
  const clock = createManualClock();
  const session = {} as GraphSession;
  const exact = new ExactGenerator(async (): Promise<Loaded> => {
    told.push('load');
    await load();
    return [
      session,
      () => {
        told.push('free');
        return free();
      },
    ];
  }, clock);
  return { exact, told, clock };
}

const nothing = (): Promise<void> => Promise.resolve();

describe('the exact generator', () => {
  it('is in memory while somebody works with it, loaded once for all', async () => {
    const { exact, told } = scene();
    await Promise.all([exact.with(nothing), exact.with(nothing)]);
    expect(told).toEqual(['load', 'free']);
    await exact.with(nothing);
    expect(told).toEqual(['load', 'free', 'load', 'free']);
  });

  it('stays once it is to be kept, until the model goes', async () => {
    const { exact, told } = scene();
    await exact.with(() => {
      exact.keep();
      return nothing();
    });
    await exact.with(nothing);
    expect(told).toEqual(['load']);
    await exact.release();
    await exact.release();
    expect(told).toEqual(['load', 'free']);
  });

  it('goes when it has not been used for a while, and not while it is', async () => {
    const { exact, told, clock } = scene();
    const decode = (): Promise<void> => {
      exact.keep();
      return nothing();
    };
    await exact.with(decode);
    await clock.advance(50_000);
    await exact.with(decode);
    await clock.advance(50_000);
    await exact.with(async () => {
      await clock.advance(100_000);
      await decode();
    });
    expect(told).toEqual(['load']);
    await clock.advance(60_000);
    expect(told).toEqual(['load', 'free']);
    // What comes after that is no exact speech.
    await exact.with(nothing);
    expect(told).toEqual(['load', 'free', 'load', 'free']);
  });

  it('tells whoever lets the model go what went wrong when it was idle, and is loaded again before', async () => {
    const { exact, told, clock } = scene(nothing, () => Promise.reject(new Error('stuck')));
    await exact.with(() => {
      exact.keep();
      return nothing();
    });
    await clock.advance(60_000);
    await exact.with(() => {
      exact.keep();
      return nothing();
    });
    expect(told).toEqual(['load', 'free', 'load']);
    await expect(exact.release()).rejects.toThrow('stuck');
  });

  it('is freed after work that failed, and tried again after a load that did', async () => {
    let isBroken = true;
    const { exact, told } = scene(() => (isBroken ? Promise.reject(new Error('broken')) : nothing()));
    await expect(exact.with(nothing)).rejects.toThrow('broken');
    isBroken = false;
    await expect(exact.with(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(told).toEqual(['load', 'load', 'free']);
  });
});
