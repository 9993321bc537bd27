import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SottoError, type ErrorShape } from '../shared/errors.js';
import {
  packManifestSchema,
  type FloatTable,
  type GraphFile,
  type GraphName,
  type PackManifest,
  type PackVoice,
  type VoiceStyle,
} from './manifest.js';
import { graphIdentity, partsOf } from './pack-files.js';
import { readVerified, useVerified } from './verified-file.js';
import { windowingOf } from './windowing.js';

/** A graph as it is loaded: the path of its file, or its bytes. */
export type GraphModel = string | Uint8Array;

/** A pack whose manifest is sound. Its files are read, and verified, when they are asked for. */
export interface LoadedPack {
  readonly manifest: PackManifest;
  /** SHA-256 over the hashes of everything that decides the sound in a precision: the model's name in cache keys. */
  soundSha256(precision: string): string;
  /**
   * Lets a graph be loaded, verified.
   * @throws SottoError `pack-corrupt`; `pack-invalid` for a precision that the graph does not have; what `load` throws
   */
  useGraph<T>(graph: GraphName, precision: string, load: (model: GraphModel) => Promise<T>): Promise<T>;
  /**
   * All values of a table of the manifest (style vectors, statistics), row after row.
   * @throws SottoError `pack-corrupt`
   */
  readTable(table: FloatTable): Promise<Float32Array>;
}

/**
 * Reads and checks a pack's manifest.
 * @throws SottoError `unknown-pack` when there is none, `pack-invalid` when it does not fit the schema
 */
export async function loadPack(packDir: string): Promise<LoadedPack> {
  const manifest = parseManifest(await readManifest(packDir));
  return {
    manifest,
    soundSha256: (precision) => soundHash(manifest, precision),
    useGraph(graph, precision, load) {
      const files = graphFiles(manifest, graph);
      const entry = files[precision];
      if (entry) return useVerified(packDir, manifest.id, partsOf(entry), load);
      throw new SottoError({
        code: 'pack-invalid',
        message: `the voice pack "${manifest.id}" has no ${graph} graph in ${precision}`,
        next: `choose one of: ${Object.keys(files).join(', ')}`,
      });
    },
    readTable: async (table) => floatsOf(await readVerified(packDir, manifest.id, table)),
  };
}

/** The files of a graph by precision; none where the pack has no such graph. */
export function graphFiles(manifest: PackManifest, graph: GraphName): Readonly<Record<string, GraphFile>> {
  const graphs: Partial<Record<GraphName, Record<string, GraphFile>>> = manifest.graphs;
  return graphs[graph] ?? {};
}

/** Float32, little endian as every machine that Sotto runs on; copied, since a file's buffer is not aligned as a rule. */
function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

async function readManifest(packDir: string): Promise<string> {
  try {
    return await readFile(join(packDir, 'pack.json'), 'utf8');
  } catch (error) {
    throw new SottoError(
      {
        code: 'unknown-pack',
        message: `there is no voice pack in ${packDir}`,
        next: 'reinstall, or name another pack',
      },
      { cause: error },
    );
  }
}

/** Checks the text of a `pack.json`. @throws SottoError `pack-invalid` */
export function parseManifest(text: string): PackManifest {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new SottoError(invalidManifest(`pack.json is not JSON: ${(error as Error).message}`), {
      cause: error,
    });
  }
  const parsed = packManifestSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new SottoError(invalidManifest(`pack.json: ${z.prettifyError(parsed.error)}`));
}

function invalidManifest(message: string): ErrorShape {
  return { code: 'pack-invalid', message, next: 'install the pack again, or export it again' };
}

function soundHash(manifest: PackManifest, precision: string): string {
  const graphs = Object.values<Record<string, GraphFile>>(manifest.graphs).map((files) => files[precision]);
  const parts = [
    manifest.family,
    ...graphs.map((file) => file && graphIdentity(file)),
    manifest.sampleRateHz,
    manifest.hopSamples,
    // How windows are cut and joined: heard where a window is not exactly its part of the whole.
    JSON.stringify(windowingOf(manifest)),
    manifest.family === 'staged'
      ? // Settings of the diffusion too: they bend what is spoken with it where nobody asks for others.
        [manifest.staged.table.sha256, JSON.stringify(manifest.diffusion)].join(':')
      : '',
  ];
  return createHash('sha256').update(parts.join(':')).digest('hex');
}

/**
 * Finds a voice and style, the pack's defaults where none is named.
 * @throws SottoError `unknown-voice`, `unknown-style`
 */
export function chooseVoice(
  manifest: PackManifest,
  voiceId: string = manifest.defaults.voice,
  styleName: string = manifest.defaults.style,
): { voice: PackVoice; styleName: string; style: VoiceStyle } {
  const voice = manifest.voices.find((one) => one.id === voiceId);
  if (!voice)
    throw new SottoError({
      code: 'unknown-voice',
      message: `there is no voice "${voiceId}"`,
      next: `choose one of: ${manifest.voices.map((one) => one.id).join(', ')}`,
    });
  const style = Object.hasOwn(voice.styles, styleName) ? voice.styles[styleName] : undefined;
  if (!style)
    throw new SottoError({
      code: 'unknown-style',
      message: `the voice "${voiceId}" has no style "${styleName}"`,
      next: `choose one of: ${Object.keys(voice.styles).join(', ')}`,
    });
  return { voice, styleName, style };
}
