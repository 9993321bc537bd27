import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../packs/load-pack.js';
import type { PackManifest } from '../packs/manifest.js';
import { fakeStagedManifest } from '../stream/fakes.js';
import { memoryPlanSchema, MIN_BUDGET_BYTES, type MemoryPlan } from '../shared/app/settings.js';
import { planMemory, type PlanInput } from './memory-plan.js';
import { profileOf, type PackMemoryProfile } from './profile.js';

const MB = 1024 * 1024;
const GB = 1024 * MB;

const starter = parseManifest(
  readFileSync(new URL('../../models/starter/pack.json', import.meta.url), 'utf8'),
);

const bytes = fc.integer({ min: 1 * MB, max: 900 * MB });
const profile: fc.Arbitrary<PackMemoryProfile> = fc.record({
  packId: fc.string(),
  precisions: fc
    .uniqueArray(bytes, { minLength: 1, maxLength: 3 })
    .map((sizes) =>
      sizes.sort((a, b) => a - b).map((modelBytes, index) => ({ name: `p${index}`, modelBytes })),
    ),
  baseBytes: bytes,
  segmentSecondBytes: fc.integer({ min: 0, max: 100 * MB }),
  threadBytes: fc.integer({ min: 0, max: 20 * MB }),
  usefulThreads: fc.integer({ min: 1, max: 8 }),
});
const budget = fc.integer({ min: MIN_BUDGET_BYTES, max: 16 * GB });
const input: fc.Arbitrary<PlanInput> = fc.record({
  device: fc.record({
    memoryBytes: fc.integer({ min: 1 * GB, max: 64 * GB }),
    coreCount: fc.integer({ min: 1, max: 64 }),
  }),
  packs: fc
    .tuple(profile, fc.array(profile, { maxLength: 3 }))
    .map(([first, rest]) => [
      { ...first, packId: 'first' },
      ...rest.map((one, index) => ({ ...one, packId: `other-${index}` })),
    ]),
  budgetBytes: fc.option(budget),
});

/** What a plan buys, each figure larger for more. */
function bought(plan: MemoryPlan): number[] {
  const { maxSegmentDurationMs, threads, hotCacheBytes, residentPackCount, precision } = plan;
  const own = plan.packs.flatMap((pack) => [pack.maxSegmentDurationMs, Number(pack.precision.slice(1))]);
  return [
    maxSegmentDurationMs,
    threads,
    hotCacheBytes,
    residentPackCount,
    Number(precision.slice(1)),
    ...own,
  ];
}

/** Without what other packs get, which the figures of the one that speaks say nothing of. */
const boughtToSpeak = (plan: MemoryPlan): number[] => bought({ ...plan, packs: [] });

/** Whether the least that a pack can be used with is inside the budget. */
const fitsAlone = (pack: PackMemoryProfile, { budgetBytes, deviceBytes }: MemoryPlan): boolean =>
  !codes(
    planMemory({ device: { memoryBytes: deviceBytes, coreCount: 1 }, packs: [pack], budgetBytes }),
  ).includes('budget-too-small');

function pairs(packs: PlanInput['packs']): [PackMemoryProfile, PackMemoryProfile][] {
  return packs.flatMap((first) =>
    packs
      .filter((second) => second !== first)
      .map((second): [PackMemoryProfile, PackMemoryProfile] => [first, second]),
  );
}

const codes = (plan: MemoryPlan): string[] => plan.reasons.map(({ code }) => code);

