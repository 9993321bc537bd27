import type { ProbeResult } from './providers.js';
import type { LoadedPack } from '../packs/load-pack.js';
import { openModel, type ModelOptions } from './open-model.js';
import type { AcousticInput, Synthesiser } from './synthesiser.js';

/** Louder differences than this (of the signal's own level) are heard, or are garbled audio that is still finite. */
const LARGEST_RELATIVE_ERROR = 0.02;

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
  return {
    timeMs: tried.timeMs,
    cpuTimeMs: reference.timeMs,
    isAlike: relativeError(tried.samples, reference.samples) <= LARGEST_RELATIVE_ERROR,
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

/** Root mean square of the difference, over that of the reference. Infinite for lengths that differ or values that are no numbers. */
function relativeError(samples: Float32Array, reference: Float32Array): number {
  if (samples.length !== reference.length) return Infinity;
  let difference = 0;
  let level = 0;
  reference.forEach((value, index) => {
    difference += ((samples[index] ?? 0) - value) ** 2;
    level += value ** 2;
  });
  const error = Math.sqrt(difference / Math.max(level, 1e-12));
  return Number.isFinite(error) ? error : Infinity;
}
