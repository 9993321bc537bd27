import { controlsSchema, type Controls } from '../../shared/schemas.js';

const { shape } = controlsSchema;

const RANGES = {
  lengthScale: rangeOf(shape.lengthScale.unwrap()),
  pitchSemitones: rangeOf(shape.pitchSemitones.unwrap()),
  f0Range: rangeOf(shape.f0Range.unwrap()),
  energyDb: rangeOf(shape.energyDb.unwrap()),
};

/**
 * Controls on top of a style's own: factors multiply, shifts add up, and what a style leaves open the other decides. What
 * together would leave the contract's ranges stops at their ends.
 */
export function stackControls(style: Controls, onTop: Controls): Controls {
  const noiseScale = onTop.noiseScale ?? style.noiseScale;
  return {
    ...stacked('lengthScale', style, onTop, (a, b) => a * b, 1),
    ...stacked('pitchSemitones', style, onTop, (a, b) => a + b, 0),
    ...stacked('f0Range', style, onTop, (a, b) => a * b, 1),
    ...stacked('energyDb', style, onTop, (a, b) => a + b, 0),
    ...(noiseScale !== undefined && { noiseScale }),
    ...((style.pauseMs ?? onTop.pauseMs) && { pauseMs: { ...style.pauseMs, ...onTop.pauseMs } }),
  };
}

function stacked(
  name: keyof typeof RANGES,
  style: Controls,
  onTop: Controls,
  combine: (style: number, onTop: number) => number,
  neutral: number,
): Controls {
  if (style[name] === undefined && onTop[name] === undefined) return {};
  const { min, max } = RANGES[name];
  const value = combine(style[name] ?? neutral, onTop[name] ?? neutral);
  return { [name]: Math.min(max, Math.max(min, value)) };
}

function rangeOf(schema: { minValue: number | null; maxValue: number | null }): { min: number; max: number } {
  return { min: schema.minValue ?? -Infinity, max: schema.maxValue ?? Infinity };
}
