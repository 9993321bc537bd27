import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Controls } from '../../../engine/shared/schemas.js';
import {
  changesTo,
  CONTROL_NAMES,
  CONTROL_SCALES,
  controlsInForce,
  isUnchanged,
  PAUSE_MARKS,
  readControl,
  readPause,
  writeControl,
  writePause,
} from './controls.js';

const controlName = fc.constantFrom(...CONTROL_NAMES);
const symbol = fc.constantFrom(...PAUSE_MARKS.map((mark) => mark.symbol));
const valueOf = (name: (typeof CONTROL_NAMES)[number], step: number): number => {
  const scale = CONTROL_SCALES[name];
  const steps = Math.round((scale.max - scale.min) / scale.step);
  return Math.round((scale.min + (step % (steps + 1)) * scale.step) * 100) / 100;
};

const controls: fc.Arbitrary<Controls> = fc
  .array(fc.tuple(controlName, fc.nat(200)), { maxLength: 6 })
  .chain((writes) =>
    fc.array(fc.tuple(symbol, fc.nat(5000)), { maxLength: 3 }).map((pauses) =>
      pauses.reduce<Controls>(
        (all, [mark, pauseMs]) => writePause(all, mark, pauseMs),
        writes.reduce<Controls>((all, [name, step]) => writeControl(all, name, valueOf(name, step)), {}),
      ),
    ),
  );

test('a slider reads back what was set with it, within a hundredth', () => {
  fc.assert(
    fc.property(controlName, fc.nat(200), controls, (name, step, before) => {
      const value = valueOf(name, step);
      expect(readControl(writeControl(before, name, value), name)).toBeCloseTo(value, 2);
    }),
  );
});

test('a style is changed by a factor or a shift', () => {
  const style = { lengthScale: 0.8, pitchSemitones: -2 };
  expect(changesTo(style, { lengthScale: 0.5, pitchSemitones: 1 })).toEqual({
    lengthScale: 0.625,
    pitchSemitones: 3,
  });
  expect(controlsInForce(style, { lengthScale: 2, noiseScale: 0.4 })).toEqual({
    lengthScale: 1.6,
    pitchSemitones: -2,
    noiseScale: 0.4,
  });
});

test('pace is the inverse of a length: faster is shorter', () => {
  expect(writeControl({}, 'pace', 1.25)).toEqual({ lengthScale: 0.8 });
  expect(readControl({ lengthScale: 2 }, 'pace')).toBe(0.5);
});

test('changes laid over their style are what was wanted', () => {
  fc.assert(
    fc.property(controls, controls, (style, changes) => {
      fc.pre(style.f0Range !== 0);
      const wanted = controlsInForce(style, changes);
      const again = controlsInForce(style, changesTo(style, wanted));
      for (const name of CONTROL_NAMES)
        expect(readControl(again, name)).toBeCloseTo(readControl(wanted, name), 1);
      expect(again.pauseMs).toEqual(wanted.pauseMs);
    }),
  );
});

test('nothing is changed where the style already has it so', () => {
  fc.assert(
    fc.property(controls, (style) => {
      expect(isUnchanged(changesTo(style, style))).toBe(true);
    }),
  );
});

test('a pause is automatic until it is set, and after it was given back', () => {
  const set = writePause({}, '.', 400);
  expect(readPause(set, '.')).toBe(400);
  expect(readPause(set, ',')).toBeUndefined();
  expect(isUnchanged(writePause(set, '.', undefined))).toBe(true);
});
