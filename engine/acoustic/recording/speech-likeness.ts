import { MEL_SAMPLE_RATE_HZ } from '../mel/log-mel.js';
import { framePowers, soundingFrames } from './sounding.js';

/**
 * Two properties that speech has, and steady noise, tones and hums have not: much of it is voiced, and its level moves.
 * A hint, no proof: singing and many instruments have them too.
 */
export interface SpeechLikeness {
  /** Share of the sounding frames that have a pitch. */
  readonly voicedShare: number;
  /** Between the level that nine tenths of the frames are above and the one that a tenth is above. */
  readonly levelSpreadDb: number;
}

/** Pitch is looked for at a quarter of the rate: it lies far below, and costs a sixteenth there. */
const DECIMATION = 4;
const RATE_HZ = MEL_SAMPLE_RATE_HZ / DECIMATION;

const LOWEST_HZ = 60;
const HIGHEST_HZ = 400;

/** Three periods of the lowest pitch, looked at one after the other. */
const FRAME_SAMPLES = (3 * RATE_HZ) / LOWEST_HZ;
const HOP_SAMPLES = FRAME_SAMPLES;

/** Correlation with itself a period later from which a frame counts as voiced; noise stays below 0.3. */
const VOICED_CORRELATION = 0.5;

/** Of each sample's own value in the next one, taken away so that rumble is no pitch. */
const PRE_EMPHASIS = 0.95;

/** Mean square, −90 dBFS: how the level moves below it says nothing. */
const FLOOR_POWER = 1e-9;

/** @param samples mono at 24 kHz, without silence at both ends */
export function speechLikeness(samples: Float32Array): SpeechLikeness {
  const slow = decimated(samples);
  const powers = framePowers(slow, { frameSamples: FRAME_SAMPLES, hopSamples: HOP_SAMPLES });
  const isSounding = soundingFrames(powers);
  const flat = slow.map((sample, at) => sample - PRE_EMPHASIS * (slow[at - 1] ?? 0));
  const sounding = [...isSounding.keys()].filter((frame) => isSounding[frame]);
  const voiced = sounding.filter((frame) => hasPitch(flat, frame * HOP_SAMPLES - FRAME_SAMPLES / 2));
  const levels = Array.from(powers, (power) => 10 * Math.log10(power + FLOOR_POWER)).sort((a, b) => a - b);
  const quantile = (share: number): number => levels[Math.floor(share * (levels.length - 1))] ?? 0;
  return {
    voicedShare: voiced.length / Math.max(1, sounding.length),
    levelSpreadDb: quantile(0.9) - quantile(0.1),
  };
}

/** Whether a frame is like itself a period later; the correlation has to peak there, not just be high. */
function hasPitch(samples: Float32Array, from: number): boolean {
  const [shortest, longest] = [Math.floor(RATE_HZ / HIGHEST_HZ), Math.ceil(RATE_HZ / LOWEST_HZ)];
  const correlations = Array.from({ length: longest - shortest + 3 }, (_, index) =>
    correlation(samples, from, shortest - 1 + index),
  );
  return correlations.some(
    (value, index) =>
      index > 0 &&
      value >= VOICED_CORRELATION &&
      value > (correlations[index - 1] ?? 1) &&
      value >= (correlations[index + 1] ?? 1),
  );
}

function correlation(samples: Float32Array, from: number, lag: number): number {
  let [product, energy, energyLater] = [0, 0, 0];
  for (let at = Math.max(0, from); at < from + FRAME_SAMPLES - lag; at++) {
    const [here, later] = [samples[at] ?? 0, samples[at + lag] ?? 0];
    product += here * later;
    energy += here * here;
    energyLater += later * later;
  }
  return energy * energyLater > 0 ? product / Math.sqrt(energy * energyLater) : 0;
}

/** Means of neighbours: what folds back is too little to be taken for a pitch. */
function decimated(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / DECIMATION) }, (_, index) => {
    let sum = 0;
    for (let at = index * DECIMATION; at < (index + 1) * DECIMATION; at++) sum += samples[at] ?? 0;
    return sum / DECIMATION;
  });
}
