import type { PackManifest } from '../../packs/manifest.js';
import { planMemory, type DeviceFacts } from '../../plan/memory-plan.js';
import { profileOf } from '../../plan/profile.js';
import type { MemoryPlan } from '../../shared/app/settings.js';
import type { EngineState } from '../../shared/app/system.js';
import type { Clock } from '../../shared/clock.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { EngineHost } from '../engine-host.js';
import type { EngineLauncher } from '../launcher.js';
import { Listeners } from '../../shared/listeners.js';
import type { SettingsService } from '../settings/settings-service.js';
import { createSpeechService, type SpeechService } from '../speech.js';
import {
  createSupervisor,
  type EngineClient,
  type EngineConfigInput,
  type EngineSupervisor,
  type SupervisorLimits,
  type SupervisorState,
} from '../supervisor.js';
import { afterMeasurement, afterSupervisor, IDLE_ENGINE } from './engine-state.js';
import { IdleTimer } from './idle-timer.js';
import { watchSpeech, type WatchedSpeech } from './watched-speech.js';

export interface EngineHostOptions {
  readonly launcher: EngineLauncher;
  readonly clock: Clock;
  readonly settings: Pick<SettingsService, 'get' | 'watch'>;
  readonly device: DeviceFacts;
  /** The pack that speaks. */
  readonly pack: { readonly dir: string; readonly manifest: PackManifest };
  /** Folder of the phrase cache; null keeps phrases in memory only. */
  readonly phraseCacheDir: string | null;
  readonly limits?: Partial<SupervisorLimits>;
}

/** Often enough that a figure on the screen looks alive, and that a budget is not overrun for long. */
const MEASURE_INTERVAL_MS = 5000;

/** A slider is moved in many steps; the engine is started anew once, for the last one. */
const SETTLE_MS = 500;

/** An engine that is over its budget again as soon as it was started is not helped by yet another start. */
const MEMORY_RECYCLE_INTERVAL_MS = 60_000;

/** Creates the engine of a host; its process is started when it is first needed. */
export function createEngineHost(options: EngineHostOptions): EngineHost {
  return new Host(options);
}

