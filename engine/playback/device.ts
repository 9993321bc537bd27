/** One player program at work. All calls but `stop` reject with a `PlayerExit` when the program ends too early. */
export interface Device {
  /** Resolves when there is room for more. */
  write(pcm: Float32Array): Promise<void>;
  /** What was written so far may be played as one piece. */
  endSegment(): Promise<void>;
  /** Resolves when everything was heard. */
  finish(): Promise<void>;
  /** Silence at once; nothing is left behind. */
  stop(): void;
}

/** A player ended before it had played everything. */
export class PlayerExit extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'PlayerExit';
  }
}

/** Turns samples into the bytes that players take; the host supplies it. */
export interface SampleEncoder {
  /** Raw 16-bit little-endian mono. */
  raw(pcm: Float32Array): Uint8Array;
  /** A whole 16-bit mono WAV file. */
  wav(pcm: Float32Array, sampleRateHz: number): Uint8Array;
}
