/**
 * The sampler of StyleTTS2's style diffusion: ADPM2, that is k-diffusion's ancestral DPM-Solver-2 with the exponent 1, on
 * the noise levels of Karras et al. 2022 (arXiv 2206.00364, equation 5).
 */

export interface Schedule {
  /** Noise levels; the sampler takes one step less, of two calls of the denoiser each. */
  readonly steps: number;
  readonly sigmaMin: number;
  readonly sigmaMax: number;
  readonly rho: number;
}

/** The network with its preconditioning: what of `x` is left without noise of deviation `sigma`. */
export type Denoise = (x: Float32Array, sigma: number) => Promise<Float32Array>;

/** The next vector of standard normal noise: the first is the start, then comes one a step. */
export type NextNoise = () => Float32Array;

/** Falling noise levels, from `sigmaMax` to `sigmaMin`. */
export function karrasSigmas({ steps, sigmaMin, sigmaMax, rho }: Schedule): readonly number[] {
  const [from, to] = [sigmaMax ** (1 / rho), sigmaMin ** (1 / rho)];
  return Array.from({ length: steps }, (_, step) => (from + (step / (steps - 1)) * (to - from)) ** rho);
}

/** Draws a vector; it holds noise of the last level still, which is far below what can be heard. */
export async function drawAdpm2(
  denoise: Denoise,
  schedule: Schedule,
  nextNoise: NextNoise,
): Promise<Float32Array> {
  const sigmas = karrasSigmas(schedule);
  let x: Float32Array = nextNoise().map((value) => value * (sigmas[0] ?? 0));
  for (const [step, sigma] of sigmas.slice(0, -1).entries())
    x = await stepTo(sigmas[step + 1] ?? 0, denoise, x, sigma, nextNoise());
  return x;
}

/** Goes to the midpoint, from its slope down below the next level, and up to it with fresh noise. */
async function stepTo(
  sigmaNext: number,
  denoise: Denoise,
  x: Float32Array,
  sigma: number,
  noise: Float32Array,
): Promise<Float32Array> {
  const sigmaUp = Math.sqrt((sigmaNext ** 2 * (sigma ** 2 - sigmaNext ** 2)) / sigma ** 2);
  const sigmaDown = Math.sqrt(sigmaNext ** 2 - sigmaUp ** 2);
  const sigmaMid = (sigma + sigmaDown) / 2;
  const clean = await denoise(x, sigma);
  const middle = x.map((value, at) => value + ((value - (clean[at] ?? 0)) / sigma) * (sigmaMid - sigma));
  const cleanMiddle = await denoise(middle, sigmaMid);
  return x.map((value, at) => {
    const slope = ((middle[at] ?? 0) - (cleanMiddle[at] ?? 0)) / sigmaMid;
    return value + slope * (sigmaDown - sigma) + (noise[at] ?? 0) * sigmaUp;
  });
}
