import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphName } from '../../packs/manifest.js';
import { openModel } from '../open-model.js';
import type { StyleDraw, Synthesiser } from '../synthesiser.js';
import { largestDifference } from '../testing/array-record.js';
import {
  TINY_DIFFUSION,
  tinyDenoiser,
  tinyStylePack,
  tinyTextFeatures,
  weights,
} from '../testing/tiny-style-pack.js';
import { gaussianNoise } from './gaussian.js';
import { mixStyle } from './mix-style.js';
import { drawAdpm2 } from './sampler.js';
import { withStyleDiffusion } from './style-diffusion.js';

const WIDTH = 256;
const DRAW: StyleDraw = {
  tokens: [0, 50, 83, 0],
  reference: Float32Array.from(weights(WIDTH, 0.4, 5)),
  previous: null,
  settings: { seed: 20, embeddingScale: 1.5, alpha: undefined },
};
const SETTINGS = { ...TINY_DIFFUSION, embeddingScale: 1.5 };

let folder = '';
const opened: Synthesiser[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-diffusion-'));
});
afterAll(async () => {
  for (const synthesiser of opened) await synthesiser.release();
  await rm(folder, { recursive: true });
});

async function open(
  graphs: Partial<Record<GraphName, Uint8Array>>,
  precision = 'fp32',
): Promise<Synthesiser> {
  const pack = await tinyStylePack(folder, graphs);
  const options = { provider: 'cpu', threads: 1, precision };
  const model = await openModel(pack, { ...options, precision: 'fp32' });
  const synthesiser = withStyleDiffusion(model, pack, pack.manifest, options);
  opened.push(synthesiser);
  return synthesiser;
}

/** Opens a model that draws, and gives what does. */
async function opener(
  isMultispeaker: boolean,
  precision?: string,
): Promise<Required<Synthesiser>['drawStyle']> {
  const denoiser = tinyDenoiser(WIDTH, isMultispeaker);
  const { drawStyle } = await open({ textFeatures: tinyTextFeatures(WIDTH), denoiser }, precision);
  return drawStyle ?? expect.fail('the model cannot draw');
}

/** The same without a graph: `tinyDenoiser`'s formula in the sampler. */
async function drawn(isMultispeaker: boolean): Promise<Float32Array> {
  const { tokens, reference } = DRAW;
  const table = weights(256 * WIDTH, 1);
  const mean = Array.from({ length: WIDTH }, (_, at) => {
    const ofText = tokens.reduce((sum, token) => sum + (table[token * WIDTH + at] ?? 0), 0) / tokens.length;
    return SETTINGS.embeddingScale * ofText + (isMultispeaker ? (reference[at] ?? 0) / 2 : 0);
  });
  const noise = gaussianNoise(20);
  return drawAdpm2(
    (x, sigma) =>
      Promise.resolve(
        x.map((value, at) => (0.04 * value + sigma ** 2 * (mean[at] ?? 0)) / (0.04 + sigma ** 2)),
      ),
    SETTINGS,
    () => noise(WIDTH),
  );
}

describe('the style diffusion', () => {
  it.each([true, false])('draws and mixes a vector; told the reference: %s', async (isMultispeaker) => {
    const draw = await opener(isMultispeaker);
    const expected = mixStyle(await drawn(isMultispeaker), DRAW.reference, null, SETTINGS);
    expect(largestDifference(await draw(DRAW), expected)).toBeLessThan(1e-4);
    expect(await draw(DRAW)).toEqual(await draw(DRAW));
    expect(await draw({ ...DRAW, settings: { seed: 21 } })).not.toEqual(await draw(DRAW));
  });

  it('carries over what was spoken before', async () => {
    const draw = await opener(true);
    const previous = await draw({ ...DRAW, tokens: [0, 16, 0] });
    const expected = mixStyle(await drawn(true), DRAW.reference, previous, SETTINGS);
    expect(largestDifference(await draw({ ...DRAW, previous }), expected)).toBeLessThan(1e-4);
  });

  it('is there in every precision of its pack', async () => {
    await expect((await opener(true, 'int8'))(DRAW)).resolves.toHaveLength(WIDTH);
  });

  it('refuses a vector that is not a number, which would be carried over', async () => {
    const spoiled = { ...DRAW, settings: { embeddingScale: Number.NaN } };
    await expect((await opener(true))(spoiled)).rejects.toMatchObject({ code: 'inference-failed' });
  });

  it('is not there where the pack has no graphs for it', async () => {
    expect((await open({})).drawStyle).toBeUndefined();
    expect((await open({ denoiser: tinyDenoiser(WIDTH, true) })).drawStyle).toBeUndefined();
  });

  it('tries again after its graphs could not be loaded', async () => {
    const { drawStyle } = await open({ textFeatures: new Uint8Array(9), denoiser: new Uint8Array(9) });
    await expect(drawStyle?.(DRAW)).rejects.toMatchObject({ code: 'engine-failed' });
    await expect(drawStyle?.(DRAW)).rejects.toMatchObject({ code: 'engine-failed' });
  });
});

describe('mixStyle', () => {
  const [drawnVector, reference, previous] = [
    Float32Array.of(1, 1, 1, 1),
    Float32Array.of(0, 0, -1, -1),
    Float32Array.of(3, 3, 3, 3),
  ];

  it('takes the share of each half from what was drawn', () => {
    const mixed = mixStyle(drawnVector, reference, null, { alpha: 0.25, beta: 0.75, carryOver: 0.7 });
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
