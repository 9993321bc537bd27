import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphFile } from '../manifest.js';
import { ByteCursor } from './byte-cursor.js';
import { copyFile, writeChunks } from './copy-file.js';
import { HashedFile } from './hashed-file.js';
import { LIMITS } from './limits.js';
import { ENTRY, EXTERNAL, GRAPH, MODEL, TENSOR } from './onnx-fields.js';
import { copied, delimited, ended, nextField, numeric, skip, type Field } from './protobuf-stream.js';
import type { SourceFile } from './source.js';

/** Smaller ones stay in the graph: a place in the file would take as many bytes. */
const SMALLEST_BYTES = 1024;
/** As wide as the widest registers that read them. */
const ALIGNMENT_BYTES = 64;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Writes an ONNX model as `<name>.onnx` with its weights in `<name>.weights` beside it, which the runtime maps into memory
 * where it would have to read those inside. A model that holds them in another way than usual is copied as it is.
 * @param file one that `readOnnx` has read
 */
export async function writeWeightsApart(file: SourceFile, folder: string, name: string): Promise<GraphFile> {
  const weights = await HashedFile.create(folder, `${name}.weights`);
  try {
    const model = await new Splitter(file, weights).split();
    if (model && weights.bytes > 0)
      return { ...(await writeChunks([model], folder, `${name}.onnx`)), weights: await weights.finish() };
  } finally {
    await weights.close();
  }
  await rm(join(folder, `${name}.weights`));
  return copyFile(file, folder, `${name}.onnx`);
}

/** More than weights that would have to be held in memory. */
class TooMuch extends Error {}

class Splitter {
  readonly #file: SourceFile;
  readonly #weights: HashedFile;
  readonly #cursor: ByteCursor;
  #keptBytes = 0;

  constructor(file: SourceFile, weights: HashedFile) {
    this.#file = file;
    this.#weights = weights;
    this.#cursor = new ByteCursor(file.read());
  }

  /** @returns the model without the weights that were written; undefined where the rest is more than a graph takes */
  async split(): Promise<Buffer | undefined> {
    try {
      return await this.#message(this.#file.bytes, (field) =>
        field.number === MODEL.graph ? this.#graph(field) : undefined,
      );
    } catch (thrown) {
      if (thrown instanceof TooMuch) return undefined;
      throw thrown;
    } finally {
      await this.#cursor.close();
    }
  }

  async #graph(field: Field): Promise<Buffer> {
    const content = await this.#message(ended(this.#cursor, field), (inner) =>
      inner.number === GRAPH.initializer ? this.#tensor(inner) : undefined,
    );
    return delimited(field.number, content);
  }

  async #tensor(field: Field): Promise<Buffer> {
    const content = await this.#message(ended(this.#cursor, field), (inner) => {
      if (inner.number === TENSOR.rawData && inner.length >= SMALLEST_BYTES) return this.#values(inner);
      // Inside, as it is where nothing is said.
      return inner.number === TENSOR.dataLocation ? this.#omit(inner) : undefined;
    });
    return delimited(field.number, content);
  }

  /** Writes the values of a tensor. @returns the fields that say where they are */
  async #values({ length }: Field): Promise<Buffer> {
    await this.#weights.write(
      Buffer.alloc((ALIGNMENT_BYTES - (this.#weights.bytes % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES),
    );
    const place = {
      location: this.#weights.name,
      offset: String(this.#weights.bytes),
      length: String(length),
    };
    for (let left = length; left > 0; left -= CHUNK_BYTES)
      await this.#weights.write(await this.#cursor.take(Math.min(left, CHUNK_BYTES)));
    const entries = Object.entries(place).map(([key, value]) =>
      delimited(
        TENSOR.externalData,
        Buffer.concat([delimited(ENTRY.key, Buffer.from(key)), delimited(ENTRY.value, Buffer.from(value))]),
      ),
    );
    return Buffer.concat([...entries, numeric(TENSOR.dataLocation, EXTERNAL)]);
  }

  /** A message up to its end, with other fields in the place of those for which there are some. */
  async #message(endBytes: number, replace: (field: Field) => Promise<Buffer> | undefined): Promise<Buffer> {
    const parts: Buffer[] = [];
    while (this.#cursor.positionBytes < endBytes) {
      const field = await nextField(this.#cursor, endBytes);
      parts.push(await (replace(field) ?? this.#copy(field)));
    }
    return Buffer.concat(parts);
  }

  async #omit(field: Field): Promise<Buffer> {
    await skip(this.#cursor, field);
    return Buffer.alloc(0);
  }

  #copy(field: Field): Promise<Buffer> {
    this.#keptBytes += field.length;
    if (this.#keptBytes > LIMITS.modelKeptBytes) throw new TooMuch();
    return copied(this.#cursor, field);
  }
}
