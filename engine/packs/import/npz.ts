import { fromBufferPromise } from 'yauzl';
import { Refusal } from './findings.js';
import { LIMITS } from './limits.js';

/** An array of NumPy, as it lies in its file. */
export interface NumpyArray {
  /** NumPy's own name of the element type, such as `<f4`. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly data: Buffer;
}

const MAGIC = '\x93NUMPY';
const HEADER = /'descr': *'([^']+)', *'fortran_order': *(True|False), *'shape': *\(([\d, ]*)\)/;

/** Whether a file begins as a zip does, as `np.savez` writes it. */
export function isNpz(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04';
}

/**
 * Reads the arrays of an `.npz` by name. Source of the format: numpy.lib.format.
 * @throws Refusal
 */
export async function readNpz(bytes: Buffer, file: string): Promise<ReadonlyMap<string, NumpyArray>> {
  const arrays = new Map<string, NumpyArray>();
  let totalBytes = 0;
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      totalBytes += entry.uncompressedSize;
      if (totalBytes > LIMITS.voicesBytes) throw damaged(file, 'it unpacks to too much');
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
      arrays.set(entry.fileName.replace(/\.npy$/, ''), readNpy(Buffer.concat(chunks), file));
    }
  } catch (thrown) {
    throw thrown instanceof Refusal ? thrown : damaged(file, (thrown as Error).message);
  }
  return arrays;
}

/** Reads one array. @throws Refusal */
export function readNpy(bytes: Buffer, file: string): NumpyArray {
  if (bytes.length < 12 || bytes.subarray(0, 6).toString('latin1') !== MAGIC)
    throw damaged(file, 'an array does not begin as one');
  const isFirstVersion = bytes[6] === 1;
  const headerFrom = isFirstVersion ? 10 : 12;
  const dataFrom = headerFrom + (isFirstVersion ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  const header = bytes.subarray(headerFrom, dataFrom).toString('latin1');
  const [, type, order, dimensions] = HEADER.exec(header) ?? [];
  if (type === undefined || dimensions === undefined) throw damaged(file, 'an array has no readable header');
  if (order === 'True') throw damaged(file, 'an array is stored column by column');
  const shape = dimensions
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  return { type, shape, data: bytes.subarray(dataFrom) };
}

function damaged(file: string, reason: string): Refusal {
  return new Refusal(
    'voices-broken',
    `${file} cannot be read as arrays of NumPy: ${reason}`,
    { file, reason },
    'download it again',
  );
}
