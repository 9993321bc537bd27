import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largestDifference } from '../testing/array-record.js';
import { tinyDenoiser, tinyStylePack, tinyTextFeatures, weights } from '../testing/tiny-style-pack.js';
import { gaussianNoise } from './gaussian.js';
import { mixStyle } from './mix-style.js';
import { drawAdpm2 } from './sampler.js';
import { openStyleDiffusion, type StyleDiffusion, type StyleDraw } from './style-diffusion.js';

const WIDTH = 256;
const SETTINGS = {
  steps: 5,
  alpha: 0.3,
  beta: 0.7,
  embeddingScale: 1.5,
  carryOver: 0.7,
  sigmaMin: 0.0001,
  sigmaMax: 3,
  rho: 9,
};
const DRAW: StyleDraw = {
  tokens: [0, 50, 83, 0],
  reference: Float32Array.from(weights(WIDTH, 0.4, 5)),
  settings: SETTINGS,
  seed: 20,
};

let folder = '';
const opened: StyleDiffusion[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-diffusion-'));
});
afterAll(async () => {
  for (const diffusion of opened) await diffusion.release();
  await rm(folder, { recursive: true });
});

async function open(isMultispeaker: boolean, precision = 'fp32'): Promise<StyleDiffusion> {
  const pack = await tinyStylePack(folder, {
    textFeatures: tinyTextFeatures(WIDTH),
    denoiser: tinyDenoiser(WIDTH, isMultispeaker),
  });
  const diffusion = await openStyleDiffusion(pack, { provider: 'cpu', threads: 1, precision });
  opened.push(diffusion);
  return diffusion;
}

/** The same without a graph: `tinyDenoiser`'s formula in the sampler. */
async function drawn(
  { tokens, reference, settings, seed }: StyleDraw,
  isMultispeaker: boolean,
): Promise<Float32Array> {
  const table = weights(256 * WIDTH, 1);
  const mean = Array.from({ length: WIDTH }, (_, at) => {
    const ofText = tokens.reduce((sum, token) => sum + (table[token * WIDTH + at] ?? 0), 0) / tokens.length;
    return settings.embeddingScale * ofText + (isMultispeaker ? (reference[at] ?? 0) / 2 : 0);
  });
  const noise = gaussianNoise(seed);
  return drawAdpm2(
    (x, sigma) =>
      Promise.resolve(
        x.map((value, at) => (0.04 * value + sigma ** 2 * (mean[at] ?? 0)) / (0.04 + sigma ** 2)),
      ),
    settings,
    () => noise(WIDTH),
  );
}

describe('the style diffusion', () => {
  it.each([true, false])('draws and mixes a vector; told the reference: %s', async (isMultispeaker) => {
    const diffusion = await open(isMultispeaker);
    const expected = mixStyle(await drawn(DRAW, isMultispeaker), DRAW.reference, undefined, SETTINGS);
    expect(largestDifference(await diffusion.draw(DRAW), expected)).toBeLessThan(1e-4);
    expect(await diffusion.draw(DRAW)).toEqual(await diffusion.draw(DRAW));
    expect(await diffusion.draw({ ...DRAW, seed: 21 })).not.toEqual(await diffusion.draw(DRAW));
  });

  it('carries over what was spoken before', async () => {
    const diffusion = await open(true);
    const previous = await diffusion.draw({ ...DRAW, tokens: [0, 16, 0] });
    const expected = mixStyle(await drawn(DRAW, true), DRAW.reference, previous, SETTINGS);
    expect(largestDifference(await diffusion.draw({ ...DRAW, previous }), expected)).toBeLessThan(1e-4);
  });

  it('is there in every precision of its pack', async () => {
    await expect((await open(true, 'int8')).draw(DRAW)).resolves.toHaveLength(WIDTH);
  });

  it('refuses a vector that is not a number, which would be carried over', async () => {
    const spoiled = { ...DRAW, settings: { ...SETTINGS, embeddingScale: Number.NaN } };
    await expect((await open(true)).draw(spoiled)).rejects.toMatchObject({ code: 'inference-failed' });
  });

  it('says when a pack has none', async () => {
    const pack = await tinyStylePack(folder, {});
    const opening = openStyleDiffusion(pack, { provider: 'cpu', threads: 1, precision: 'fp32' });
    await expect(opening).rejects.toMatchObject({ code: 'pack-invalid' });
  });
});

describe('mixStyle', () => {
  const [drawnVector, reference, previous] = [
    Float32Array.of(1, 1, 1, 1),
    Float32Array.of(0, 0, -1, -1),
    Float32Array.of(3, 3, 3, 3),
  ];

  it('takes the share of each half from what was drawn', () => {
    const mixed = mixStyle(drawnVector, reference, undefined, { alpha: 0.25, beta: 0.75, carryOver: 0.7 });
    expect([...mixed]).toEqual([0.25, 0.25, 0.5, 0.5]);
  });

  it('carries over into what was drawn, not into the reference', () => {
    const mixed = mixStyle(drawnVector, reference, previous, { alpha: 0.25, beta: 0.75, carryOver: 0.5 });
    expect([...mixed]).toEqual([0.5, 0.5, 1.25, 1.25]);
  });

  it('is the voice itself without shares, and what was drawn with whole ones', () => {
    expect(mixStyle(drawnVector, reference, previous, { alpha: 0, beta: 0, carryOver: 1 })).toEqual(
      reference,
    );
    expect(mixStyle(drawnVector, reference, previous, { alpha: 1, beta: 1, carryOver: 0 })).toEqual(
      drawnVector,
    );
    expect(mixStyle(drawnVector, reference, previous, { alpha: 1, beta: 1, carryOver: 1 })).toEqual(previous);
  });
});
