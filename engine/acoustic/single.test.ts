import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPack, type LoadedPack } from '../packs/load-pack.js';
import type { SingleModelOptions } from '../packs/testing/tiny-models.js';
import { writeTinyPack } from '../packs/testing/tiny-packs.js';
import { openModel } from './open-model.js';
import type { Synthesiser } from './synthesiser.js';
import { inputOf } from './testing/input.js';

/** Small models with the interfaces of the community's exports, in ONNX Runtime. */

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-single-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function opened(single: SingleModelOptions = {}): Promise<{ pack: LoadedPack; model: Synthesiser }> {
  await writeTinyPack(folder, { family: 'single', single });
  const pack = await loadPack(folder);
  return { pack, model: await openModel(pack, { provider: 'cpu', threads: 1, precision: 'fp32' }) };
}

describe('a single graph', () => {
  it('gives a segment whole, in whatever parts it is asked for', async () => {
    const { pack, model } = await opened();
    const prepared = await model.prepare(await inputOf(pack));
    const whole = await prepared.decode(0, prepared.frameCount);
    expect(whole).toHaveLength(prepared.frameCount * model.hopSamples);
    expect(await prepared.decode(3, 7)).toEqual(whole.slice(3 * 300, 7 * 300));
    await model.release();
  });

  it('tells how long each token lasts where the graph does', async () => {
    const { pack, model } = await opened({ outputs: { duration: 'duration' } });
    for (const [symbolCount, lengthScale] of [
      [3, 1],
      [17, 1.3],
      [40, 0.7],
      [41, 0.93],
    ] as const) {
      const input = await inputOf(pack, { lengthScale }, symbolCount);
      const { durationsFrames, frameCount } = await model.prepare(input);
      expect(durationsFrames).toHaveLength(input.tokens.length);
      expect(durationsFrames.reduce((sum, frames) => sum + frames, 0)).toBe(frameCount);
    }
    await model.release();
  });

  it.each([
    { audioRank: 1, outputs: { audio: 'audio' } },
    { audioRank: 3, inputs: { tokens: 'tokens' } },
    { speedType: 'int32' },
  ] as const)('is called as it wants to be: %j', async (single) => {
    const { pack, model } = await opened(single);
    const prepared = await model.prepare(await inputOf(pack));
    expect((await prepared.decode(0, prepared.frameCount)).some((sample) => sample !== 0)).toBe(true);
    await model.release();
  });

  it('lasts longer when it is slower', async () => {
    const { pack, model } = await opened();
    const frames = async (lengthScale: number): Promise<number> =>
      (await model.prepare(await inputOf(pack, { lengthScale }))).frameCount;
    expect(await frames(2)).toBeGreaterThan((await frames(1)) * 1.5);
    await model.release();
  });
});
