import { MIN_BUDGET_BYTES } from '../../../engine/shared/app/settings.js';

/** Steps within a doubling: small budgets are told apart finely, large ones by the gigabyte. */
const STEPS_A_DOUBLING = 4;

/** Budgets that can be set on a device, rising from the least to all of its memory. */
export function budgetSteps(deviceBytes: number): number[] {
  const steps: number[] = [];
  for (let base = MIN_BUDGET_BYTES; base < deviceBytes; base *= 2)
    for (let part = 0; part < STEPS_A_DOUBLING; part++) {
      const bytes = base + (base / STEPS_A_DOUBLING) * part;
      if (bytes < deviceBytes) steps.push(bytes);
    }
  return [...steps, Math.max(MIN_BUDGET_BYTES, deviceBytes)];
}

/** The step that stands for a budget: the highest that is no more, or the first. */
export function stepOf(budgetBytes: number, steps: readonly number[]): number {
  return Math.max(
    0,
    steps.findLastIndex((bytes) => bytes <= budgetBytes),
  );
}
