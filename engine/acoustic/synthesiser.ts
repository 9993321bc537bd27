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
}

export interface PreparedSegment {
  readonly frameCount: number;
  /** Frames of every token; they sum up to `frameCount`. */
  readonly durationsFrames: Int32Array;
  /** Fundamental frequency of every frame, Hz; 0 where there is none. */
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
  /** Frames decoded and dropped on either side of a window. */
  readonly contextFrames: number;
  /**
   * Predicts durations and features of one segment.
   * @throws SottoError `inference-failed`
   */
  prepare(input: AcousticInput): Promise<PreparedSegment>;
  /** Frees the model's memory. It is not to be used after that. */
  release(): Promise<void>;
}
