import { PbfWriter } from 'pbf';
import {
  ATTRIBUTE,
  ATTRIBUTE_TYPES,
  DIMENSION,
  ELEMENT_TYPES,
  ENTRY,
  GRAPH,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
  type ElementType,
} from '../import/onnx-fields.js';

/** Operators are those of this version; the file format is the one that came with it. */
const OPSET_VERSION = 17;
const IR_VERSION = 8;

/** Lengths, or names where a length is only known at a run. */
export type Shape = readonly (number | string)[];

type Attributes = Readonly<Record<string, number | readonly number[]>>;
type Write = (pbf: PbfWriter) => void;

/**
 * Writes an ONNX model node by node, for tests. Every method gives the name of the value that it adds, to be used as
 * an input of what follows.
 */
export class TinyGraph {
  readonly #fields: { readonly field: number; readonly write: Write }[] = [];
  #valueCount = 0;

  input(name: string, type: ElementType, shape: Shape): string {
    this.#add(GRAPH.input, valueInfo(name, type, shape));
    return name;
  }

  /** Weights of float32. */
  floats(values: Iterable<number>, shape: readonly number[]): string {
    const bytes = new DataView(new ArrayBuffer(4 * volume(shape)));
    [...values].forEach((value, index) => bytes.setFloat32(4 * index, value, true));
    return this.#initializer('float32', shape, bytes);
  }

  /** Weights of float16. */
  halves(values: Iterable<number>, shape: readonly number[]): string {
    const bytes = new DataView(new ArrayBuffer(2 * volume(shape)));
    [...values].forEach((value, index) => bytes.setUint16(2 * index, halfBits(value), true));
    return this.#initializer('float16', shape, bytes);
  }

  /** Constants of int64, such as axes and shapes; a scalar where no shape is given. */
  integers(values: Iterable<number>, shape: readonly number[] = []): string {
    const bytes = new DataView(new ArrayBuffer(8 * volume(shape)));
    [...values].forEach((value, index) => bytes.setBigInt64(8 * index, BigInt(value), true));
    return this.#initializer('int64', shape, bytes);
  }

  /** A node with one output. Attributes are integers, or lists of them: no operator that is used here needs others. */
  op(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const output = this.#name();
    this.#node(type, inputs, output, attributes);
    return output;
  }

  cast(value: string, type: ElementType): string {
    return this.op('Cast', [value], { to: ELEMENT_TYPES[type] });
  }

  /** Names a value as an output of the model. */
  output(value: string, name: string, type: ElementType, shape: Shape): void {
    this.#node('Identity', [value], name, {});
    this.#add(GRAPH.output, valueInfo(name, type, shape));
  }

  /** The model's file, with `metadata_props`. */
  toBytes(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const pbf = new PbfWriter();
    pbf.writeVarintField(MODEL.irVersion, IR_VERSION);
    pbf.writeStringField(MODEL.producerName, 'sotto-tests');
    message(pbf, MODEL.opsetImport, (opset) => opset.writeVarintField(OPSET.version, OPSET_VERSION));
    message(pbf, MODEL.graph, (graph) => {
      graph.writeStringField(GRAPH.name, 'tiny');
      for (const { field, write } of this.#fields) message(graph, field, write);
    });
    for (const [key, value] of Object.entries(metadata))
      message(pbf, MODEL.metadataProps, (entry) => {
        entry.writeStringField(ENTRY.key, key);
        entry.writeStringField(ENTRY.value, value);
      });
    return pbf.finish();
  }

  #initializer(type: ElementType, shape: readonly number[], data: DataView): string {
    const name = this.#name();
    this.#add(GRAPH.initializer, (tensor) => {
      tensor.writePackedVarint(TENSOR.dims, [...shape]);
      tensor.writeVarintField(TENSOR.dataType, ELEMENT_TYPES[type]);
      tensor.writeStringField(TENSOR.name, name);
      tensor.writeBytesField(TENSOR.rawData, new Uint8Array(data.buffer));
    });
    return name;
  }

  #node(type: string, inputs: readonly string[], output: string, attributes: Attributes): void {
    this.#add(GRAPH.node, (node) => {
      for (const input of inputs) node.writeStringField(NODE.input, input);
      node.writeStringField(NODE.output, output);
      node.writeStringField(NODE.opType, type);
      for (const [name, value] of Object.entries(attributes))
        message(node, NODE.attribute, (attribute) => {
          attribute.writeStringField(ATTRIBUTE.name, name);
          attribute.writeVarintField(
            ATTRIBUTE.type,
            typeof value === 'number' ? ATTRIBUTE_TYPES.int : ATTRIBUTE_TYPES.ints,
          );
          if (typeof value === 'number') attribute.writeVarintField(ATTRIBUTE.i, value);
          else for (const one of value) attribute.writeVarintField(ATTRIBUTE.ints, one);
        });
    });
  }

  #add(field: number, write: Write): void {
    this.#fields.push({ field, write });
  }

  #name(): string {
    this.#valueCount += 1;
    return `v${this.#valueCount}`;
  }
}

function valueInfo(name: string, type: ElementType, shape: Shape): Write {
  return (info) => {
    info.writeStringField(VALUE_INFO.name, name);
    message(info, VALUE_INFO.type, (typed) =>
      message(typed, TYPE.tensor, (tensor) => {
        tensor.writeVarintField(TENSOR_TYPE.elementType, ELEMENT_TYPES[type]);
        message(tensor, TENSOR_TYPE.shape, (dims) => {
          for (const length of shape)
            message(dims, SHAPE.dim, (dim) => {
              if (typeof length === 'number') dim.writeVarintField(DIMENSION.value, length);
              else dim.writeStringField(DIMENSION.parameter, length);
            });
        });
      }),
    );
  };
}

function message(pbf: PbfWriter, field: number, write: Write): void {
  pbf.writeMessage(field, (_, inner) => write(inner), undefined);
}

function volume(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Bits of the nearest half-precision number towards zero; what is too small for a normal one becomes zero. */
function halfBits(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
  const sign = (bits >>> 16) & 0x80_00;
  const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
  if (exponent <= 0) return sign;
  const isBeyond = exponent >= 0x1f;
  return (
    sign | (isBeyond ? 0x7c_00 | (Number.isNaN(value) ? 1 : 0) : (exponent << 10) | ((bits >>> 13) & 0x3_ff))
  );
}
