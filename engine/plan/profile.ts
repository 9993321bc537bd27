import type { GraphFile, GraphName, PackManifest } from '../packs/manifest.js';

/** What a pack needs of memory in an engine process of its own. */
export interface PackMemoryProfile {
  readonly packId: string;
  /** The smallest first. */
  readonly precisions: readonly { readonly name: string; readonly modelBytes: number }[];
  /** All that neither the model nor a segment's length changes: the runtime, the dictionary, the buffers. */
  readonly baseBytes: number;
  /** What a second more in the longest segment adds to the peak. */
  readonly segmentSecondBytes: number;
  /** What a further thread adds. */
  readonly threadBytes: number;
  /** Threads that make it faster; more would only wait for each other. */
  readonly usefulThreads: number;
}

const MEGABYTE = 1024 * 1024;

/** Taken for packs without figures of their own; generous, since a pack that was not measured must not break a budget. */
const ASSUMED = {
  baseBytes: 180 * MEGABYTE,
  segmentSecondBytes: 24 * MEGABYTE,
  threadBytes: 4 * MEGABYTE,
  /** A loaded graph holds its weights and what the runtime prepared of them. */
  bytesPerFileByte: 2.5,
  /** Of weights in a file of their own: what the runtime prepares stands in for what was mapped. */
  bytesPerMappedByte: 1.4,
};

/** Models below this gain nothing from a second thread: their runs are shorter than the threads' own meeting. */
const SINGLE_THREAD_MODEL_FILE_BYTES = 32 * MEGABYTE;
const LARGE_MODEL_THREADS = 4;

/** Loaded while a pack speaks; the others are loaded for a moment, when they are asked for. */
const SPEAKING_GRAPHS: readonly GraphName[] = [
  'acoustic',
  'decoder',
  'trunk',
  'generator',
  'model',
  'textFeatures',
  'denoiser',
];

type PackGraphs = Partial<Record<GraphName, Record<string, GraphFile>>>;

/**
 * The profile of a pack: the figures in its manifest's `memory` record (bytes by name: `baseBytes`,
 * `segmentSecondBytes`, `threadBytes`, and `<precision>Bytes` for the loaded model) where they were measured, and
 * assumptions where not.
 * @param options whether speech is decoded exactly, for which a staged pack's generator is in memory a second time
 */
export function profileOf(
  { id, graphs, memory = {} }: PackManifest,
  { decodesExactly }: { readonly decodesExactly: boolean } = { decodesExactly: false },
): PackMemoryProfile {
  const exact = decodesExactly ? (graphs as PackGraphs).generatorExact : undefined;
  const speaking = SPEAKING_GRAPHS.map((name) => (graphs as PackGraphs)[name]).filter(
    (files) => files !== undefined,
  );
  // A precision that one graph lacks cannot be run.
  const names = Object.keys(speaking[0] ?? {}).filter((name) => speaking.every((files) => name in files));
  const precisions = names.map((name) => {
    const files = speaking.map(({ [name]: file }) => file).filter((file) => file !== undefined);
    const fileBytes = files.reduce((sum, { bytes, weights }) => sum + bytes + (weights?.bytes ?? 0), 0);
    return { name, files, fileBytes };
  });
  const largestFileBytes = Math.max(0, ...precisions.map(({ fileBytes }) => fileBytes));
  return {
    packId: id,
    precisions: precisions
      .map(({ name, files }) => ({
        name,
        modelBytes:
          (memory[`${name}Bytes`] ?? loadedBytes(files)) + loadedBytes(exact?.[name] ? [exact[name]] : []),
      }))
      .sort((a, b) => a.modelBytes - b.modelBytes),
    baseBytes: memory.baseBytes ?? ASSUMED.baseBytes,
    segmentSecondBytes: memory.segmentSecondBytes ?? ASSUMED.segmentSecondBytes,
    threadBytes: memory.threadBytes ?? ASSUMED.threadBytes,
    usefulThreads: largestFileBytes < SINGLE_THREAD_MODEL_FILE_BYTES ? 1 : LARGE_MODEL_THREADS,
  };
}

/** What loaded graphs are taken to hold. */
function loadedBytes(graphs: readonly GraphFile[]): number {
  return graphs.reduce(
    (sum, { bytes, weights }) =>
      sum + bytes * ASSUMED.bytesPerFileByte + (weights?.bytes ?? 0) * ASSUMED.bytesPerMappedByte,
    0,
  );
}
