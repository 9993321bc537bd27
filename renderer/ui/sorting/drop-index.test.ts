import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexAfterDrop, indexAfterStep } from './drop-index.js';

const ids = ['a', 'b', 'c', 'd'];

test.each([
  ['a', 'c', 'before', 1],
  ['a', 'c', 'after', 2],
  ['d', 'a', 'before', 0],
  ['b', 'b', 'after', 1],
  ['x', 'd', 'after', 4],
] as const)('%s dropped on %s (%s) comes to %d', (dragged, target, edge, index) =>
  expect(indexAfterDrop(ids, dragged, target, edge)).toBe(index),
);

test('the dragged item lands on the asked side of its target', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { minLength: 2 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('before' as const, 'after' as const),
      (all, one, other, edge) => {
        const dragged = all[one % all.length] ?? '';
        const target = all[other % all.length] ?? '';
        fc.pre(dragged !== target);
        const result = all.filter((id) => id !== dragged);
        result.splice(indexAfterDrop(all, dragged, target, edge), 0, dragged);
        expect(result.indexOf(dragged) - result.indexOf(target)).toBe(edge === 'before' ? -1 : 1);
      },
    ),
  );
});

test('a step stays inside the list', () => {
  expect(indexAfterStep(ids, 'b', 1)).toBe(2);
  expect(indexAfterStep(ids, 'a', -1)).toBeUndefined();
  expect(indexAfterStep(ids, 'd', 1)).toBeUndefined();
  expect(indexAfterStep(ids, 'x', 1)).toBeUndefined();
});
