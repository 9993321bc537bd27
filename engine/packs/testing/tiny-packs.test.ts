import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../acoustic/onnxruntime.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadPack, type LoadedPack } from '../load-pack.js';
import type { GraphName, PackOf } from '../manifest.js';
import { TINY_STAGED_CONTEXT_FRAMES, TINY_STAGED_INPUTS } from './tiny-models.js';
import { writeTinyPack } from './tiny-packs.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-tiny-'));
});
afterEach(() => rm(folder, { recursive: true }));

const IDS = [0, 50, 83, 54, 156, 31, 16, 65, 87, 123, 54, 46, 4, 0];
const CHANNELS = 4;

const scalar = (value: number): Tensor => new Tensor('float32', Float32Array.of(value), [1]);
const floats = (tensor: Tensor | undefined): Float32Array => tensor?.data as Float32Array;

async function run(pack: LoadedPack, graph: GraphName, feeds: Record<string, Tensor>) {
  const session = await pack.useGraph(graph, 'fp32', (model) =>
    InferenceSession.create(model as string, { logSeverityLevel: 3 }),
  );
  const results = (await session.run(feeds)) as Record<string, Tensor>;
  await session.release();
  return results;
}

/** What the generator is given for a sentence in a voice, and the exact decode with its statistics. */
async function exactDecode(pack: LoadedPack, voice: number) {
  const styles = await pack.readTable(pack.manifest.styles);
  const style = new Tensor('float32', styles.slice(256 * voice, 256 * (voice + 1)), [1, 256]);
  const { asr, f0, n } = await run(pack, 'acoustic', {
    tokens: new Tensor('int64', BigInt64Array.from(IDS, BigInt), [1, IDS.length]),
    style,
    length_scale: scalar(1),
    pitch: scalar(0),
    f0_range: scalar(1),
    energy: scalar(0),
    noise_scale: scalar(0),
    pause_frames: new Tensor('float32', new Float32Array(IDS.length).fill(-1), [1, IDS.length]),
  });
  const { x, har } = (await run(pack, 'trunk', { asr, f0, n, style, noise_scale: scalar(0) } as never)) as {
    x: Tensor;
    har: Tensor;
  };
  return { x, har, style, ...(await run(pack, 'generatorExact', { x, har, style })) } as Record<
    string,
    Tensor
  >;
}

const rowsOf = (tensor: Tensor | undefined, from: number, to: number): Float32Array => {
  const [, channels = 0, length = 0] = tensor?.dims ?? [];
  const data = floats(tensor);
  return Float32Array.from({ length: channels * (to - from) }, (_, at) => {
    const channel = Math.floor(at / (to - from));
    return data[channel * length + from + (at % (to - from))] ?? 0;
  });
};

it.each([
  ['en_one', 0],
  ['zh_one', 1],
  ['a mix', 2],
] as const)('windows of the staged pack are near the exact decode: %s', async (_, row) => {
  await writeTinyPack(folder, { family: 'staged' });
  const pack = await loadPack(folder);
  const { staged } = pack.manifest as PackOf<'staged'>;
  const whole = await exactDecode(pack, row % 2);
  const table = await pack.readTable(staged.table);
  const statistics = Object.fromEntries(
    TINY_STAGED_INPUTS.map(({ name, shape }, index) => {
      const from = row * staged.table.width + index * CHANNELS;
      return [name, new Tensor('float32', table.slice(from, from + CHANNELS), shape)];
    }),
  );
  const [from, to] = [20, 32];
  const [feedFrom, feedTo] = [from - TINY_STAGED_CONTEXT_FRAMES, to + TINY_STAGED_CONTEXT_FRAMES];
  const frames = feedTo - feedFrom;
  const { waveform } = await run(pack, 'generator', {
    x: new Tensor('float32', rowsOf(whole.x, feedFrom, feedTo), [1, CHANNELS, frames]),
    har: new Tensor('float32', rowsOf(whole.har, 60 * feedFrom, 60 * feedTo + 1), [1, 2, 60 * frames + 1]),
    style: whole.style ?? scalar(0),
    ...statistics,
  });
  const window = floats(waveform).slice(300 * TINY_STAGED_CONTEXT_FRAMES, -300 * TINY_STAGED_CONTEXT_FRAMES);
  const exact = floats(whole.waveform).slice(300 * from, 300 * to);
  const power = (values: Float32Array): number => values.reduce((total, value) => total + value * value, 0);
  const signalToNoiseDb =
    10 * Math.log10(power(exact) / power(exact.map((value, at) => value - (window[at] ?? 0))));
  expect(signalToNoiseDb).toBeGreaterThan(row === 2 ? 15 : 60);
});

it.each(['split', 'staged', 'single'] as const)('the %s pack is a sound one', async (family) => {
  await writeTinyPack(folder, { family, rowsPerVoice: 3 });
  const pack = await loadPack(folder);
  expect(await pack.readTable(pack.manifest.styles)).toHaveLength(6 * 256);
});
