/** Long enough to be drawn as one line of a waveform, short enough to show a syllable. */
const PEAK_MS = 20;

/** Highest levels, 0 to 1, of consecutive stretches of a speech's samples. */
export class PeakMeter {
  readonly samplesPerPeak: number;
  #countedSamples = 0;
  #highest = 0;

  constructor(sampleRateHz: number) {
    this.samplesPerPeak = Math.round((sampleRateHz * PEAK_MS) / 1000);
  }

  /** @returns the peaks of the stretches that these samples complete */
  add(pcm: Float32Array): number[] {
    const peaks: number[] = [];
    for (const sample of pcm) {
      const level = Math.abs(sample);
      if (level > this.#highest) this.#highest = level;
      if (++this.#countedSamples === this.samplesPerPeak) peaks.push(this.#take());
    }
    return peaks;
  }

  /** The peak of the last stretch, where that is not whole. */
  rest(): number[] {
    return this.#countedSamples > 0 ? [this.#take()] : [];
  }

  #take(): number {
    // A thousandth is less than a pixel, and short to send.
    const peak = Math.min(1, Math.round(this.#highest * 1000) / 1000);
    this.#countedSamples = 0;
    this.#highest = 0;
    return peak;
  }
}
