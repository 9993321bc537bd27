import { Refusal } from './findings.js';
import { LIMITS } from './limits.js';
import { isNpz, readNpy, readNpz, type NumpyArray } from './npz.js';
import { baseName, readWhole, type SourceFile } from './source.js';

/** A voice's style vectors: `rows` × `width` of float32, little endian. */
export interface VoiceTable {
  /** As its file, or its key in the archive, names it. */
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  readonly bytes: Buffer;
}

const FLOAT_BYTES = 4;

/**
 * Reads tables out of files of voices, one a file (raw, or an array of NumPy) or several (an archive of them).
 * @param width of the model's style input
 * @throws Refusal for another width, another type, broken files and values that are not finite
 */
export async function readVoiceFiles(
  files: readonly SourceFile[],
  width: number,
): Promise<readonly VoiceTable[]> {
  const tables: VoiceTable[] = [];
  for (const file of files) {
    const bytes = await readWhole(file, LIMITS.voicesBytes);
    if (isNpz(bytes))
      for (const [name, array] of await readNpz(bytes, file.path))
        tables.push(ofArray(array, name, file.path, width));
    else if (file.path.endsWith('.npy'))
      tables.push(ofArray(readNpy(bytes, file.path), stem(file.path), file.path, width));
    else
      tables.push(
        checked({ name: stem(file.path), rows: wholeRows(bytes, file.path, width), width, bytes }, file.path),
      );
  }
  if (tables.length > LIMITS.voices)
    throw new Refusal('too-many-voices', `there are more than ${LIMITS.voices} voices`, {
      voices: tables.length,
    });
  return tables;
}

/**
 * Cuts a file of concatenated tables of the same size.
 * @throws Refusal when its size is not that of `names.length` tables
 */
export async function readJoinedVoices(
  file: SourceFile,
  names: readonly string[],
  rows: number,
  width: number,
): Promise<readonly VoiceTable[]> {
  const bytes = await readWhole(file, LIMITS.voicesBytes);
  const tableBytes = rows * width * FLOAT_BYTES;
  if (bytes.length !== names.length * tableBytes)
    throw new Refusal(
      'voices-size',
      `${file.path} has ${bytes.length} bytes; ${names.length} voices of ${rows} × ${width} values have ${names.length * tableBytes}`,
      { file: file.path, bytes: bytes.length, expected: names.length * tableBytes },
      'download the folder again, all of its files from the same release',
    );
  return names.map((name, index) =>
    checked(
      { name, rows, width, bytes: bytes.subarray(index * tableBytes, (index + 1) * tableBytes) },
      file.path,
    ),
  );
}

function wholeRows(bytes: Buffer, file: string, width: number): number {
  const rows = bytes.length / (width * FLOAT_BYTES);
  if (rows >= 1 && Number.isInteger(rows)) return rows;
  throw new Refusal(
    'voices-size',
    `${file} has ${bytes.length} bytes, which are no whole rows of ${width} values of float32`,
    { file, bytes: bytes.length, expected: width * FLOAT_BYTES },
    'download it again',
  );
}

function ofArray({ type, shape, data }: NumpyArray, name: string, file: string, width: number): VoiceTable {
  const shown = `${name} in ${file}`;
  if (type !== '<f4')
    throw new Refusal(
      'voices-dtype',
      `${shown} holds values of the type ${type}; float32 is expected`,
      { file, voice: name, found: type },
      'convert it: voices.astype("float32")',
    );
  const found = shape.at(-1) ?? 0;
  if (found !== width)
    throw new Refusal(
      'voices-width',
      `${shown} holds vectors of ${found} values, the model takes ${width}`,
      { file, voice: name, found, expected: width },
      'import the voices that belong to this model',
    );
  const rows = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  if (rows < 1 || data.length !== rows * width * FLOAT_BYTES)
    throw new Refusal(
      'voices-size',
      `${shown} has ${data.length} bytes, its shape (${shape.join(', ')}) says ${rows * width * FLOAT_BYTES}`,
      { file, bytes: data.length, expected: rows * width * FLOAT_BYTES },
      'download it again',
    );
  return checked({ name, rows, width, bytes: data }, file);
}

function checked(table: VoiceTable, file: string): VoiceTable {
  const { bytes, name } = table;
  if (areFinite(bytes)) return table;
  throw new Refusal(
    'voices-not-finite',
    `the voice ${name} in ${file} holds values that are no numbers`,
    { file, voice: name },
    'download it again',
  );
}

/** Whether little-endian float32 values are all finite: none has all bits of the exponent set. */
export function areFinite(bytes: Buffer): boolean {
  for (let at = 0; at + FLOAT_BYTES <= bytes.length; at += FLOAT_BYTES)
    if ((bytes.readUInt16LE(at + 2) & 0x7f_80) === 0x7f_80) return false;
  return true;
}

function stem(path: string): string {
  return baseName(path).replace(/\.[^.]+$/, '');
}
