import { existsSync } from 'node:fs';
import type { EngineLauncher } from '../../services/launcher.js';
import { createSpeechService, type SpeechService } from '../../services/speech.js';
import { createSupervisor, type EngineSupervisor } from '../../services/supervisor.js';
import { systemClock } from '../../shared/clock.js';
import { SottoError } from '../../shared/errors.js';
import type { InstallationPaths } from '../paths.js';

export interface EngineSession {
  readonly supervisor: EngineSupervisor;
  readonly speech: SpeechService;
}

/** What an engine of the command line may be told beyond the pack of the installation. */
export interface EngineExtras {
  /** Null keeps phrases in memory only. */
  readonly cacheDir: string | null;
  /** Of a pack that was added and is to speak. */
  readonly packDir?: string | undefined;
  readonly ownVoicesDir?: string;
  readonly calibrationDir?: string;
}

export function openEngine(
  paths: InstallationPaths,
  launcher: EngineLauncher,
  { cacheDir, packDir, ownVoicesDir, calibrationDir }: EngineExtras,
): EngineSession {
  if (!existsSync(paths.engineEntry)) {
    throw new SottoError({
      code: 'engine-failed',
      message: 'this installation is incomplete: it has no engine',
      next: 'install Sotto again',
      details: { path: paths.engineEntry },
    });
  }
  const supervisor = createSupervisor({
    launcher,
    clock: systemClock,
    config: {
      packs: [paths.starterPackDir, packDir ?? []].flat().map((dir) => ({ dir })),
      ownVoicesDir: ownVoicesDir ?? null,
      calibrationDir: calibrationDir ?? null,
      cacheDir,
    },
  });
  return { supervisor, speech: createSpeechService(supervisor, systemClock) };
}
