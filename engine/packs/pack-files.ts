import type { GraphFile, PackFile, PackManifest } from './manifest.js';

/** Graphs of a manifest, in all precisions. */
export function allGraphFiles(manifest: PackManifest): readonly GraphFile[] {
  return Object.values<Readonly<Record<string, GraphFile>>>(manifest.graphs).flatMap((files) =>
    Object.values(files),
  );
}

/** Files of a manifest's tables: style vectors, and statistics where the family has them. */
export function tableFiles(manifest: PackManifest): readonly PackFile[] {
  return manifest.family === 'staged' ? [manifest.styles, manifest.staged.table] : [manifest.styles];
}

/** Every file that a manifest names, each once: graphs may share weights, and precisions may share graphs. */
export function filesOf(manifest: PackManifest): readonly PackFile[] {
  return unique([...allGraphFiles(manifest).flatMap(partsOf), ...tableFiles(manifest)]);
}

/** The files that a graph is loaded from: its own first. */
export function partsOf(graph: GraphFile): readonly [PackFile, ...PackFile[]] {
  return graph.weights ? [graph, graph.weights] : [graph];
}

/** Size of graphs with their weights, in bytes; what they share counts once. */
export function graphBytes(graphs: readonly GraphFile[]): number {
  return unique(graphs.flatMap(partsOf)).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What a graph computes with: other weights, or another graph, have another one. */
export function graphIdentity(graph: GraphFile): string {
  return partsOf(graph)
    .map(({ sha256 }) => sha256)
    .join('+');
}

function unique(files: readonly PackFile[]): readonly PackFile[] {
  return [...new Map(files.map((one) => [one.file, one])).values()];
}
