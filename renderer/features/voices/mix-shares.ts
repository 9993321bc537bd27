import type { MixPart } from '../../../engine/shared/contract.js';

export const MIN_MIX_VOICES = 2;
export const MAX_MIX_VOICES = 8;
/** A voice that is in the mix is heard in it. */
export const MIN_WEIGHT = 1;
export const MAX_WEIGHT = 100;

/** Each voice's part of the whole, 0 to 1, in the order of the parts. */
export function sharesOf(parts: readonly MixPart[]): number[] {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.map(({ weight }) => weight / total);
}

/** Per cent of a mix that is edited again, whatever its weights were kept as. */
export function asPercents(parts: readonly MixPart[]): MixPart[] {
  const shares = sharesOf(parts);
  return parts.map(({ voice }, index) => ({
    voice,
    weight: Math.max(MIN_WEIGHT, Math.round((shares[index] ?? 0) * 100)),
  }));
}
