import { PbfReader } from 'pbf';
import { ByteCursor } from './byte-cursor.js';
import { Refusal } from './findings.js';
import { LIMITS } from './limits.js';
import {
  DIMENSION,
  ELEMENT_TYPES,
  ENTRY,
  EXTERNAL,
  GRAPH,
  MODEL,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './onnx-fields.js';
import { ended, Foreign, nextField, numberOf, Overlong, skip, WIRE, type Field } from './protobuf-stream.js';
import { checkSize, type SourceFile } from './source.js';

/** An input or output of a model. */
export interface OnnxValue {
  readonly name: string;
  /** Such as `float32`; `type 17` for one that is not in the table. */
  readonly type: string;
  /** A length, or undefined where it is only known at a run; undefined for a value whose shape is not stated. */
  readonly shape: readonly (number | undefined)[] | undefined;
}

/** What a model says of itself, without its weights. */
export interface OnnxInterface {
  /** Without the weights that old files list among the inputs. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Bytes of the weights that are inside, by element type. */
  readonly weightBytes: Readonly<Record<string, number>>;
}

/** Of an entry that says where the weights are: the file, beside the model. */
const LOCATION = 'location';
const TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ELEMENT_TYPES).map(([name, number]) => [number, name]),
);

/**
 * Reads the inputs, outputs and metadata of an ONNX model. Weights are passed over as they stream by, so that a model of any
 * size takes no memory.
 * @param weightsFile the only other file in which the model may keep weights
 * @throws Refusal when it is no ONNX model, ends too early, is too large, or keeps its weights in another file
 */
export async function readOnnx(file: SourceFile, weightsFile?: string): Promise<OnnxInterface> {
  checkSize(file, LIMITS.fileBytes);
  const cursor = new ByteCursor(file.read());
  const found: Found = {
    inputs: [],
    outputs: [],
    metadata: {},
    weightBytes: {},
    weightNames: new Set(),
    weightsFile,
    keptBytes: 0,
  };
  try {
    await readModel(cursor, file.bytes, found);
  } catch (thrown) {
    throw await explained(thrown, file);
  } finally {
    await cursor.close();
  }
  if (found.outputs.length === 0 || found.inputs.length === 0) throw await explained(new Foreign(), file);
  const { weightNames, inputs, outputs, metadata, weightBytes } = found;
  return { inputs: inputs.filter(({ name }) => !weightNames.has(name)), outputs, metadata, weightBytes };
}

interface Found {
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  metadata: Record<string, string>;
  weightBytes: Record<string, number>;
  weightNames: Set<string>;
  readonly weightsFile: string | undefined;
  /** Bytes of the descriptions that were read. */
  keptBytes: number;
}

async function readModel(cursor: ByteCursor, endBytes: number, found: Found): Promise<void> {
  while (!(await cursor.isAtEnd())) {
    const field = await nextField(cursor, endBytes);
    if (field.number === MODEL.graph) await readGraph(cursor, ended(cursor, field), found);
    else if (field.number === MODEL.metadataProps)
      readEntry(await described(cursor, field, found), found.metadata);
    else await skip(cursor, field);
  }
}

async function readGraph(cursor: ByteCursor, endBytes: number, found: Found): Promise<void> {
  while (cursor.positionBytes < endBytes) {
    const field = await nextField(cursor, endBytes);
    if (field.number === GRAPH.input) found.inputs.push(readValue(await described(cursor, field, found)));
    else if (field.number === GRAPH.output)
      found.outputs.push(readValue(await described(cursor, field, found)));
    else if (field.number === GRAPH.initializer) await readWeights(cursor, field, found);
    else await skip(cursor, field);
  }
}

async function readWeights(cursor: ByteCursor, { wire, length }: Field, found: Found): Promise<void> {
  if (wire !== WIRE.lengthDelimited) throw new Foreign();
  const endBytes = cursor.positionBytes + length;
  let [type, location] = ['', 0];
  const outside: Record<string, string> = {};
  while (cursor.positionBytes < endBytes) {
    const field = await nextField(cursor, endBytes);
    if (field.number === TENSOR.dataType) type = typeName(await numberOf(cursor, field));
    else if (field.number === TENSOR.name)
      found.weightNames.add((await described(cursor, field, found)).toString('utf8'));
    else if (field.number === TENSOR.externalData) readEntry(await described(cursor, field, found), outside);
    else if (field.number === TENSOR.dataLocation) location = await numberOf(cursor, field);
    else await skip(cursor, field);
  }
  if (location === EXTERNAL) checkLocation(outside[LOCATION], found.weightsFile);
  found.weightBytes[type] = (found.weightBytes[type] ?? 0) + length;
}

