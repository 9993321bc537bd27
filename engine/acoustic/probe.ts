import type { ProbeResult } from './providers.js';
import type { LoadedPack } from '../packs/load-pack.js';
import { isSameSignal, soundsAlike } from './likeness.js';
import { openModel, type ModelOptions } from './open-model.js';
import type { AcousticInput, Synthesiser } from './synthesiser.js';

/**
 * Renders a line on a provider and compares it with the CPU: some providers load a model and then garble it.
 * @throws SottoError when the provider does not work here
 */
export async function probeProvider(
  pack: LoadedPack,
  options: ModelOptions,
  line: AcousticInput,
  nowMs: () => number,
): Promise<ProbeResult> {
  const tried = await renderTimed(pack, options, line, nowMs);
  const reference = await renderTimed(pack, { ...options, provider: 'cpu' }, line, nowMs);
  // Community exports make their noise within the graph, another one in each run.
  const isAlike = pack.manifest.family === 'single' ? soundsAlike : isSameSignal;
  return {
    timeMs: tried.timeMs,
    cpuTimeMs: reference.timeMs,
    isAlike: isAlike(tried.samples, reference.samples),
  };
}

async function renderTimed(
  pack: LoadedPack,
  options: ModelOptions,
  line: AcousticInput,
  nowMs: () => number,
): Promise<{ samples: Float32Array; timeMs: number }> {
  const synthesiser = await openModel(pack, options);
  try {
    // The first run of a shape searches for algorithms and says nothing about the ones that follow.
    await renderWhole(synthesiser, line);
    const startMs = nowMs();
    const samples = await renderWhole(synthesiser, line);
    return { samples, timeMs: nowMs() - startMs };
  } finally {
    await synthesiser.release();
  }
}

async function renderWhole(synthesiser: Synthesiser, line: AcousticInput): Promise<Float32Array> {
  const prepared = await synthesiser.prepare(line);
  return prepared.decode(0, prepared.frameCount);
}
