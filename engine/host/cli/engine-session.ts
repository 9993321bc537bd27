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

/** @param cacheDir null keeps phrases in memory only */
export function openEngine(
  paths: InstallationPaths,
  launcher: EngineLauncher,
  cacheDir: string | null,
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
    config: { packs: [{ dir: paths.starterPackDir }], cacheDir },
  });
  return { supervisor, speech: createSpeechService(supervisor, systemClock) };
}
