import { InferenceSession, Tensor } from '../../acoustic/onnxruntime.js';
import { describe, expect, it } from 'vitest';
import { seeded, tinySingleModel, tinySplitModel, tinyStagedModel } from './tiny-models.js';

const STYLE = new Tensor('float32', Float32Array.from({ length: 256 }, seeded(9)), [1, 256]);
const IDS = [0, 50, 83, 54, 156, 31, 0];

const tokens = (ids: readonly number[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
const scalar = (value: number): Tensor => new Tensor('float32', Float32Array.of(value), [1]);

async function run(model: Uint8Array, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const results = await session.run(feeds);
  await session.release();
  return results;
}
const floats = (tensor: Tensor | undefined): Float32Array => tensor?.data as Float32Array;
const sum = (tensor: Tensor | undefined): number =>
  [...(tensor?.data as BigInt64Array)].reduce((total, one) => total + Number(one), 0);

describe('the single model', () => {
  it('speaks longer for more tokens and for less speed', async () => {
    const model = tinySingleModel({ outputs: { duration: 'duration' } });
    const speak = (ids: readonly number[], speed: number) =>
      run(model, { input_ids: tokens(ids), style: STYLE, speed: scalar(speed) });
    const whole = await speak(IDS, 1);
    const audio = floats(whole.waveform);
    expect(audio.every(Number.isFinite)).toBe(true);
    expect(Math.max(...audio)).toBeGreaterThan(0.01);
    expect(audio).toHaveLength(sum(whole.duration) * 600);
    expect(floats((await speak(IDS.slice(2), 1)).waveform).length).toBeLessThan(audio.length);
    expect(floats((await speak(IDS, 0.5)).waveform).length).toBeGreaterThan(audio.length);
  });

  it.each([1, 2, 3] as const)('gives audio of rank %s', async (audioRank) => {
    const model = tinySingleModel({
      inputs: { tokens: 'tokens' },
      speedType: 'int32',
      isHalf: true,
      audioRank,
      outputs: { audio: 'audio' },
    });
    const speed = new Tensor('int32', Int32Array.of(1), [1]);
    const { audio } = await run(model, { tokens: tokens(IDS), style: STYLE, speed });
    expect(audio?.dims).toHaveLength(audioRank);
    expect(floats(audio).every(Number.isFinite)).toBe(true);
  });

  it('can be broken', async () => {
    const feeds = { input_ids: tokens(IDS), style: STYLE, speed: scalar(1) };
    expect(floats((await run(tinySingleModel({ isBroken: true }), feeds)).waveform).some(Number.isNaN)).toBe(
      true,
    );
  });
});

const controls = (count: number): Record<string, Tensor> => ({
  length_scale: scalar(1),
  pitch: scalar(0),
  f0_range: scalar(1),
  energy: scalar(0),
  noise_scale: scalar(0),
  pause_frames: new Tensor('float32', new Float32Array(count).fill(-1), [1, count]),
});

it('the split model gives frames for its durations, and samples for its frames', async () => {
  const model = tinySplitModel();
  const pause = new Tensor('float32', Float32Array.of(7, -1, -1, -1, -1, -1, -1), [1, 7]);
  const first = await run(model.acoustic, {
    tokens: tokens(IDS),
    style: STYLE,
    ...controls(7),
    pause_frames: pause,
  });
  const frames = sum(first.durations);
  expect(Number((first.durations?.data as BigInt64Array)[0])).toBe(7);
  expect(first.features?.dims).toEqual([1, frames, 4]);
  expect(first.f0?.dims).toEqual([1, frames]);
  const { waveform } = await run(model.decoder, { features: first.features ?? scalar(0) });
  expect(waveform?.dims).toEqual([1, frames * 300]);
  expect(floats(waveform).every(Number.isFinite)).toBe(true);
});

it('the staged model decodes exactly, and the same with the statistics given', async () => {
  const model = tinyStagedModel();
  const first = await run(model.acoustic, { tokens: tokens(IDS), style: STYLE, ...controls(7) });
  const units = sum(first.durations);
  expect(first.asr?.dims).toEqual([1, 4, units]);
  expect(first.f0?.dims).toEqual([1, 2 * units]);
  const { asr, f0, n } = first;
  const { x, har } = await run(model.trunk, { asr, f0, n, style: STYLE, noise_scale: scalar(0) } as never);
  expect(x?.dims).toEqual([1, 4, 2 * units]);
  expect(har?.dims).toEqual([1, 2, 60 * 2 * units + 1]);
  const feeds = { x, har, style: STYLE } as Record<string, Tensor>;
  const { waveform, ...statistics } = await run(model.generatorExact, feeds);
  expect(Object.keys(statistics).sort()).toEqual(['m1', 'm2', 'q1', 'q2']);
  expect(waveform?.dims).toEqual([1, 2 * units * 300]);
  const again = floats((await run(model.generator, { ...feeds, ...statistics })).waveform);
  floats(waveform).forEach((sample, at) => expect(again[at]).toBeCloseTo(sample, 4));
});
