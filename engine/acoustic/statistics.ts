import { Tensor } from './onnxruntime.js';
import type { PackOf } from '../packs/manifest.js';
import { SottoError } from '../shared/errors.js';
import { floats } from './tensors.js';

/**
 * Statistics of a decoder's normalisations over time (mean and mean square of every channel), as rows of numbers in the
 * order of the manifest's `staged.inputs`.
 */

type StagedPack = Pick<PackOf<'staged'>, 'staged'>;

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The table's last row: what suits a voice that was not calibrated. */
export function meanStatistics(table: Float32Array, { staged }: StagedPack): Float32Array {
  const { rows, width } = staged.table;
  return table.slice((rows - 1) * width, rows * width);
}

/** A row as inputs of the generator. */
export function statisticsFeeds(row: Float32Array, { staged }: StagedPack): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  let at = 0;
  for (const { name, shape } of staged.inputs) {
    const size = sizeOf(shape);
    feeds[name] = new Tensor('float32', row.slice(at, at + size), shape);
    at += size;
  }
  return feeds;
}

/**
 * The row that `generatorExact` gave.
 * @throws SottoError `inference-failed` for another number of values
 */
export function readStatistics(
  results: Readonly<Record<string, Tensor>>,
  { staged }: StagedPack,
): Float32Array {
  const row = new Float32Array(staged.table.width);
  let at = 0;
  for (const { name, shape } of staged.inputs) {
    const values = floats(results[name]);
    if (values.length !== sizeOf(shape))
      throw new SottoError({
        code: 'inference-failed',
        message: `the generator gave ${values.length} values for ${name}, ${sizeOf(shape)} were due`,
      });
    row.set(values, at);
    at += values.length;
  }
  return row;
}
