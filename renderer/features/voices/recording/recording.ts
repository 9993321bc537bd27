/** What can be said of a recording before it is sent: the host looks closer. */

/** As the voice encoders want it. */
export const RECORDING_RATE_HZ = 24_000;
/** More is refused: a voice is known long before. */
export const MAX_PART_MS = 60_000;
/** Taken from a longer recording unless the person chooses another part. */
export const USUAL_PART_MS = 30_000;
/** Shorter ones are refused: they hold a word or two. */
export const MIN_PART_MS = 3000;

/** The host refuses what is as quiet; what is louder and still too quiet, it says with more words. */
const SILENT_BELOW_DB = -75;
/** Samples as loud as this are cut off, and more than such a share of them is heard. */
const CLIPPED_LEVEL = 0.999;
const CLIPPED_SHARE = 0.001;
/** What quiet there is between the words says nothing of how loud they are. */
const GATE_DB = -40;
const FRAME_SAMPLES = RECORDING_RATE_HZ / 50;

export type RecordingProblem = 'too-short' | 'silent' | 'clipped';

export interface RecordingFacts {
  readonly durationMs: number;
  /** Of the stretches that are not quiet, in dBFS; −Infinity for silence. */
  readonly levelDb: number;
  readonly problem: RecordingProblem | undefined;
}

/** A part of a recording. */
export interface Part {
  readonly startMs: number;
  readonly lengthMs: number;
}

export function durationMsOf(samples: Float32Array): number {
  return (samples.length / RECORDING_RATE_HZ) * 1000;
}

/** The whole of a recording where it may be used whole, else its beginning. */
export function usualPart(samples: Float32Array): Part {
  const lengthMs = durationMsOf(samples);
  return { startMs: 0, lengthMs: lengthMs > MAX_PART_MS ? USUAL_PART_MS : lengthMs };
}

/** The samples of a part, as far as there are any. */
export function cut(samples: Float32Array, { startMs, lengthMs }: Part): Float32Array {
  const start = Math.round((startMs / 1000) * RECORDING_RATE_HZ);
  return samples.subarray(start, start + Math.round((lengthMs / 1000) * RECORDING_RATE_HZ));
}

/** What is plain to see about a recording. Only `clipped` is no reason to leave it. */
export function factsOf(samples: Float32Array): RecordingFacts {
  const durationMs = durationMsOf(samples);
  const levelDb = levelOf(samples);
  const clipped = samples.reduce((count, sample) => count + (Math.abs(sample) >= CLIPPED_LEVEL ? 1 : 0), 0);
  const problem =
    durationMs < MIN_PART_MS
      ? 'too-short'
      : levelDb < SILENT_BELOW_DB
        ? 'silent'
        : clipped > samples.length * CLIPPED_SHARE
          ? 'clipped'
          : undefined;
  return { durationMs, levelDb, problem };
}

/** Mean power of the frames that come within `GATE_DB` of the loudest one. */
function levelOf(samples: Float32Array): number {
  const powers: number[] = [];
  for (let start = 0; start < samples.length; start += FRAME_SAMPLES) {
    const frame = samples.subarray(start, start + FRAME_SAMPLES);
    powers.push(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);
  }
  const loudest = Math.max(0, ...powers);
  const spoken = powers.filter((power) => power >= loudest * 10 ** (GATE_DB / 10));
  return 10 * Math.log10(spoken.reduce((sum, power) => sum + power, 0) / Math.max(1, spoken.length));
}

/** Highest level, 0 to 1, of each of so many stretches of equal length. */
export function peaksOf(samples: Float32Array, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const start = Math.floor((index * samples.length) / count);
    const end = Math.floor(((index + 1) * samples.length) / count);
    let peak = 0;
    for (let at = start; at < end; at++) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return Math.min(1, peak);
  });
}

/** `String.fromCharCode` takes its arguments from the stack. */
const BYTES_A_PIECE = 32_768;

/** float32, little endian, in base64: the form in which samples cross the contract. */
export function toBase64(samples: Float32Array): string {
  const view = new DataView(new ArrayBuffer(samples.length * 4));
  samples.forEach((sample, index) => view.setFloat32(index * 4, sample, true));
  const bytes = new Uint8Array(view.buffer);
  let text = '';
  for (let start = 0; start < bytes.length; start += BYTES_A_PIECE)
    text += String.fromCharCode(...bytes.subarray(start, start + BYTES_A_PIECE));
  return btoa(text);
}
