import type { Port } from '../shared/transport.js';

/** A running engine process as its supervisor sees it. */
export interface EngineProcess {
  readonly pid: number | undefined;
  readonly port: Port;
  /** Resolves once the process is gone, with a reason fit to be shown. */
  readonly exited: Promise<string>;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

/** Starts an engine process. How that is done is the host's affair: a fork, a utility process, or a pair in memory. */
export interface EngineLauncher {
  launch(): EngineProcess;
}