class Host implements EngineHost {
  readonly #options: EngineHostOptions;
  readonly #supervisor: EngineSupervisor;
  readonly #speech: WatchedSpeech;
  readonly #idleTimer: IdleTimer;
  readonly #planListeners = new Listeners<MemoryPlan>();
  readonly #stateListeners = new Listeners<EngineState>();
  readonly #stopWatchingSettings: Unsubscribe;
  #plan: MemoryPlan;
  #state = IDLE_ENGINE;
  /** What the process that runs, or is starting, was told. */
  #runningConfig: EngineConfigInput | undefined;
  #stopMeasuring: Unsubscribe = () => undefined;
  #stopSettling: Unsubscribe = () => undefined;
  #memoryRecycledAtMs = -Infinity;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    const { launcher, clock, settings, limits } = options;
    this.#plan = this.previewPlan(settings.get().memoryBudgetBytes);
    this.#supervisor = createSupervisor({
      launcher,
      clock,
      warmUp: true,
      config: () => (this.#runningConfig = this.#config()),
      onState: (state) => this.#supervised(state),
      ...(limits && { limits }),
    });
    this.#idleTimer = new IdleTimer(clock, () => void this.unload());
    this.#speech = watchSpeech(createSpeechService(this.#supervisor, clock), {
      onWork: () => this.#idleTimer.noteWork(),
      onQuiet: () => this.#settle(),
    });
    this.#stopWatchingSettings = settings.watch(({ memoryBudgetBytes, idleUnloadMinutes }) => {
      this.#replan(memoryBudgetBytes);
      if (this.#state.kind === 'ready') this.#idleTimer.start(idleMs(idleUnloadMinutes));
    });
  }

  get speech(): SpeechService {
    return this.#speech;
  }

  async client(signal?: AbortSignal): Promise<EngineClient> {
    const { client } = await this.#supervisor.connect(signal);
    this.#idleTimer.noteWork();
    return client;
  }

  plan(): MemoryPlan {
    return this.#plan;
  }

  previewPlan(budgetBytes: number | null): MemoryPlan {
    const { device, pack } = this.#options;
    return planMemory({ device, packs: [profileOf(pack.manifest)], budgetBytes });
  }

  watchPlan(listener: (plan: MemoryPlan) => void): Unsubscribe {
    listener(this.#plan);
    return this.#planListeners.add(listener);
  }

  state(): EngineState {
    return this.#state;
  }

  watchState(listener: (state: EngineState) => void): Unsubscribe {
    listener(this.#state);
    return this.#stateListeners.add(listener);
  }

  async restart(): Promise<void> {
    this.#supervisor.reset();
    await this.#supervisor.connect();
  }

  unload(): Promise<void> {
    return this.#supervisor.unload();
  }

  async dispose(): Promise<void> {
    this.#stopWatchingSettings();
    this.#stopSettling();
    this.#stopWatchingProcess();
    await this.#supervisor.dispose();
  }

  #config(): EngineConfigInput {
    const { pack, phraseCacheDir, settings } = this.#options;
    return {
      packs: [{ dir: pack.dir, precision: this.#plan.precision }],
      cacheDir: phraseCacheDir,
      hotCacheBytes: this.#plan.hotCacheBytes,
      threads: this.#plan.threads,
      device: settings.get().backend,
    };
  }

  #replan(budgetBytes: number | null): void {
    const plan = this.previewPlan(budgetBytes);
    if (!isEqual(plan, this.#plan)) {
      this.#plan = plan;
      this.#planListeners.tell(plan);
    }
    this.#settle();
  }

  /** Starts a running engine anew when it was told something else than what holds now, but never within a speech. */
  #settle(): void {
    this.#stopSettling();
    if (!this.#isOutdated()) return;
    this.#stopSettling = this.#options.clock.after(SETTLE_MS, () => {
      if (this.#isOutdated() && !this.#speech.isSpeaking()) void this.#startAnew();
    });
  }

  #isOutdated(): boolean {
    return this.#runningConfig !== undefined && !isEqual(this.#runningConfig, this.#config());
  }

  async #startAnew(): Promise<void> {
    await this.#supervisor.unload();
    // Whoever speaks next should not wait for it. What goes wrong is told by the state, and to the next who asks.
    await this.#supervisor.connect().catch(() => undefined);
  }

  #supervised(state: SupervisorState): void {
    this.#setState(afterSupervisor(this.#state, state));
    if (state.kind === 'ready') {
      this.#idleTimer.start(idleMs(this.#options.settings.get().idleUnloadMinutes));
      void this.#measure();
    } else {
      this.#stopWatchingProcess();
      if (state.kind !== 'starting') this.#runningConfig = undefined;
    }
  }

  #stopWatchingProcess(): void {
    this.#idleTimer.stop();
    this.#stopMeasuring();
  }

  async #measure(): Promise<void> {
    const { pid } = this.#state;
    try {
      const { client } = await this.#supervisor.connect();
      const { memory } = await client.status({});
      if (this.#state.pid !== pid) return;
      this.#setState(afterMeasurement(this.#state, memory));
      this.#keepBudget(memory.rssBytes);
    } catch {
      // An engine that cannot answer is its supervisor's affair; the next one is measured again.
      return;
    }
    if (this.#state.kind !== 'ready') return;
    this.#stopMeasuring = this.#options.clock.after(MEASURE_INTERVAL_MS, () => void this.#measure());
  }

  /** Ends a process that holds more than it may: nothing else gives its memory back, and a speech goes on with the next one. */
  #keepBudget(rssBytes: number): void {
    const { budgetBytes, expectedBytes } = this.#plan;
    const nowMs = this.#options.clock.nowMs();
    if (rssBytes <= budgetBytes || expectedBytes > budgetBytes) return;
    if (nowMs - this.#memoryRecycledAtMs < MEMORY_RECYCLE_INTERVAL_MS) return;
    this.#memoryRecycledAtMs = nowMs;
    const reason = `it held ${megabytes(rssBytes)} of memory and may hold ${megabytes(budgetBytes)}`;
    this.#setState({ ...this.#state, reason });
    void this.#startAnew();
  }

  #setState(state: EngineState): void {
    if (isEqual(state, this.#state)) return;
    this.#state = state;
    this.#stateListeners.tell(state);
  }
}

function idleMs(minutes: number | null): number | null {
  return minutes === null ? null : minutes * 60_000;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))} MB`;
}

/** Of plain data that was made in the same order. */
function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