describe('planMemory', () => {
  it('never buys less with more', () => {
    fc.assert(
      fc.property(input, budget, budget, (one, first, second) => {
        const smaller = planMemory({ ...one, budgetBytes: Math.min(first, second) });
        const larger = planMemory({ ...one, budgetBytes: Math.max(first, second) });
        bought(larger).forEach((much, index) =>
          expect(much).toBeGreaterThanOrEqual(bought(smaller)[index] ?? 0),
        );
      }),
    );
  });

  it('stays inside the budget, or says that it cannot', () => {
    fc.assert(
      fc.property(input, (one) => {
        const plan = planMemory(one);
        expect(plan.expectedBytes <= plan.budgetBytes).toBe(!codes(plan).includes('budget-too-small'));
        expect(plan.budgetBytes).toBeLessThanOrEqual(plan.deviceBytes);
      }),
    );
  });

  it('wastes nothing: the next better plan would not fit', () => {
    fc.assert(
      fc.property(input, budget, (one, budgetBytes) => {
        const plan = planMemory({ ...one, budgetBytes });
        const exact = planMemory({ ...one, budgetBytes: plan.expectedBytes });
        if (plan.expectedBytes <= plan.budgetBytes) expect(boughtToSpeak(exact)).toEqual(boughtToSpeak(plan));
      }),
    );
  });

  it('is the same for the same facts, and fits its schema', () => {
    fc.assert(
      fc.property(input, (one) => {
        const plan = planMemory(one);
        expect(planMemory(structuredClone(one))).toEqual(plan);
        expect(memoryPlanSchema.parse(plan)).toEqual(plan);
      }),
    );
  });

  it('explains every difference from an unlimited budget, and nothing else', () => {
    fc.assert(
      fc.property(input, budget, (one, budgetBytes) => {
        const device = { ...one.device, memoryBytes: Number.MAX_SAFE_INTEGER };
        const plan = planMemory({ ...one, device, budgetBytes });
        const wished = planMemory({ ...one, device, budgetBytes: Number.MAX_SAFE_INTEGER });
        const differs = (name: keyof MemoryPlan): boolean => plan[name] !== wished[name];
        const expected = {
          'segments-shortened': differs('maxSegmentDurationMs'),
          'smaller-precision': differs('precision'),
          'fewer-threads': differs('threads'),
          'smaller-phrase-cache': differs('hotCacheBytes'),
          'fewer-packs-resident': differs('residentPackCount'),
          'budget-too-small': plan.expectedBytes > plan.budgetBytes,
        };
        const said = [
          ...Object.entries(expected).flatMap(([code, isSaid]) => (isSaid ? [code] : [])),
          ...one.packs.slice(1).flatMap((pack) => (fitsAlone(pack, plan) ? [] : ['pack-too-large'])),
        ];
        expect(codes(plan).sort()).toEqual(said.length === 0 ? ['everything-fits'] : said.sort());
      }),
    );
  });

  it('gives a pack the same whichever one speaks', () => {
    fc.assert(
      fc.property(input, fc.nat(), (one, pick) => {
        const packs = one.packs.toSorted((a) => (a === one.packs[pick % one.packs.length] ? -1 : 0));
        const byId = ({ packs: own }: MemoryPlan) => new Map(own.map((pack) => [pack.packId, pack]));
        expect(byId(planMemory({ ...one, packs: packs as unknown as PlanInput['packs'] }))).toEqual(
          byId(planMemory(one)),
        );
      }),
    );
  });

  it('says of the pack that speaks what it says of it among all', () => {
    fc.assert(
      fc.property(input, (one) => {
        const { packs, precision, maxSegmentDurationMs } = planMemory(one);
        expect(packs.map(({ packId }) => packId)).toEqual(one.packs.map(({ packId }) => packId));
        expect(packs[0]).toEqual({ packId: 'first', precision, maxSegmentDurationMs });
      }),
    );
  });

  it('keeps packs side by side only where any of them fit, whichever are asked for', () => {
    fc.assert(
      fc.property(input, (one) => {
        const plan = planMemory(one);
        if (plan.residentPackCount === 1) return;
        for (const packs of pairs(one.packs)) {
          const two = planMemory({ ...one, packs, budgetBytes: plan.budgetBytes });
          expect(two.residentPackCount).toBe(2);
        }
      }),
    );
  });

  it('takes half of the memory, at most 2 GB, where no budget was set', () => {
    const packs = [profileOf(starter)] as const;
    const plan = (memoryBytes: number): MemoryPlan =>
      planMemory({ device: { memoryBytes, coreCount: 2 }, packs, budgetBytes: null });
    expect(plan(3 * GB).budgetBytes).toBe(1.5 * GB);
    expect(plan(32 * GB).budgetBytes).toBe(2 * GB);
  });

  it('gives the starter voice everything on an ordinary machine, and fewer phrases at hand at the least budget', () => {
    const device = { memoryBytes: 8 * GB, coreCount: 2 };
    const packs = [profileOf(starter)] as const;
    const ordinary = planMemory({ device, packs, budgetBytes: null });
    expect(codes(ordinary)).toEqual(['everything-fits']);
    expect(ordinary).toMatchObject({ precision: 'fp16', maxSegmentDurationMs: 5000, threads: 1 });
    const least = planMemory({ device, packs, budgetBytes: MIN_BUDGET_BYTES });
    expect(codes(least)).toEqual(['smaller-phrase-cache']);
    expect(least.maxSegmentDurationMs).toBe(5000);
  });
});

describe('profileOf', () => {
  it('takes what was measured', () => {
    expect(starter.memory?.baseBytes).toBeGreaterThan(0);
    expect(profileOf(starter)).toMatchObject({
      baseBytes: starter.memory?.baseBytes,
      precisions: [{ name: 'fp16', modelBytes: starter.memory?.fp16Bytes }],
      segmentSecondBytes: starter.memory?.segmentSecondBytes,
      usefulThreads: 1,
    });
  });

  it('counts the generator of a staged pack twice where speech is decoded exactly', () => {
    const [usual, exact] = [false, true].map((decodesExactly) =>
      profileOf(fakeStagedManifest, { decodesExactly }),
    );
    const more = (exact?.precisions[0]?.modelBytes ?? 0) - (usual?.precisions[0]?.modelBytes ?? 0);
    const { generatorExact } = fakeStagedManifest.graphs as Record<string, Record<string, { bytes: number }>>;
    expect(more).toBeGreaterThanOrEqual(generatorExact?.fp32?.bytes ?? Infinity);
    expect(profileOf(starter, { decodesExactly: true })).toEqual(profileOf(starter));
  });

  it('assumes less of weights beside a graph, but never less than they are', () => {
    const sha256 = '0'.repeat(64);
    const [graphBytes, weightBytes] = [1 * MB, 60 * MB];
    const graph = { file: 'a', bytes: graphBytes, sha256 };
    const apart = { ...graph, weights: { file: 'b', bytes: weightBytes, sha256 } };
    const profile = (fp16: object): PackMemoryProfile =>
      profileOf({
        ...starter,
        memory: undefined,
        graphs: { acoustic: { fp16 }, decoder: { fp16 } },
      } as PackManifest);
    const inside = profile({ ...graph, bytes: graphBytes + weightBytes });
    const outside = profile(apart);
    expect(outside.precisions[0]?.modelBytes).toBeLessThan(inside.precisions[0]?.modelBytes ?? 0);
    expect(outside.precisions[0]?.modelBytes).toBeGreaterThan(2 * (graphBytes + weightBytes));
    expect(outside.usefulThreads).toBe(inside.usefulThreads);
  });

  it('assumes more where nothing was measured', () => {
    const [measured, assumed] = [profileOf(starter), profileOf({ ...starter, memory: undefined })];
    expect(assumed.segmentSecondBytes).toBeGreaterThan(measured.segmentSecondBytes);
    expect(assumed.precisions[0]?.modelBytes).toBeGreaterThan(0);
  });
});
