import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Residency } from './residency.js';

/** A model that tells when it is freed. */
interface Model {
  readonly name: string;
  release(): Promise<void>;
}

function scene(maxCount: number) {
  const told: string[] = [];
  const troubles: unknown[] = [];
  const residency = new Residency<Model>(maxCount, (thrown) => troubles.push(thrown));
  const owners = new Map<string, object>();
  const ownerOf = (name: string): object => {
    const owner = owners.get(name) ?? { name };
    owners.set(name, owner);
    return owner;
  };
  const borrow = (name: string, fail = false) =>
    residency.borrow(ownerOf(name), () => {
      told.push(`load ${name}`);
      if (fail) return Promise.reject(new Error(`${name} is broken`));
      return Promise.resolve({
        name,
        release: () => {
          told.push(`free ${name}`);
          return Promise.resolve();
        },
      });
    });
  return { told, troubles, residency, borrow, has: (name: string) => residency.has(ownerOf(name)) };
}

describe('models in memory', () => {
  it('frees the one that was used longest ago, before another is loaded', async () => {
    const { told, borrow } = scene(2);
    for (const name of ['a', 'b', 'a', 'c']) (await borrow(name)).giveBack();
    expect(told).toEqual(['load a', 'load b', 'free b', 'load c']);
  });

  it('never frees one that is borrowed; what is too many goes when it is given back', async () => {
    const { told, residency, borrow } = scene(1);
    const [first, again] = [await borrow('a'), await borrow('a')];
    const second = await borrow('b');
    expect(told).toEqual(['load a', 'load b']);
    first.giveBack();
    first.giveBack();
    expect(told).toEqual(['load a', 'load b']);
    again.giveBack();
    await residency.makeRoom();
    expect(told).toEqual(['load a', 'load b', 'free a']);
    second.giveBack();
    await residency.makeRoom();
    expect(told.at(-1)).toBe('free b');
  });

  it('shares loads in flight, and forgets one that failed', async () => {
    const { told, borrow, has } = scene(1);
    const [one, other] = await Promise.all([borrow('a'), borrow('a')]);
    expect(one.value).toBe(other.value);
    expect(told).toEqual(['load a']);
    await expect(borrow('b', true)).rejects.toThrow('b is broken');
    expect(has('b')).toBe(false);
    expect((await borrow('b')).value.name).toBe('b');
  });

  it('lets go at once whoever does not want to wait any more; the load goes on for the next', async () => {
    const { residency } = scene(1);
    const owner = {};
    const model = { name: 'slow', release: () => Promise.resolve() };
    let loadCount = 0;
    let end: (loaded: Model) => void = () => undefined;
    const load = (): Promise<Model> => {
      loadCount++;
      return new Promise((resolve) => (end = resolve));
    };
    const controller = new AbortController();
    const cancelled = residency.borrow(owner, load, controller.signal);
    const patient = residency.borrow(owner, load);
    controller.abort(new Error('silence'));
    await expect(cancelled).rejects.toThrow('silence');
    end(model);
    (await patient).giveBack();
    expect((await residency.borrow(owner, load)).value).toBe(model);
    expect(loadCount).toBe(1);
    await expect(residency.borrow(owner, load, controller.signal)).rejects.toThrow('silence');
  });

  it('forgets a load that failed when nobody waited for it any more', async () => {
    const { residency } = scene(1);
    const controller = new AbortController();
    let fail: (error: Error) => void = () => undefined;
    const owner = {};
    const load = (): Promise<Model> => new Promise((_, reject) => (fail = reject));
    const cancelled = residency.borrow(owner, load, controller.signal);
    controller.abort(new Error('silence'));
    await expect(cancelled).rejects.toThrow('silence');
    expect(residency.has(owner)).toBe(true);
    fail(new Error('broken'));
    await expect.poll(() => residency.has(owner)).toBe(false);
  });

  it('tells of a model that cannot be freed, and goes on', async () => {
    const { troubles, residency, borrow } = scene(1);
    const stuck = { name: 'stuck', release: () => Promise.reject(new Error('stuck')) };
    (await residency.borrow({}, () => Promise.resolve(stuck))).giveBack();
    expect((await borrow('a')).value.name).toBe('a');
    expect(troubles).toEqual([new Error('stuck')]);
  });

  it('for any order of use: no more in memory than may be or are borrowed, none of those freed', async () => {
    const step = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), keeps: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step), async (maxCount, steps) => {
        const { told, borrow } = scene(maxCount);
        const kept = new Map<string, () => void>();
        for (const { name, keeps } of steps) {
          const { giveBack } = await borrow(name);
          kept.get(name)?.();
          kept.delete(name);
          if (keeps) kept.set(name, giveBack);
          else giveBack();
          const inMemory = new Set<string>();
          for (const event of told) {
            if (event.startsWith('load')) inMemory.add(event.slice(5));
            else inMemory.delete(event.slice(5));
          }
          for (const held of kept.keys()) expect(inMemory).toContain(held);
          expect(inMemory.size).toBeLessThanOrEqual(Math.max(maxCount, kept.size) + 1);
        }
      }),
    );
  });
});
