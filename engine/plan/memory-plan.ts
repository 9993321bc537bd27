import { MIN_BUDGET_BYTES, type MemoryPlan } from '../shared/app/settings.js';
import type { PackMemoryProfile } from './profile.js';

/** What the planner knows of the machine. Free memory is left out: it changes by the minute, a budget is a promise. */
export interface DeviceFacts {
  readonly memoryBytes: number;
  readonly coreCount: number;
}

export interface PlanInput {
  readonly device: DeviceFacts;
  /** Installed packs in the order of their use; the first one speaks. */
  readonly packs: readonly [PackMemoryProfile, ...PackMemoryProfile[]];
  /** Null: half of the device's memory, within `DEFAULT_BUDGET_LIMIT_BYTES`. */
  readonly budgetBytes: number | null;
}

/** Everything that a budget buys, as one step on the way from the least to the most. */
interface Rung {
  readonly maxSegmentDurationMs: number;
  readonly precisionIndex: number;
  readonly threads: number;
  readonly hotCacheBytes: number;
  readonly residentPackCount: number;
}

type Reason = MemoryPlan['reasons'][number];

const MEGABYTE = 1024 * 1024;
const DEFAULT_BUDGET_LIMIT_BYTES = 2048 * MEGABYTE;

/** Longer segments sound no better, and shorter ones lose the melody of a sentence. */
const SEGMENT_STEPS_MS = [1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000] as const;
const CACHE_STEPS_BYTES = [4, 8, 16, 32].map((megabytes) => megabytes * MEGABYTE);

/** Profiles are measured on one machine: heaps and allocators of others hold on to more. */
const SAFETY_FACTOR = 1.2;

/**
 * Decides what a memory budget buys. All plans stand on one ladder, each rung more than the one below, and the highest
 * that fits is taken; so a larger budget never buys less of anything.
 */
export function planMemory({ device, packs, budgetBytes }: PlanInput): MemoryPlan {
  const budget = Math.min(budgetBytes ?? defaultBudgetBytes(device), device.memoryBytes);
  const rungs = ladder(packs, device);
  const chosen = rungs.findLast((rung) => expectedBytes(rung, packs) <= budget) ?? rungs[0];
  const expected = expectedBytes(chosen, packs);
  return {
    budgetBytes: budget,
    deviceBytes: device.memoryBytes,
    expectedBytes: expected,
    precision: precisionOf(chosen, packs),
    maxSegmentDurationMs: chosen.maxSegmentDurationMs,
    threads: chosen.threads,
    hotCacheBytes: chosen.hotCacheBytes,
    residentPackCount: chosen.residentPackCount,
    reasons: reasonsFor(chosen, rungs.at(-1) ?? chosen, packs, { expected, budget }),
  };
}

function defaultBudgetBytes({ memoryBytes }: DeviceFacts): number {
  return Math.max(MIN_BUDGET_BYTES, Math.min(Math.floor(memoryBytes / 2), DEFAULT_BUDGET_LIMIT_BYTES));
}

/** What matters most is bought first: whole sentences, then the finer model, speed, phrases at hand, other voices at hand. */
function ladder(packs: PlanInput['packs'], device: DeviceFacts): [Rung, ...Rung[]] {
  const [{ precisions, usefulThreads }] = packs;
  const lowest: Rung = {
    maxSegmentDurationMs: SEGMENT_STEPS_MS[0],
    precisionIndex: 0,
    threads: 1,
    hotCacheBytes: CACHE_STEPS_BYTES[0] ?? 0,
    residentPackCount: 1,
  };
  const rungs: [Rung, ...Rung[]] = [lowest];
  const climb = (name: keyof Rung, values: readonly number[]): void => {
    for (const value of values) rungs.push({ ...(rungs.at(-1) ?? lowest), [name]: value });
  };
  climb('maxSegmentDurationMs', SEGMENT_STEPS_MS.slice(1));
  climb('precisionIndex', upTo(precisions.length - 1));
  climb('threads', upTo(Math.min(usefulThreads, device.coreCount)).slice(1));
  climb('hotCacheBytes', CACHE_STEPS_BYTES.slice(1));
  climb('residentPackCount', upTo(packs.length).slice(1));
  return rungs;
}

/** 1, 2, … up to a number. */
function upTo(last: number): number[] {
  return Array.from({ length: Math.max(0, last) }, (_, index) => index + 1);
}

function expectedBytes(rung: Rung, packs: PlanInput['packs']): number {
  const [speaking, ...others] = packs;
  const loaded =
    speaking.baseBytes +
    (speaking.precisions[rung.precisionIndex]?.modelBytes ?? 0) +
    speaking.segmentSecondBytes * (rung.maxSegmentDurationMs / 1000) +
    speaking.threadBytes * (rung.threads - 1) +
    rung.hotCacheBytes;
  const waiting = others
    .slice(0, rung.residentPackCount - 1)
    .reduce((sum, { baseBytes, precisions }) => sum + baseBytes + (precisions[0]?.modelBytes ?? 0), 0);
  return Math.ceil((loaded + waiting) * SAFETY_FACTOR);
}

function precisionOf(rung: Rung, [{ precisions }]: PlanInput['packs']): string {
  return precisions[rung.precisionIndex]?.name ?? '';
}

/** Every difference from what an unlimited budget would buy, the one that hurts most first. */
function reasonsFor(
  chosen: Rung,
  wished: Rung,
  packs: PlanInput['packs'],
  { expected, budget }: { expected: number; budget: number },
): Reason[] {
  const reasons: Reason[] = [];
  if (expected > budget)
    reasons.push({ code: 'budget-too-small', values: { neededBytes: expected, budgetBytes: budget } });
  const compare = (code: Reason['code'], name: keyof Rung): void => {
    if (chosen[name] !== wished[name])
      reasons.push({ code, values: { from: wished[name], to: chosen[name] } });
  };
  compare('segments-shortened', 'maxSegmentDurationMs');
  if (chosen.precisionIndex !== wished.precisionIndex)
    reasons.push({
      code: 'smaller-precision',
      values: { from: precisionOf(wished, packs), to: precisionOf(chosen, packs) },
    });
  compare('fewer-threads', 'threads');
  compare('smaller-phrase-cache', 'hotCacheBytes');
  compare('fewer-packs-resident', 'residentPackCount');
  if (reasons.length === 0) reasons.push({ code: 'everything-fits', values: { expectedBytes: expected } });
  return reasons;
}
