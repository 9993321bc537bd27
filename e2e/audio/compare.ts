/** What a comparison of what was heard with what was rendered found. */
export interface SoundComparison {
  /** Samples of silence before the sound began. */
  readonly leadSamples: number;
  /** Rendered samples that were never put out. */
  readonly missingSamples: number;
  /** Samples that are not silent after everything rendered was put out. */
  readonly surplusSamples: number;
  readonly largestDifference: number;
}

function firstSound(samples: Float32Array): number {
  const index = samples.findIndex((sample) => sample !== 0);
  return index === -1 ? samples.length : index;
}

/**
 * Lays what a player put out over what an engine rendered, both mono at one sample rate, from their first sample that
 * is not silent. A sample that is missing or doubled shifts everything behind it, so that the difference shows it.
 */
export function compareSound(heard: Float32Array, rendered: Float32Array): SoundComparison {
  const leadSamples = firstSound(heard) - firstSound(rendered);
  const from = Math.max(0, leadSamples);
  const aligned = heard.subarray(from);
  const compared = Math.min(aligned.length, rendered.length);
  let largestDifference = 0;
  for (let index = 0; index < compared; index++)
    largestDifference = Math.max(largestDifference, Math.abs((aligned[index] ?? 0) - (rendered[index] ?? 0)));
  return {
    leadSamples: from,
    missingSamples: rendered.length - compared,
    surplusSamples: aligned.subarray(compared).filter((sample) => sample !== 0).length,
    largestDifference,
  };
}

/**
 * Largest step between neighbouring samples at the joins of chunks, in units of the largest step elsewhere within
 * `neighbourhood` samples: above one, a join is heard before the signal itself is.
 */
export function largestJoinStep(
  samples: Float32Array,
  joins: readonly number[],
  neighbourhood = 2400,
): number {
  const step = (index: number): number => Math.abs((samples[index] ?? 0) - (samples[index - 1] ?? 0));
  let largest = 0;
  for (const join of joins) {
    let around = 1e-4;
    for (
      let index = Math.max(1, join - neighbourhood);
      index < Math.min(samples.length, join + neighbourhood);
      index++
    )
      if (index !== join) around = Math.max(around, step(index));
    largest = Math.max(largest, step(join) / around);
  }
  return largest;
}
