import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackFamily } from '../manifest.js';
import { KOKORO_VOCABULARY } from '../import/kokoro-vocabulary.js';
import {
  styleTable,
  tinySingleModel,
  tinySplitModel,
  tinyStagedModel,
  TINY_SPLIT_CHANNELS,
  TINY_SPLIT_CONTEXT_FRAMES,
  TINY_STAGED_CONTEXT_FRAMES,
  TINY_STAGED_HARMONICS,
  TINY_STAGED_INPUTS,
  type SingleModelOptions,
} from './tiny-models.js';
import { weightsOutside } from './weights-outside.js';

export interface TinyPackOptions {
  readonly family: PackFamily;
  readonly id?: string;
  readonly name?: string;
  readonly seed?: number;
  readonly maxTokens?: number;
  /** Rows of each voice's table; one stands for any length. */
  readonly rowsPerVoice?: number;
  /** The interface of a single model's graph. */
  readonly single?: SingleModelOptions;
  /** Whether the weights of each graph are in a file of their own. */
  readonly hasWeightsOutside?: boolean;
}

/**
 * Statistics that the staged model of seed 3 has over a sentence in each of the two voices, and their mean; measured with
 * `generatorExact`, see tiny-packs.test.ts.
 */
const STATISTICS: readonly (readonly number[])[] = [
  [
    0.02785, -0.07053, 0.27055, -0.01288, 0.13012, 0.0608, 0.19207, 0.12413, -0.0422, 0.03433, 0.00597,
    -0.08815, 0.68169, 1.28138, 0.99202, 0.54045,
  ],
  [
    0.00606, -0.04429, 0.02422, -0.02265, 0.12984, 0.05945, 0.11929, 0.12332, -0.04233, -0.00329, 0.02794,
    -0.08485, 0.71896, 1.29224, 0.997, 0.56488,
  ],
  [
    0.01696, -0.05741, 0.14739, -0.01776, 0.12998, 0.06012, 0.15568, 0.12373, -0.04226, 0.01552, 0.01695,
    -0.0865, 0.70033, 1.28681, 0.99451, 0.55266,
  ],
];

/** The voices of every tiny pack, by the rows of `styles.bin`. */
export const TINY_VOICES = ['en_one', 'zh_one'] as const;

/**
 * Writes a pack of the named family with random weights, an English and a Mandarin voice, and Kokoro's alphabet.
 * @returns its `pack.json` as it was written
 */
export async function writeTinyPack(
  folder: string,
  options: TinyPackOptions,
): Promise<Readonly<Record<string, unknown>>> {
  await mkdir(folder, { recursive: true });
  const write = async (file: string, bytes: Uint8Array) => {
    await writeFile(join(folder, file), bytes);
    return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const rowCount = options.rowsPerVoice ?? 1;
  const rows = rowCount * TINY_VOICES.length;
  const graphs: Record<string, unknown> = {};
  for (const [name, bytes] of Object.entries(graphsOf(options))) {
    if (!options.hasWeightsOutside) {
      graphs[name] = { fp32: await write(`${name}.onnx`, bytes) };
      continue;
    }
    const { model, weights } = weightsOutside(bytes, `${name}.weights`);
    const file = await write(`${name}.onnx`, model);
    graphs[name] = { fp32: { ...file, weights: await write(`${name}.weights`, weights) } };
  }
  const manifest = {
    schema: 1,
    id: options.id ?? `tiny-${options.family}`,
    version: '1.0.0',
    name: options.name ?? `Tiny ${options.family}`,
    licence: 'CC0-1.0',
    source: 'made by a test',
    family: options.family,
    sampleRateHz: 24_000,
    hopSamples: 300,
    languages: ['en', 'zh'],
    alphabet: { id: 'kokoro', pad: 0, symbols: { any: KOKORO_VOCABULARY } },
    graphs,
    defaultPrecision: 'fp32',
    styles: { ...(await write('styles.bin', styleTable(7, rows))), rows, width: 256 },
    voices: TINY_VOICES.map((id, index) => ({
      id,
      name: id === 'en_one' ? 'One' : 'Yi',
      language: id.slice(0, 2),
      styles: { neutral: { row: index * rowCount, rowCount, gainDb: 0 } },
    })),
    defaults: { voice: 'en_one', style: 'neutral' },
    limits: { maxTokens: options.maxTokens ?? 512 },
    ...(options.family === 'split' && {
      features: { channels: TINY_SPLIT_CHANNELS, contextFrames: TINY_SPLIT_CONTEXT_FRAMES, exact: true },
    }),
    ...(options.family === 'staged' && {
      staged: {
        framesPerDuration: 2,
        ...TINY_STAGED_HARMONICS,
        contextFrames: TINY_STAGED_CONTEXT_FRAMES,
        fadeFrames: 1,
        inputs: TINY_STAGED_INPUTS,
        table: {
          ...(await write('statistics.bin', new Uint8Array(Float32Array.from(STATISTICS.flat()).buffer))),
          rows: STATISTICS.length,
          width: STATISTICS[0]?.length,
        },
      },
    }),
  };
  await writeFile(join(folder, 'pack.json'), JSON.stringify(manifest, undefined, 2));
  return manifest;
}

function graphsOf({ family, seed, single }: TinyPackOptions): Readonly<Record<string, Uint8Array>> {
  const seeds = seed === undefined ? {} : { seed };
  switch (family) {
    case 'split':
      return { ...tinySplitModel(seeds) };
    case 'staged':
      return { ...tinyStagedModel(seeds) };
    case 'single':
      return { model: tinySingleModel({ outputs: { duration: 'duration' }, ...seeds, ...single }) };
  }
}
