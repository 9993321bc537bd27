import type { EngineState } from '../shared/app/system.js';
import type { MemoryPlan } from '../shared/app/settings.js';
import type { Unsubscribe } from '../shared/transport.js';
import type { SpeechService } from './speech.js';
import type { EngineClient } from './supervisor.js';

/** The engine as a desktop app keeps it: within the memory plan, unloaded when idle, watched. */
export interface EngineHost {
  readonly speech: SpeechService;
  /** The engine's calls; starts it if need be. */
  client(signal?: AbortSignal): Promise<EngineClient>;
  plan(): MemoryPlan;
  watchPlan(listener: (plan: MemoryPlan) => void): Unsubscribe;
  state(): EngineState;
  watchState(listener: (state: EngineState) => void): Unsubscribe;
  /** Forgets that it gave up, and starts it. */
  restart(): Promise<void>;
  unload(): Promise<void>;
  dispose(): Promise<void>;
}
