/** Which parts of a recording sound, as `librosa.effects.trim` and `split` tell them from silence. */

/** Frames this far below the loudest one count as silence. */
const SILENCE_DB = 30;

/** Powers below it count as nothing; librosa's smallest amplitude, squared. */
const SMALLEST_POWER = 1e-10;

export interface Frames {
  readonly frameSamples: number;
  readonly hopSamples: number;
}

/** librosa's frames, meant for its usual rates about 24 kHz. */
export const TRIM_FRAMES: Frames = { frameSamples: 2048, hopSamples: 512 };

/** Mean square of frames that are centred on their hop; before and behind the samples there is silence. */
export function framePowers(samples: Float32Array, { frameSamples, hopSamples }: Frames): Float64Array {
  const energyUpTo = new Float64Array(samples.length + 1);
  for (let at = 0; at < samples.length; at++)
    energyUpTo[at + 1] = (energyUpTo[at] ?? 0) + (samples[at] ?? 0) ** 2;
  const bounded = (at: number): number => Math.min(samples.length, Math.max(0, at));
  return Float64Array.from({ length: 1 + Math.floor(samples.length / hopSamples) }, (_, frame) => {
    const from = frame * hopSamples - frameSamples / 2;
    const energy = (energyUpTo[bounded(from + frameSamples)] ?? 0) - (energyUpTo[bounded(from)] ?? 0);
    return Math.max(0, energy) / frameSamples;
  });
}

/** Whether each frame is louder than silence beside the loudest one. */
export function soundingFrames(powers: Float64Array): readonly boolean[] {
  const loudest = powers.reduce((most, power) => Math.max(most, power), SMALLEST_POWER);
  const threshold = loudest * 10 ** (-SILENCE_DB / 10);
  return Array.from(powers, (power) => Math.max(power, SMALLEST_POWER) > threshold);
}

/** The samples from the first frame that sounds to the last one; silence between them stays. */
export function withoutSilentEnds(samples: Float32Array): Float32Array {
  const isSounding = soundingFrames(framePowers(samples, TRIM_FRAMES));
  const { hopSamples } = TRIM_FRAMES;
  return samples.subarray(
    isSounding.indexOf(true) * hopSamples,
    (isSounding.lastIndexOf(true) + 1) * hopSamples,
  );
}

/**
 * The stretch of a length in which most frames sound, the first of several.
 * @returns the sample where it begins
 */
export function mostSpokenStretch(samples: Float32Array, stretchSamples: number, frames: Frames): number {
  const isSounding = soundingFrames(framePowers(samples, frames));
  const stretchFrames = Math.floor(stretchSamples / frames.hopSamples);
  const lastStart = Math.floor((samples.length - stretchSamples) / frames.hopSamples);
  let spoken = isSounding.slice(0, stretchFrames).filter(Boolean).length;
  let best = { start: 0, spoken };
  for (let start = 1; start <= lastStart; start++) {
    spoken += Number(isSounding[start + stretchFrames - 1]) - Number(isSounding[start - 1]);
    if (spoken > best.spoken) best = { start, spoken };
  }
  return best.start * frames.hopSamples;
}
