import { PbfReader, PbfWriter } from 'pbf';
import { ENTRY, EXTERNAL, GRAPH, MODEL, TENSOR } from '../import/onnx-fields.js';

const LENGTH_DELIMITED = 2;

/** A model whose weights are in a file of their own, as the exporter writes it. */
export interface ModelAndWeights {
  readonly model: Uint8Array;
  readonly weights: Uint8Array;
}

/** Takes the weights out of a model. @param file the name by which the model is to find them beside itself */
export function weightsOutside(model: Uint8Array, file: string): ModelAndWeights {
  const weights: number[] = [];
  const takeOut = (bytes: Uint8Array, tensor: PbfWriter): void => {
    const place = { location: file, offset: String(weights.length), length: String(bytes.length) };
    weights.push(...bytes);
    for (const [key, value] of Object.entries(place))
      tensor.writeMessage(
        TENSOR.externalData,
        (_, entry) => {
          entry.writeStringField(ENTRY.key, key);
          entry.writeStringField(ENTRY.value, value);
        },
        undefined,
      );
    tensor.writeVarintField(TENSOR.dataLocation, EXTERNAL);
  };
  const inTensor = (bytes: Uint8Array): Uint8Array => rewritten(bytes, TENSOR.rawData, takeOut);
  const inGraph = (bytes: Uint8Array): Uint8Array =>
    rewritten(bytes, GRAPH.initializer, (tensor, graph) =>
      graph.writeBytesField(GRAPH.initializer, inTensor(tensor)),
    );
  const outside = rewritten(model, MODEL.graph, (graph, whole) =>
    whole.writeBytesField(MODEL.graph, inGraph(graph)),
  );
  return { model: outside, weights: Uint8Array.from(weights) };
}

/** A message with other things in the place of one of its fields. */
function rewritten(
  message: Uint8Array,
  field: number,
  write: (value: Uint8Array, target: PbfWriter) => void,
): Uint8Array {
  const target = new PbfWriter();
  new PbfReader(message).readFields((number, _, source) => {
    if (source.type !== LENGTH_DELIMITED) target.writeVarintField(number, source.readVarint());
    else if (number === field) write(source.readBytes(), target);
    else target.writeBytesField(number, source.readBytes());
  }, undefined);
  return target.finish();
}
