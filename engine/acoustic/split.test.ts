import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPack } from '../packs/load-pack.js';
import { loadGraph } from './session.js';
import { openModel } from './open-model.js';
import { inputOf } from './testing/input.js';
import type { AcousticInput, PreparedSegment, Synthesiser } from './synthesiser.js';

/** The starter pack's graphs in ONNX Runtime. */

let synthesiser: Synthesiser;
let input: AcousticInput;

beforeAll(async () => {
  const pack = await loadPack(fileURLToPath(new URL('../../models/starter', import.meta.url)));
  const { manifest } = pack;
  synthesiser = await openModel(pack, {
    provider: 'cpu',
    threads: 1,
    precision: manifest.defaultPrecision,
  });
  input = await inputOf(pack);
});
afterAll(() => synthesiser.release());

async function decodeIn(prepared: PreparedSegment, frames: number): Promise<number[]> {
  const samples: number[] = [];
  for (let from = 0; from < prepared.frameCount; from += frames)
    samples.push(...(await prepared.decode(from, Math.min(from + frames, prepared.frameCount))));
  return samples;
}

describe('the split model', () => {
  it('gives every token a duration, and frames that sum up', async () => {
    const { durationsFrames, frameCount, f0Hz } = await synthesiser.prepare(input);
    expect(durationsFrames).toHaveLength(input.tokens.length);
    expect(durationsFrames.reduce((sum, frames) => sum + frames, 0)).toBe(frameCount);
    expect(f0Hz).toHaveLength(frameCount);
    expect(durationsFrames.every((frames) => frames >= 0)).toBe(true);
  });

  it('decodes windows of any size to the same samples as the whole', async () => {
    const prepared = await synthesiser.prepare(input);
    const whole = await prepared.decode(0, prepared.frameCount);
    expect(whole).toHaveLength(prepared.frameCount * synthesiser.hopSamples);
    expect(whole.every(Number.isFinite)).toBe(true);
    for (const frames of [7, 16, 33]) {
      const windowed = await decodeIn(prepared, frames);
      const largest = windowed.reduce(
        (most, sample, index) => Math.max(most, Math.abs(sample - (whole[index] ?? 0))),
        0,
      );
      expect(largest).toBeLessThanOrEqual(1e-5);
    }
  });

  it('gives the same for the same input', async () => {
    const [first, second] = [await synthesiser.prepare(input), await synthesiser.prepare(input)];
    expect(second.durationsFrames).toEqual(first.durationsFrames);
    expect(await second.decode(0, 20)).toEqual(await first.decode(0, 20));
  });

  it('refuses sound that is no number, so that nothing keeps it', async () => {
    const spoiled = await synthesiser.prepare({ ...input, energyDb: Number.NaN });
    await expect(spoiled.decode(0, 20)).rejects.toMatchObject({ code: 'inference-failed' });
  });

  it('lasts as long as it is asked to', async () => {
    const plain = await synthesiser.prepare(input);
    const slow = await synthesiser.prepare({ ...input, lengthScale: 2 });
    expect(slow.frameCount / plain.frameCount).toBeGreaterThan(1.6);
    const mark = input.tokens.length - 2;
    const pauseFrames = input.pauseFrames.map((frames, token) => (token === mark ? 80 : frames));
    const paused = await synthesiser.prepare({ ...input, pauseFrames });
    expect(paused.durationsFrames[mark]).toBe(80);
  });

  it('answers input that the graph refuses with a coded error', async () => {
    const wrong = { ...input, style: new Float32Array(3) };
    await expect(synthesiser.prepare(wrong)).rejects.toMatchObject({ code: 'inference-failed' });
  });

  it('answers bytes that are no graph with a coded error', async () => {
    const garbage = loadGraph('decoder', new Uint8Array(100).fill(7), { provider: 'cpu', threads: 1 });
    await expect(garbage).rejects.toMatchObject({ code: 'engine-failed' });
  });
});
