import type { EngineLauncher, EngineProcess } from '../../services/launcher.js';

/** A launcher whose first process is already on its way; for a host that knows early that it will speak. */
export function launchAhead(launcher: EngineLauncher): EngineLauncher {
  let ahead: EngineProcess | undefined = launcher.launch();
  return {
    launch() {
      const first = ahead;
      ahead = undefined;
      return first ?? launcher.launch();
    },
  };
}
