import { loadGraph, type GraphSession } from '../../engine/acoustic/session.js';
import type { LoadedPack } from '../../engine/packs/load-pack.js';
import type { GraphName } from '../../engine/packs/manifest.js';

/** Comparisons run on the CPU and on one thread: the same on every machine. */
export const CPU = { provider: 'cpu', threads: 1 };

/** Opens a graph of the pack for as long as `use` takes. */
export async function withGraph<T>(
  pack: LoadedPack,
  graph: GraphName,
  precision: string,
  use: (session: GraphSession) => Promise<T>,
): Promise<T> {
  const session = await pack.useGraph(graph, precision, (model) => loadGraph(graph, model, CPU));
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}
