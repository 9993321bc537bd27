import { installationPaths, type InstallationPaths } from '../engine/host/paths.js';
import { createNodeLauncher } from '../engine/host/node-launcher.js';
import { createSpeechService, type SpeechRequest, type SpeechService } from '../engine/services/speech.js';
import { createSupervisor, type EngineSupervisor } from '../engine/services/supervisor.js';
import { systemClock } from '../engine/shared/clock.js';

/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be at most; without one it is only shown. */
  readonly goal?: number;
}

export const paths: InstallationPaths = installationPaths(import.meta.url);

export interface BenchEngine {
  readonly supervisor: EngineSupervisor;
  readonly speech: SpeechService;
}

/** Runs work with an engine of its own: warm, one thread, phrases in memory only. */
export async function withEngine<T>(work: (engine: BenchEngine) => Promise<T>): Promise<T> {
  const supervisor = createSupervisor({
    launcher: createNodeLauncher(paths.engineEntry),
    clock: systemClock,
    config: { packs: [{ dir: paths.starterPackDir }], threads: 1 },
  });
  try {
    const { client } = await supervisor.connect();
    await client.warm({});
    return await work({ supervisor, speech: createSpeechService(supervisor, systemClock) });
  } finally {
    await supervisor.dispose();
  }
}

export interface SpokenFigures {
  /** From asking to the first samples in this process. */
  readonly firstAudioMs: number;
  readonly totalMs: number;
  readonly audioMs: number;
}

/** Speaks and takes everything at once. */
export async function speakTimed(speech: SpeechService, request: SpeechRequest): Promise<SpokenFigures> {
  const startMs = performance.now();
  let firstAudioMs: number | undefined;
  let samples = 0;
  let sampleRateHz = 0;
  for await (const item of speech.speak(request)) {
    if (item.kind === 'plan') sampleRateHz = item.sampleRateHz;
    if (item.kind !== 'audio') continue;
    firstAudioMs ??= performance.now() - startMs;
    samples += item.pcm.length;
  }
  if (firstAudioMs === undefined) throw new Error('nothing was spoken');
  return { firstAudioMs, totalMs: performance.now() - startMs, audioMs: (samples * 1000) / sampleRateHz };
}

/** The value below which a part of the values lies (nearest rank). */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
