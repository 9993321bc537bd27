/** Samples [from, to) of a rendered utterance that are kept. */
export interface KeptSamples {
  readonly from: number;
  readonly to: number;
}

/** Below this, relative to the loudest block, is silence: whispered endings lie 30 to 40 dB below the peak. */
const SILENCE_DB = -55;

const BLOCK_MS = 10;

/** Left before the first sound and after the last: breath, the decay of a room, and the pause between two sentences. */
const LEAD_MS = 60;
const TRAIL_MS = 250;

/**
 * Finds the silence that a model puts around an utterance, more of it than a listener wants to wait for. A word is never
 * clipped: only what stays silent to the end is cut, and a margin of it is left.
 */
export function trimSilence(samples: Float32Array, sampleRateHz: number): KeptSamples {
  const blockSamples = Math.max(1, Math.round((BLOCK_MS * sampleRateHz) / 1000));
  const levels: number[] = [];
  for (let at = 0; at < samples.length; at += blockSamples) {
    let sum = 0;
    const block = samples.subarray(at, at + blockSamples);
    for (const sample of block) sum += sample * sample;
    levels.push(sum / block.length);
  }
  const threshold = levels.reduce((most, level) => Math.max(most, level), 0) * 10 ** (SILENCE_DB / 10);
  const isSound = (level: number): boolean => level > threshold;
  const first = levels.findIndex(isSound);
  if (first < 0) return { from: 0, to: samples.length };
  const last = levels.findLastIndex(isSound);
  const margin = (ms: number): number => Math.round((ms * sampleRateHz) / 1000);
  return {
    from: Math.max(0, first * blockSamples - margin(LEAD_MS)),
    to: Math.min(samples.length, (last + 1) * blockSamples + margin(TRAIL_MS)),
  };
}