/** A model that could name any file would have the runtime read any file. */
function checkLocation(named: string | undefined, weightsFile: string | undefined): void {
  if (named === undefined || named !== weightsFile)
    throw new Refusal(
      'model-external-data',
      'the model keeps its weights in another file, and only a Sotto pack may, in one that it names',
      {},
      'choose a variant of the model that is a single .onnx file',
    );
}

/** A description, whole. Its size is bounded, and that of all of them: a hostile file may be nothing but names. */
async function described(cursor: ByteCursor, { wire, length }: Field, found: Found): Promise<Buffer> {
  found.keptBytes += length;
  if (wire !== WIRE.lengthDelimited || length > LIMITS.modelFieldBytes) throw new Foreign();
  if (found.keptBytes > LIMITS.modelKeptBytes) throw new Foreign();
  return cursor.take(length);
}

function readEntry(bytes: Buffer, entries: Record<string, string>): void {
  const entry = message(bytes, { key: '', value: '' }, (number, result, pbf) => {
    if (number === ENTRY.key) result.key = pbf.readString();
    else if (number === ENTRY.value) result.value = pbf.readString();
  });
  entries[entry.key] = entry.value;
}

interface DraftValue {
  name: string;
  type: string;
  shape: (number | undefined)[] | undefined;
}

function readValue(bytes: Buffer): OnnxValue {
  return message<DraftValue>(bytes, { name: '', type: '', shape: undefined }, (number, result, pbf) => {
    if (number === VALUE_INFO.name) result.name = pbf.readString();
    else if (number === VALUE_INFO.type) pbf.readMessage(readType, result);
  });
}

function readType(number: number, result: DraftValue, pbf: PbfReader): void {
  if (number === TYPE.tensor) pbf.readMessage(readTensorType, result);
}

function readTensorType(number: number, result: DraftValue, pbf: PbfReader): void {
  if (number === TENSOR_TYPE.elementType) result.type = typeName(pbf.readVarint());
  else if (number === TENSOR_TYPE.shape) {
    result.shape = [];
    pbf.readMessage(readShape, result.shape);
  }
}

function readShape(number: number, shape: (number | undefined)[], pbf: PbfReader): void {
  if (number !== SHAPE.dim) return;
  const dimension = pbf.readMessage<{ length?: number }>((field, result, inner) => {
    if (field === DIMENSION.value) result.length = inner.readVarint(true);
  }, {});
  shape.push(dimension.length);
}

function message<T>(bytes: Buffer, result: T, read: (field: number, result: T, pbf: PbfReader) => void): T {
  try {
    return new PbfReader(bytes).readFields(read, result);
  } catch {
    // The reader says in its own words what a foreign file has wrong at this place; to a person it is no model.
    throw new Foreign();
  }
}

function typeName(number: number): string {
  return TYPE_NAMES.get(number) ?? `type ${number}`;
}

/** Says what is wrong with a file by how it failed and how it begins. */
async function explained(thrown: unknown, file: SourceFile): Promise<unknown> {
  if (thrown instanceof Refusal) return named(thrown, file);
  if (!(thrown instanceof Foreign || thrown instanceof Overlong)) return thrown;
  const start = await firstBytes(file);
  if (start.startsWith('version https://git-lfs'))
    return new Refusal(
      'model-lfs-pointer',
      `${file.path} only says where the model is to be had (a pointer of Git LFS)`,
      { file: file.path },
      'run "git lfs pull" in the folder, or download the file itself',
    );
  // ONNX begins with its format version, a small number.
  if (thrown instanceof Overlong && start.startsWith('\b'))
    return new Refusal(
      'model-truncated',
      `${file.path} ends before it is complete`,
      { file: file.path },
      'download it again',
    );
  return new Refusal(
    'model-foreign',
    `${file.path} is no ONNX model`,
    { file: file.path },
    'download it again',
  );
}

function named(refusal: Refusal, file: SourceFile): Refusal {
  const { code, text, values } = refusal.finding;
  return new Refusal(code, `${file.path}: ${text}`, { ...values, file: file.path }, refusal.next);
}

async function firstBytes(file: SourceFile): Promise<string> {
  const cursor = new ByteCursor(file.read());
  const start = await cursor.take(Math.min(file.bytes, 64));
  await cursor.close();
  return start.toString('latin1');
}
