import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MIN_BUDGET_BYTES } from '../../../engine/shared/app/settings.js';
import { budgetSteps, stepOf } from './budget-scale.js';

const MB = 1024 * 1024;
const device = fc.integer({ min: 300 * MB, max: 512 * 1024 * MB });

test('steps rise from the least budget to all of the memory', () => {
  fc.assert(
    fc.property(device, (deviceBytes) => {
      const steps = budgetSteps(deviceBytes);
      expect(steps[0]).toBe(MIN_BUDGET_BYTES);
      expect(steps.at(-1)).toBe(deviceBytes);
      expect(steps.every((bytes, index) => index === 0 || bytes > (steps[index - 1] ?? 0))).toBe(true);
      expect(steps.every(Number.isInteger)).toBe(true);
    }),
  );
});

test('a step stands for its budget, and for what lies between it and the next', () => {
  fc.assert(
    fc.property(device, fc.nat(), (deviceBytes, seed) => {
      const steps = budgetSteps(deviceBytes);
      const index = seed % steps.length;
      expect(stepOf(steps[index] ?? 0, steps)).toBe(index);
      expect(stepOf((steps[index] ?? 0) + 1, steps)).toBe(index);
    }),
  );
  expect(stepOf(1, budgetSteps(1024 * MB))).toBe(0);
});
