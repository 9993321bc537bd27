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
  const chosen = highestThatFits(rungs, packs, budget);
  const expected = expectedBytes(chosen, packs);
  const [speaking, ...others] = packs;
  return {
    budgetBytes: budget,
    deviceBytes: device.memoryBytes,
    expectedBytes: expected,
    precision: precisionOf(chosen, speaking),
    maxSegmentDurationMs: chosen.maxSegmentDurationMs,
    packs: [planned(speaking, chosen), ...others.map((pack) => planned(pack, aloneOn(pack, budget)))],
    threads: chosen.threads,
    hotCacheBytes: chosen.hotCacheBytes,
    residentPackCount: chosen.residentPackCount,
    reasons: reasonsFor(chosen, rungs.at(-1) ?? chosen, packs, { expected, budget }),
  };
}

/** @returns the lowest one where none fits */
function highestThatFits(rungs: [Rung, ...Rung[]], packs: PlanInput['packs'], budget: number): Rung {
  return rungs.findLast((rung) => expectedBytes(rung, packs) <= budget) ?? rungs[0];
}

/**
 * What a pack gets while it speaks and no other is loaded. Segments and precision are bought before anything that packs
 * share, so that this is the same whichever pack is chosen: choosing another voice changes no phrase in a third one. The
 * rest of what is shared (some tens of megabytes) is left to the safety factor.
 */
function aloneOn(pack: PackMemoryProfile, budget: number): Rung {
  return highestThatFits(ownLadder(pack), [pack], budget);
}

function planned(pack: PackMemoryProfile, rung: Rung): MemoryPlan['packs'][number] {
  const { packId } = pack;
  return { packId, precision: precisionOf(rung, pack), maxSegmentDurationMs: rung.maxSegmentDurationMs };
}

function defaultBudgetBytes({ memoryBytes }: DeviceFacts): number {
  return Math.max(MIN_BUDGET_BYTES, Math.min(Math.floor(memoryBytes / 2), DEFAULT_BUDGET_LIMIT_BYTES));
}

const LOWEST: Rung = {
  maxSegmentDurationMs: SEGMENT_STEPS_MS[0],
  precisionIndex: 0,
  threads: 1,
  hotCacheBytes: CACHE_STEPS_BYTES[0] ?? 0,
  residentPackCount: 1,
};

/** What matters most is bought first: whole sentences, then the finer model, speed, phrases at hand, other voices at hand. */
function ladder(packs: PlanInput['packs'], device: DeviceFacts): [Rung, ...Rung[]] {
  const rungs = ownLadder(packs[0]);
  climb(rungs, 'threads', upTo(Math.min(packs[0].usefulThreads, device.coreCount)).slice(1));
  climb(rungs, 'hotCacheBytes', CACHE_STEPS_BYTES.slice(1));
  climb(rungs, 'residentPackCount', upTo(packs.length).slice(1));
  return rungs;
}

/** The part that is a pack's own. */
function ownLadder({ precisions }: PackMemoryProfile): [Rung, ...Rung[]] {
  const rungs: [Rung, ...Rung[]] = [LOWEST];
  climb(rungs, 'maxSegmentDurationMs', SEGMENT_STEPS_MS.slice(1));
  climb(rungs, 'precisionIndex', upTo(precisions.length - 1));
  return rungs;
}

function climb(rungs: [Rung, ...Rung[]], name: keyof Rung, values: readonly number[]): void {
  for (const value of values) rungs.push({ ...(rungs.at(-1) ?? LOWEST), [name]: value });
}

/** 1, 2, … up to a number. */
function upTo(last: number): number[] {
  return Array.from({ length: Math.max(0, last) }, (_, index) => index + 1);
}

function expectedBytes(rung: Rung, packs: PlanInput['packs']): number {
  const [speaking] = packs;
  const bytes =
    rung.residentPackCount === 1
      ? speaking.baseBytes +
        (speaking.precisions[rung.precisionIndex]?.modelBytes ?? 0) +
        speakingBytes(speaking, rung)
      : sideBySideBytes(rung, packs);
  return Math.ceil((bytes + rung.hotCacheBytes) * SAFETY_FACTOR);
}

function speakingBytes(
  { segmentSecondBytes, threadBytes }: PackMemoryProfile,
  { maxSegmentDurationMs, threads }: Rung,
): number {
  return segmentSecondBytes * (maxSegmentDurationMs / 1000) + threadBytes * (threads - 1);
}

/**
 * Nobody knows which packs will be asked for: the largest ones, each at its finest. What does not depend on the model is
 * there once, and one speaks at a time.
 */
function sideBySideBytes(rung: Rung, packs: PlanInput['packs']): number {
  const largestFirst = packs.map(finestModelBytes).sort((a, b) => b - a);
  const models = largestFirst.slice(0, rung.residentPackCount).reduce((sum, bytes) => sum + bytes, 0);
  const base = Math.max(...packs.map(({ baseBytes }) => baseBytes));
  return base + models + Math.max(...packs.map((pack) => speakingBytes(pack, rung)));
}

function finestModelBytes({ precisions }: PackMemoryProfile): number {
  return precisions.at(-1)?.modelBytes ?? 0;
}

function precisionOf(rung: Rung, { precisions }: PackMemoryProfile): string {
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
      values: { from: precisionOf(wished, packs[0]), to: precisionOf(chosen, packs[0]) },
    });
  compare('fewer-threads', 'threads');
  compare('smaller-phrase-cache', 'hotCacheBytes');
  compare('fewer-packs-resident', 'residentPackCount');
  for (const pack of packs.slice(1)) {
    const neededBytes = expectedBytes(LOWEST, [pack]);
    if (neededBytes > budget)
      reasons.push({
        code: 'pack-too-large',
        values: { packId: pack.packId, neededBytes, budgetBytes: budget },
      });
  }
  if (reasons.length === 0) reasons.push({ code: 'everything-fits', values: { expectedBytes: expected } });
  return reasons;
}
