/** The levels of a growing recording, one a stretch of equal length. */
export class PeakTrack {
  #levels = new Float32Array(1024);
  #count = 0;
  #samplesPerPeak = 480;

  get samplesPerPeak(): number {
    return this.#samplesPerPeak;
  }

  /** Samples that are covered. */
  get samples(): number {
    return this.#count * this.#samplesPerPeak;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Forgets what lies behind `sample`. */
  truncate(sample: number): void {
    this.#count = Math.min(this.#count, Math.max(0, Math.round(sample / this.#samplesPerPeak)));
  }

  /** What lies between the end and `startSample` stays silent. */
  add(startSample: number, samplesPerPeak: number, peaks: readonly number[]): void {
    if (samplesPerPeak !== this.#samplesPerPeak) {
      this.clear();
      this.#samplesPerPeak = samplesPerPeak;
    }
    const start = Math.round(startSample / samplesPerPeak);
    const end = start + peaks.length;
    if (end > this.#levels.length) {
      const grown = new Float32Array(Math.max(end, this.#levels.length * 2));
      grown.set(this.#levels.subarray(0, this.#count));
      this.#levels = grown;
    }
    if (start > this.#count) this.#levels.fill(0, this.#count, start);
    this.#levels.set(peaks, start);
    this.#count = Math.max(this.#count, end);
  }

  /** Highest level from one sample up to another; 0 where nothing is known. */
  highest(startSample: number, endSample: number): number {
    const start = Math.max(0, Math.floor(startSample / this.#samplesPerPeak));
    const end = Math.min(this.#count, Math.max(start + 1, Math.ceil(endSample / this.#samplesPerPeak)));
    let highest = 0;
    for (let index = start; index < end; index++) highest = Math.max(highest, this.#levels[index] ?? 0);
    return highest;
  }
}
