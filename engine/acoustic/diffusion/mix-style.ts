/** How a drawn style vector and a voice's own become the one that is spoken with; see `diffusion` of a pack's manifest. */
export interface StyleMix {
  /** Share of the drawn vector in the acoustic half, the first one. */
  readonly alpha: number;
  /** Its share in the prosody half. */
  readonly beta: number;
  /** Share of the utterance before in the drawn vector. */
  readonly carryOver: number;
}

/**
 * Mixes as StyleTTS2's long-form inference does: what was spoken last is carried over into the drawn vector first, then each
 * half is drawn away from the reference by its share.
 * @param previous what this gave for the utterance before; null for the first one
 */
export function mixStyle(
  drawn: Float32Array,
  reference: Float32Array,
  previous: Float32Array | null,
  { alpha, beta, carryOver }: StyleMix,
): Float32Array {
  return drawn.map((value, at) => {
    const carried = previous ? carryOver * (previous[at] ?? 0) + (1 - carryOver) * value : value;
    const share = at < drawn.length / 2 ? alpha : beta;
    return share * carried + (1 - share) * (reference[at] ?? 0);
  });
}
