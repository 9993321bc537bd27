import type { Windowing } from '../packs/windowing.js';
import type { DiffusionSettings } from '../shared/contract.js';

/** What the pipeline needs of an acoustic model, whatever its family. */

export interface AcousticInput {
  /** Token ids, pads included. */
  readonly tokens: readonly number[];
  readonly style: Float32Array;
  /** Frames each token is to last; −1 leaves it to the model. */
  readonly pauseFrames: readonly number[];
  readonly lengthScale: number;
  readonly pitchSemitones: number;
  readonly f0Range: number;
  readonly energyDb: number;
  readonly noiseScale: number;
  /** Statistics of the decoder's normalisations, a row of the pack's table; null for the table's mean. Staged packs alone. */
  readonly statistics: Float32Array | null;
  /** Whether the segment is decoded whole where windows would only resemble it; what that takes stays in memory then. */
  readonly isExact: boolean;
}

/** What a style vector is drawn from by diffusion. */
export interface StyleDraw {
  /** Token ids of the segment, pads included. */
  readonly tokens: readonly number[];
  /** The voice's own vector. */
  readonly reference: Float32Array;
  /** Drawn for the segment before; null where there is none. */
  readonly previous: Float32Array | null;
  /** What is left out is the pack's own. */
  readonly settings: DiffusionSettings;
}

export interface PreparedSegment {
  readonly frameCount: number;
  /** Frames of every token; they sum up to `frameCount`. Empty where the model does not tell. */
  readonly durationsFrames: Int32Array;
  /** Fundamental frequency of every frame, Hz; 0 where there is none. Empty where the model does not tell. */
  readonly f0Hz: Float32Array;
  /**
   * Decodes frames [fromFrame, toFrame).
   * @returns hopSamples samples a frame
   * @throws SottoError `inference-failed`
   */
  decode(fromFrame: number, toFrame: number): Promise<Float32Array>;
}

export interface Synthesiser {
  readonly hopSamples: number;
  readonly sampleRateHz: number;
  readonly windowing: Windowing;
  /**
   * Predicts durations and features of one segment.
   * @throws SottoError `inference-failed`
   */
  prepare(input: AcousticInput): Promise<PreparedSegment>;
  /**
   * Takes the statistics of the decoder's normalisations from whole segments, for a vector that the pack has none for.
   * Absent where the model needs none.
   * @param signal looked at between two segments
   * @returns a row as `AcousticInput.statistics`
   * @throws SottoError `inference-failed`; the signal's reason
   */
  readonly calibrate?: (segments: readonly AcousticInput[], signal: AbortSignal) => Promise<Float32Array>;
  /**
   * Decodes one segment as `isExact` does, and keeps nothing in memory of what that takes. Absent where a
   * prepared segment's own decode of all frames is that.
   * @returns hopSamples samples a frame
   * @throws SottoError `inference-failed`, `pack-corrupt`, `engine-failed`
   */
  readonly decodeWhole?: (input: AcousticInput) => Promise<Float32Array>;
  /**
   * Draws a style vector for a segment. Absent where the model cannot.
   * @throws SottoError `inference-failed`
   */
  readonly drawStyle?: (draw: StyleDraw) => Promise<Float32Array>;
  /** Frees the model's memory. It is not to be used after that. */
  release(): Promise<void>;
}
