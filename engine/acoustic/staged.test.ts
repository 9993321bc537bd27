import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPack, type LoadedPack } from '../packs/load-pack.js';
import { writeTinyPack } from '../packs/testing/tiny-packs.js';
import { openModel } from './open-model.js';
import type { PreparedSegment, Synthesiser } from './synthesiser.js';
import { inputOf } from './testing/input.js';

/** A small model of the staged family in ONNX Runtime. */

let folder: string;
let pack: LoadedPack;
let model: Synthesiser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-staged-'));
  await writeTinyPack(folder, { family: 'staged', seed: 3 });
  pack = await loadPack(folder);
  model = await openModel(pack, { provider: 'cpu', threads: 1, precision: 'fp32' });
});
afterAll(async () => {
  await model.release();
  await rm(folder, { recursive: true });
});

async function decodeIn(prepared: PreparedSegment, frames: number): Promise<Float32Array> {
  const samples = new Float32Array(prepared.frameCount * model.hopSamples);
  for (let from = 0; from < prepared.frameCount; from += frames)
    samples.set(
      await prepared.decode(from, Math.min(from + frames, prepared.frameCount)),
      from * model.hopSamples,
    );
  return samples;
}

/** Decibels of a signal over what another differs from it. */
function snrDb(reference: Float32Array, other: Float32Array): number {
  let signal = 0;
  let noise = 0;
  reference.forEach((value, index) => {
    signal += value ** 2;
    noise += (value - (other[index] ?? 0)) ** 2;
  });
  return 10 * Math.log10(signal / noise);
}

describe('a staged model', () => {
  it('tells how long each token lasts, in frames of the generator', async () => {
    const { durationsFrames, frameCount, f0Hz } = await model.prepare(await inputOf(pack));
    expect(durationsFrames.reduce((sum, frames) => sum + frames, 0)).toBe(frameCount);
    expect(durationsFrames.every((frames) => frames % 2 === 0)).toBe(true);
    expect(f0Hz).toHaveLength(frameCount);
  });

  it('sounds the same in windows of any size, when their statistics are given', async () => {
    const prepared = await model.prepare(await inputOf(pack));
    const whole = await prepared.decode(0, prepared.frameCount);
    for (const frames of [16, 32, 50])
      expect(snrDb(whole, await decodeIn(prepared, frames))).toBeGreaterThan(90);
  });

  it('is near the exact decode with the statistics of the table, and as near as can be with its own', async () => {
    const input = await inputOf(pack);
    const exact = await model.prepare({ ...input, isExact: true });
    const whole = await exact.decode(0, exact.frameCount);
    expect(snrDb(whole, await decodeIn(exact, 20))).toBe(Infinity);
    const own = await model.calibrate?.([input], new AbortController().signal);
    const calibrated = await model.prepare({ ...input, statistics: own ?? null });
    expect(snrDb(whole, await decodeIn(calibrated, 32))).toBeGreaterThan(60);
    const mean = await model.prepare(input);
    expect(snrDb(whole, await decodeIn(mean, 32))).toBeGreaterThan(10);
  });

  it('holds the exact generator after a trial only where speech is decoded exactly', async () => {
    let loadCount = 0;
    const counting: LoadedPack = {
      ...pack,
      useGraph: (graph, precision, load) => {
        if (graph === 'generatorExact') loadCount++;
        return pack.useGraph(graph, precision, load);
      },
    };
    const other = await openModel(counting, { provider: 'cpu', threads: 1, precision: 'fp32' });
    const input = await inputOf(pack);
    const whole = await other.decodeWhole?.(input);
    await other.calibrate?.([input], new AbortController().signal);
    expect(loadCount).toBe(2);
    const exact = await other.prepare({ ...input, isExact: true });
    expect(await exact.decode(0, exact.frameCount)).toEqual(whole);
    await other.decodeWhole?.(input);
    await other.calibrate?.([input], new AbortController().signal);
    expect(loadCount).toBe(3);
    await other.release();
  });

  it('lets a pause last as long as is asked', async () => {
    const input = await inputOf(pack);
    const pauseFrames = input.pauseFrames.map((frames, token) => (token === 5 ? 24 : frames));
    const { durationsFrames } = await model.prepare({ ...input, pauseFrames });
    expect(durationsFrames[5]).toBe(24);
  });

  it('gives the same samples for the same input, always', async () => {
    const input = await inputOf(pack);
    const [first, second] = [await model.prepare(input), await model.prepare(input)];
    expect(await first.decode(0, 40)).toEqual(await second.decode(0, 40));
  });
});
