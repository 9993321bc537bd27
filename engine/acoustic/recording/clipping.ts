/** From this level on a sample is at full scale; encoders of lossy formats leave some of what was cut off a little lower. */
const FULL_SCALE = 0.998;

/** Peaks that just touch full scale are shorter. */
const LEAST_RUN_SAMPLES = 3;

export interface Clipping {
  readonly runCount: number;
  /** Samples in those runs. */
  readonly sampleCount: number;
}

/** Runs of samples at full scale on one side of zero, as a converter leaves them that was driven too hard. */
export function findClipping(samples: Float32Array): Clipping {
  let [runCount, sampleCount] = [0, 0];
  let [runSide, runSamples] = [0, 0];
  const endRun = (): void => {
    if (runSide === 0 || runSamples < LEAST_RUN_SAMPLES) return;
    runCount += 1;
    sampleCount += runSamples;
  };
  for (const sample of samples) {
    const side = Math.abs(sample) >= FULL_SCALE ? Math.sign(sample) : 0;
    if (side === runSide) {
      runSamples += 1;
      continue;
    }
    endRun();
    [runSide, runSamples] = [side, 1];
  }
  endRun();
  return { runCount, sampleCount };
}
