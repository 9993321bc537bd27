import fc from 'fast-check';
import { expect, it } from 'vitest';
import { npyOf, npzOf } from '../testing/npz-writer.js';
import { Refusal } from './findings.js';
import { readNpz } from './npz.js';
import { areFinite } from './voice-tables.js';

const DATA = Buffer.from(Float32Array.of(1, -2, 3, 0.5, 0, 6).buffer);

it('reads the arrays of an archive by name', async () => {
  const arrays = await readNpz(
    npzOf({ one: npyOf(DATA, [2, 3]), two: npyOf(DATA.subarray(0, 8), [2]) }),
    'voices.npz',
  );
  expect([...arrays.keys()]).toEqual(['one', 'two']);
  expect(arrays.get('one')).toMatchObject({ type: '<f4', shape: [2, 3] });
  expect(arrays.get('one')?.data).toEqual(DATA);
  expect(arrays.get('two')?.shape).toEqual([2]);
});

it('reads or refuses whatever bytes it is given', async () => {
  const archive = npzOf({ one: npyOf(DATA, [2, 3]) });
  await fc.assert(
    fc.asyncProperty(fc.nat(archive.length - 1), fc.nat(255), async (at, value) => {
      const damaged = Buffer.from(archive);
      damaged[at] = value;
      const outcome = await readNpz(damaged, 'voices.npz').catch((thrown: unknown) => thrown);
      expect(outcome instanceof Refusal || !(outcome instanceof Error)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('tells finite values by their bits', () => {
  fc.assert(
    fc.property(fc.float32Array({ maxLength: 20 }), (values) => {
      expect(areFinite(Buffer.from(values.buffer))).toBe(values.every(Number.isFinite));
    }),
  );
});
