/** What passes for somebody who speaks: syllables of a gliding harmonic tone, four a second, over a little noise. */
export function voiceLike(
  durationS: number,
  sampleRateHz: number,
  { level = 0.3, seed = 1 } = {},
): Float32Array {
  let state = seed;
  let phase = 0;
  return Float32Array.from({ length: Math.round(durationS * sampleRateHz) }, (_, at) => {
    const s = at / sampleRateHz;
    phase += (2 * Math.PI * (120 + 25 * Math.sin(2 * Math.PI * 0.7 * s))) / sampleRateHz;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * s)) ** 2;
    const tone = [1, 2, 3, 4, 5, 6, 8, 12].reduce((sum, k) => sum + Math.sin(k * phase) / k, 0);
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return level * (0.5 * syllable * tone + 0.002 * (state / 2 ** 31 - 1));
  });
}

/** Noise that is the same for the same seed, −1 to 1. */
export function whiteNoise(count: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
