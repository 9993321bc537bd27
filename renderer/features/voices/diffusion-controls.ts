import type { DiffusionSettings } from '../../../engine/shared/contract.js';

/** What the sliders of drawn styles show. What is left out is the model's own, and near the figures of StyleTTS2. */

export const DIFFUSION_NAMES = ['alpha', 'beta', 'steps', 'embeddingScale', 'carryOver'] as const;
export type DiffusionName = (typeof DIFFUSION_NAMES)[number];

export interface DiffusionScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Where the thumb of an automatic figure rests: StyleTTS2's own. */
  readonly usual: number;
}

export const DIFFUSION_SCALES: Readonly<Record<DiffusionName, DiffusionScale>> = {
  alpha: { min: 0, max: 1, step: 0.05, usual: 0.3 },
  beta: { min: 0, max: 1, step: 0.05, usual: 0.7 },
  /** More than these are slower and no better. */
  steps: { min: 2, max: 20, step: 1, usual: 5 },
  embeddingScale: { min: 0, max: 5, step: 0.1, usual: 1 },
  carryOver: { min: 0, max: 1, step: 0.05, usual: 0.7 },
};

export const MAX_SEED = 0xffff_ffff;

/** Settings with one figure changed; undefined gives it back to the model. */
export function withFigure(
  settings: DiffusionSettings,
  name: DiffusionName | 'seed',
  value: number | undefined,
): DiffusionSettings {
  const others = Object.entries(settings).filter(([key]) => key !== name);
  return Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
}

/** A seed as a person types it; undefined for what is none. */
export function parseSeed(typed: string): number | undefined {
  const text = typed.trim();
  if (!/^\d{1,10}$/.test(text)) return undefined;
  const seed = Number(text);
  return seed <= MAX_SEED ? seed : undefined;
}
