import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffusionSettingsSchema } from '../../../engine/shared/contract.js';
import { DIFFUSION_NAMES, DIFFUSION_SCALES, MAX_SEED, parseSeed, withFigure } from './diffusion-controls.js';

test('a figure is set and given back, and the others stay', () => {
  const changed = withFigure({ alpha: 0.2, seed: 7 }, 'beta', 0.5);
  expect(changed).toEqual({ alpha: 0.2, seed: 7, beta: 0.5 });
  expect(withFigure(changed, 'seed', undefined)).toEqual({ alpha: 0.2, beta: 0.5 });
});

test('the host takes whatever a slider can give', () => {
  for (const name of DIFFUSION_NAMES) {
    const { min, max, usual } = DIFFUSION_SCALES[name];
    for (const value of [min, max, usual])
      expect(diffusionSettingsSchema.parse(withFigure({}, name, value))).toEqual({ [name]: value });
  }
});

test('seeds are whole numbers of 32 bits', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: MAX_SEED }), (seed) => parseSeed(` ${seed} `) === seed));
  for (const typed of ['', '-1', '1.5', 'x', '4294967296', '99999999999'])
    expect(parseSeed(typed)).toBeUndefined();
});
