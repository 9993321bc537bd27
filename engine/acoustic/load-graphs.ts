import type { LoadedPack } from '../packs/load-pack.js';
import type { GraphName } from '../packs/manifest.js';
import type { ModelOptions } from './open-model.js';
import { loadGraph, type GraphSession } from './session.js';

/**
 * Loads graphs of a pack one after the other, so that what one of them needs while it is loaded is free for the next.
 * @returns the graphs by name, and what releases them all
 * @throws SottoError `pack-corrupt`, `pack-invalid`, `engine-failed`; what was loaded by then is released
 */
export async function loadGraphs<N extends GraphName>(
  pack: LoadedPack,
  names: readonly N[],
  options: ModelOptions,
): Promise<[Record<N, GraphSession>, () => Promise<void>]> {
  const loaded = new Map<N, GraphSession>();
  const release = async (): Promise<void> => {
    for (const session of loaded.values()) await session.release();
  };
  try {
    for (const name of names)
      loaded.set(
        name,
        await pack.useGraph(name, options.precision, (model) => loadGraph(name, model, options)),
      );
  } catch (error) {
    await release();
    throw error;
  }
  return [Object.fromEntries(loaded) as Record<N, GraphSession>, release];
}
