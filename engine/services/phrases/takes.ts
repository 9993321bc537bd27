import type { Controls } from '../../shared/schemas.js';

/** How far a take may be from the plain rendering. Larger changes would sound like another mood, not another try. */
const PITCH_SEMITONES = 0.7;
const F0_RANGE_FACTOR = 1.2;
const LENGTH_FACTOR = 1.05;
/** Part of the way from the noise that is asked for to all there is. */
const NOISE_SHARE = { from: 0.25, to: 0.75 };

/** The seed's spread over 32 bits: takes that follow each other must not resemble each other. */
const GOLDEN_RATIO_32 = 0x9e3779b9;

/**
 * The controls of a take: the prosody of the plain rendering (take 0) changed a little in pitch, liveliness, pace and
 * noise, always the same way for the same take.
 * @param controls what the phrase is spoken with otherwise
 */
export function takeControls(controls: Controls, take: number): Controls {
  if (take === 0) return controls;
  const random = seededRandom(Math.imul(take, GOLDEN_RATIO_32));
  const noise = controls.noiseScale ?? 0;
  const [pitch, range, pace] = [signed(random()), signed(random()), signed(random())];
  const share = NOISE_SHARE.from + (NOISE_SHARE.to - NOISE_SHARE.from) * random();
  return {
    ...controls,
    pitchSemitones: within(-12, 12, (controls.pitchSemitones ?? 0) + PITCH_SEMITONES * pitch),
    f0Range: within(0, 3, (controls.f0Range ?? 1) * F0_RANGE_FACTOR ** range),
    lengthScale: within(0.25, 4, (controls.lengthScale ?? 1) * LENGTH_FACTOR ** pace),
    noiseScale: within(0, 1, noise + (1 - noise) * share),
  };
}

function signed(unit: number): number {
  return unit * 2 - 1;
}

/** Rounded, so that a key made of it is the same on every machine. */
function within(min: number, max: number, value: number): number {
  return Math.round(Math.min(max, Math.max(min, value)) * 1e6) / 1e6;
}

/** Mulberry32: numbers from 0 to below 1, the same ones for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
