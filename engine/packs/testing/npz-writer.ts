import { zipOf } from './zip-writer.js';

/** An array of NumPy, written as `numpy.save` does. */
export function npyOf(data: Uint8Array, shape: readonly number[], type = '<f4', isFortran = false): Buffer {
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = isFortran ? 'True' : 'False';
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${dimensions}), }`;
  // Data begin at a multiple of 64 bytes, after a line's end.
  const header = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), data]);
}

/** An archive of such arrays, as `numpy.savez` writes it. */
export function npzOf(arrays: Readonly<Record<string, Buffer>>): Buffer {
  return zipOf(Object.entries(arrays).map(([name, data]) => ({ name: `${name}.npy`, data })));
}
