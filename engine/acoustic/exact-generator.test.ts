import { describe, expect, it } from 'vitest';
import { ExactGenerator, type Loaded } from './exact-generator.js';
import type { GraphSession } from './session.js';

function scene(load: () => Promise<void> = () => Promise.resolve()) {
  const told: string[] = [];
  const session = {} as GraphSession;
  const exact = new ExactGenerator(async (): Promise<Loaded> => {
    told.push('load');
    await load();
    return [
      session,
      () => {
        told.push('free');
        return Promise.resolve();
      },
    ];
  });
  return { exact, told };
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

  it('is freed after work that failed, and tried again after a load that did', async () => {
    let isBroken = true;
    const { exact, told } = scene(() => (isBroken ? Promise.reject(new Error('broken')) : nothing()));
    await expect(exact.with(nothing)).rejects.toThrow('broken');
    isBroken = false;
    await expect(exact.with(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(told).toEqual(['load', 'load', 'free']);
  });
});
