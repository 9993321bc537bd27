import type { ImportFinding } from '../../shared/app/packs.js';
import { SINGLE_NAMES } from '../single-interface.js';
import { finding, Refusal } from './findings.js';
import { readOnnx, type OnnxInterface, type OnnxValue } from './onnx-reader.js';
import { baseName, type SourceFile } from './source.js';

/** A graph from tokens to audio, with what was found of its interface. */
export interface SingleModel {
  readonly file: SourceFile;
  readonly precision: string;
  /** Length of the style vector that it takes. */
  readonly styleWidth: number;
  readonly hasDurations: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The style vector of Kokoro and KittenTTS, where a graph leaves its length open. */
const USUAL_STYLE_WIDTH = 256;

/** The rate of Kokoro and KittenTTS, where the metadata state none. */
const USUAL_SAMPLE_RATE_HZ = 24_000;

/** What names of files say of a precision, the most telling first. */
const NAMED_PRECISIONS: readonly (readonly [name: RegExp, precision: string])[] = [
  [/(^|[^a-z0-9])(q4|bnb4|int4|uint4)/i, 'int4'],
  [/quantized|int8|(^|[^a-z0-9])q8/i, 'int8'],
  [/fp16|(^|[^a-z0-9])(f16|half)/i, 'fp16'],
  [/fp32|(^|[^a-z0-9])f32/i, 'fp32'],
];

/** Share of a model's weights that makes it a model of whole numbers: the rest are sums and scales. */
const INT8_SHARE = 0.25;

/**
 * Reads the models of a folder, one a precision. What is broken, or a model of another kind, is left out where there is
 * another one.
 * @throws Refusal when there is none
 */
export async function readSingleModels(
  files: readonly SourceFile[],
  report: ImportFinding[],
): Promise<readonly SingleModel[]> {
  const models = new Map<string, SingleModel>();
  const refusals = new Map<SourceFile, Refusal>();
  const duplicates: SingleModel[] = [];
  for (const file of files.toSorted((one, other) => preference(one) - preference(other))) {
    const model = await inspected(file);
    if (model instanceof Refusal) refusals.set(file, model);
    else if (models.has(model.precision)) duplicates.push(model);
    else models.set(model.precision, model);
  }
  const [first] = refusals.values();
  if (models.size === 0 && first) throw first;
  for (const model of models.values()) report.push(modelFinding(model));
  for (const model of duplicates) report.push(duplicateFinding(model, models.get(model.precision)));
  for (const [file, refusal] of refusals) report.push(refusedFinding(file, refusal));
  return [...models.values()];
}

async function inspected(file: SourceFile): Promise<SingleModel | Refusal> {
  try {
    return inspect(file, await readOnnx(file));
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

function duplicateFinding({ file, precision }: SingleModel, kept: SingleModel | undefined): ImportFinding {
  const keptPath = kept?.file.path ?? '';
  return finding(
    'left-out',
    'precision-duplicate',
    `${file.path} is left out: ${keptPath} is of the same precision, ${precision}`,
    { file: file.path, kept: keptPath, precision },
  );
}

function refusedFinding(file: SourceFile, { finding: { text } }: Refusal): ImportFinding {
  return finding('left-out', 'model-left-out', `${file.path} is left out: ${text}`, {
    file: file.path,
    reason: text,
  });
}

function modelFinding({ file, precision }: SingleModel): ImportFinding {
  return finding('recognised', 'model', `the model in ${precision}: ${file.path}`, {
    file: file.path,
    precision,
    bytes: file.bytes,
  });
}

/** Of several files of a precision, the plainly named one comes first: `model_quantized` before `model_uint8f16`. */
function preference({ path }: SourceFile): number {
  return (path.includes('quantized') ? 0 : 1000) + path.length;
}

function inspect(file: SourceFile, onnx: OnnxInterface): SingleModel {
  const tokens = value(file, onnx.inputs, SINGLE_NAMES.tokens, 'input', ['int64'], [2]);
  const style = value(file, onnx.inputs, SINGLE_NAMES.style, 'input', ['float32'], [2]);
  const speed = value(file, onnx.inputs, SINGLE_NAMES.speed, 'input', ['float32', 'int32'], [0, 1]);
  value(file, onnx.outputs, SINGLE_NAMES.waveform, 'output', ['float32'], [1, 2, 3]);
  const duration = onnx.outputs.find(({ name }) => isOneOf(SINGLE_NAMES.duration, name));
  if (duration) value(file, onnx.outputs, SINGLE_NAMES.duration, 'output', ['int64'], [1, 2]);
  const others = onnx.inputs.filter((one) => ![tokens, style, speed].includes(one)).map(({ name }) => name);
  if (others.length > 0)
    throw new Refusal(
      'model-inputs',
      `${file.path} wants more than tokens, a style and a speed: ${others.join(', ')}`,
      { file: file.path, inputs: others.join(', ') },
    );
  return {
    file,
    precision: precisionOf(file, onnx),
    styleWidth: style.shape?.at(-1) ?? USUAL_STYLE_WIDTH,
    hasDurations: duration !== undefined,
    metadata: onnx.metadata,
  };
}

/** @throws Refusal when there is no such value, or of another type or rank */
function value(
  file: SourceFile,
  values: readonly OnnxValue[],
  names: readonly string[],
  direction: 'input' | 'output',
  types: readonly string[],
  ranks: readonly number[],
): OnnxValue {
  const found = values.find(({ name }) => names.includes(name));
  const expected = names.join(', ');
  if (found === undefined) {
    const have = values.map(({ name }) => name).join(', ');
    throw new Refusal(
      'model-interface',
      `${file.path} is no model of Kokoro's or KittenTTS's kind: of its ${direction}s (${have}) none is ${expected}`,
      { file: file.path, direction, expected, found: have },
      'name a folder with an export of Kokoro or KittenTTS',
    );
  }
  if (!types.includes(found.type))
    throw new Refusal(
      'model-dtype',
      `the ${direction} ${found.name} of ${file.path} is of the type ${found.type}; ${types.join(' or ')} is expected`,
      { file: file.path, name: found.name, found: found.type, expected: types.join(', ') },
      'choose another export of the model',
    );
  if (found.shape !== undefined && !ranks.includes(found.shape.length))
    throw new Refusal(
      'model-shape',
      `the ${direction} ${found.name} of ${file.path} has ${found.shape.length} dimensions; ${ranks.join(' or ')} are expected`,
      { file: file.path, name: found.name, found: found.shape.length, expected: ranks.join(', ') },
      'choose another export of the model',
    );
  return found;
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

/** What a file's name says, or else what most of its weights are. */
function precisionOf(file: SourceFile, { weightBytes }: OnnxInterface): string {
  const name = baseName(file.path);
  const named = NAMED_PRECISIONS.find(([pattern]) => pattern.test(name));
  if (named) return named[1];
  const bytesOf = (...types: string[]): number =>
    types.reduce((sum, type) => sum + (weightBytes[type] ?? 0), 0);
  const totalBytes = bytesOf(...Object.keys(weightBytes));
  if (bytesOf('int8', 'uint8') > INT8_SHARE * totalBytes) return 'int8';
  return bytesOf('float16') > totalBytes / 2 ? 'fp16' : 'fp32';
}

/** The rate that the models state, in Hz, or the usual one. @throws Refusal for one that no audio has */
export function sampleRateOf(models: readonly SingleModel[]): number {
  const stated = models.find(({ metadata }) => metadata.sample_rate !== undefined)?.metadata.sample_rate;
  const sampleRateHz = Number(stated ?? USUAL_SAMPLE_RATE_HZ);
  if (Number.isInteger(sampleRateHz) && sampleRateHz >= 8000 && sampleRateHz <= 192_000) return sampleRateHz;
  throw new Refusal('model-metadata', `the model states a sample rate of ${stated} Hz`, {
    sampleRate: stated ?? '',
  });
}
