import type { EngineState } from '../shared/app/system.js';
import type { MemoryPlan } from '../shared/app/settings.js';
import type { EngineStatus } from '../shared/contract.js';
import type { Unsubscribe } from '../shared/transport.js';
import type { SpeechService } from './speech.js';
import type { EngineClient } from './supervisor.js';

/** What the engine's process says of its packs; nothing of either while there is none. */
export type EnginePackReport = Pick<EngineStatus, 'packs' | 'packProblems'>;

/** The engine as a desktop app keeps it: within the memory plan, unloaded when idle, watched. */
export interface EngineHost {
  readonly speech: SpeechService;
  /** The engine's calls; starts it if need be. */
  client(signal?: AbortSignal): Promise<EngineClient>;
  /**
   * Asks for something that takes its time, such as a trial of a model. The process is not replaced meanwhile but for a speech
   * that needs another one; the next one is asked again then.
   */
  during<T>(ask: (client: EngineClient) => Promise<T>, signal?: AbortSignal): Promise<T>;
  plan(): MemoryPlan;
  /** What a budget would buy; null for the default one. */
  previewPlan(budgetBytes: number | null): MemoryPlan;
  /** Hears the plan now, then after every change. */
  watchPlan(listener: (plan: MemoryPlan) => void): Unsubscribe;
  state(): EngineState;
  /** Hears the state now, then after every change. */
  watchState(listener: (state: EngineState) => void): Unsubscribe;
  /** Hears how the packs stand now, then after every change: which ones are loaded, and which could not be opened. */
  watchPacks(listener: (report: EnginePackReport) => void): Unsubscribe;
  /**
   * Ends a process that was told of other packs or settings than there are now, unless it is at work: then it is replaced
   * when that has ended. The next one is told what holds then.
   */
  letGo(): Promise<void>;
  /** Forgets that it gave up, and starts it. @throws SottoError when it cannot be started */
  restart(): Promise<void>;
  unload(): Promise<void>;
  dispose(): Promise<void>;
}
