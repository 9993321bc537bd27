/** Chunks of samples in a row, as one. */
export function joinSamples(chunks: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offsetSamples = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offsetSamples);
    offsetSamples += chunk.length;
  }
  return whole;
}
