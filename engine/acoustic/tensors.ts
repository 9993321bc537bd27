import { Tensor } from './onnxruntime.js';
import { SottoError } from '../shared/errors.js';

/** Between numbers and ONNX Runtime's tensors. */

/** @returns float32 of shape [1] */
export function scalar(value: number): Tensor {
  return new Tensor('float32', Float32Array.of(value), [1]);
}

/** @returns float32 of shape [1, values] */
export function matrix(values: Float32Array): Tensor {
  return new Tensor('float32', values, [1, values.length]);
}

/**
 * Columns [from, to) of a tensor of shape [1, rows, columns].
 * @returns float32 of shape [1, rows, to − from]
 */
export function columns(values: Float32Array, columnCount: number, from: number, to: number): Tensor {
  const rows = values.length / columnCount;
  const width = to - from;
  const part = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++)
    part.set(values.subarray(row * columnCount + from, row * columnCount + to), row * width);
  return new Tensor('float32', part, [1, rows, width]);
}

/** @returns int64 of shape [1, ids] */
export function tokenTensor(ids: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
}

/** @throws SottoError `inference-failed` when it is of another type */
export function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new SottoError({
    code: 'inference-failed',
    message: `expected float32, the graph gave ${tensor?.type}`,
  });
}

/** @throws SottoError `inference-failed` when it is of another type */
export function integers(tensor: Tensor | undefined): BigInt64Array {
  if (tensor?.data instanceof BigInt64Array) return tensor.data;
  throw new SottoError({
    code: 'inference-failed',
    message: `expected int64, the graph gave ${tensor?.type}`,
  });
}
