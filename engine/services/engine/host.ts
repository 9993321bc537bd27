import { OWN_VOICE_PREFIX } from '../../packs/own-voices.js';
import { parseVoiceName } from '../../packs/voice-ids.js';
import { planMemory, type DeviceFacts } from '../../plan/memory-plan.js';
import { profileOf, type PackMemoryProfile } from '../../plan/profile.js';
import type { MemoryPlan } from '../../shared/app/settings.js';
import type { EngineState } from '../../shared/app/system.js';
import { memoryText } from '../../shared/byte-size.js';
import type { Clock } from '../../shared/clock.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { EngineHost, EnginePackReport } from '../engine-host.js';
import type { EngineLauncher } from '../launcher.js';
import { Listeners } from '../../shared/listeners.js';
import type { PackShelf, UsablePack } from '../packs/pack-shelf.js';
import type { SettingsService } from '../settings/settings-service.js';
import { createSpeechService, type SpeechRequest, type SpeechService } from '../speech.js';
import {
  createSupervisor,
  type EngineClient,
  type EngineConfigInput,
  type EngineSupervisor,
  type SupervisorLimits,
  type SupervisorState,
} from '../supervisor.js';
import { afterMeasurement, afterSupervisor, IDLE_ENGINE, whileLoading } from './engine-state.js';
import { askEngine } from './ask-engine.js';
import { IdleTimer } from './idle-timer.js';
import { watchSpeech, type WatchedSpeech } from './watched-speech.js';

export interface EngineHostOptions {
  readonly launcher: EngineLauncher;
  readonly clock: Clock;
  readonly settings: Pick<SettingsService, 'get' | 'watch'>;
  readonly device: DeviceFacts;
  /** What it is told of the installed packs and the person's own voices. */
  readonly packs: Pick<PackShelf, 'usable' | 'watch' | 'ownVoicesDir' | 'ownVoicesVersion'>;
  /** Folder of calibrated statistics; null keeps them in memory. */
  readonly calibrationDir: string | null;
  /** Folder of the phrase cache; null keeps phrases in memory only. */
  readonly phraseCacheDir: string | null;
  readonly limits?: Partial<SupervisorLimits>;
}

const NO_PACKS: EnginePackReport = { packs: [], packProblems: [] };

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
  readonly #packListeners = new Listeners<EnginePackReport>();
  readonly #subscriptions: readonly Unsubscribe[];
  #packReport: EnginePackReport = NO_PACKS;
  #plan: MemoryPlan;
  #state = IDLE_ENGINE;
  /** What the process that runs, or is starting, was told. */
  #runningConfig: EngineConfigInput | undefined;
  #stopMeasuring: Unsubscribe = () => undefined;
  #stopSettling: Unsubscribe = () => undefined;
  #memoryRecycledAtMs = -Infinity;
  /** Of what `during` has under way. */
  #workCount = 0;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    const { launcher, clock, settings, packs, limits } = options;
    this.#plan = this.previewPlan(settings.get().memoryBudgetBytes);
    this.#supervisor = createSupervisor({
      launcher,
      clock,
      // What is likely to be asked for next.
      warmUp: () => this.#chosenVoice(),
      config: () => (this.#runningConfig = this.#config()),
      onState: (state) => this.#supervised(state),
      onStarted: (client) => this.#watchLoads(client),
      ...(limits && { limits }),
    });
    this.#idleTimer = new IdleTimer(clock, () => void this.unload());
    const speech = createSpeechService(this.#supervisor, clock);
    this.#speech = watchSpeech(this.#told(speech), {
      onWork: () => this.#idleTimer.noteWork(),
      onQuiet: () => this.#settle(),
    });
    this.#subscriptions = [
      settings.watch(({ idleUnloadMinutes }) => {
        this.#replan();
        if (this.#state.kind === 'ready') this.#idleTimer.start(idleMs(idleUnloadMinutes));
      }),
      packs.watch(() => this.#replan()),
    ];
  }

  get speech(): SpeechService {
    return this.#speech;
  }

  async client(signal?: AbortSignal): Promise<EngineClient> {
    const { client } = await this.#supervisor.connect(signal);
    this.#idleTimer.noteWork();
    return client;
  }

  async during<T>(ask: (client: EngineClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.#workCount++;
    try {
      return await askEngine(this, ask, signal);
    } finally {
      this.#workCount--;
      this.#idleTimer.noteWork();
      this.#settle();
    }
  }

  plan(): MemoryPlan {
    return this.#plan;
  }

  previewPlan(budgetBytes: number | null): MemoryPlan {
    const { device, packs, settings } = this.#options;
    const { voiceId, packPrecisions, decodesExactly } = settings.get();
    const profiles = byUse(packs.usable(), voiceId).map(({ id, pack }) =>
      inPrecision(profileOf(pack.manifest, { decodesExactly }), packPrecisions[id]),
    );
    return planMemory({
      device,
      packs: profiles as [PackMemoryProfile, ...PackMemoryProfile[]],
      budgetBytes,
    });
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

  watchPacks(listener: (report: EnginePackReport) => void): Unsubscribe {
    listener(this.#packReport);
    return this.#packListeners.add(listener);
  }

  async letGo(): Promise<void> {
    if (!this.#isOutdated() || this.#isAtWork()) return;
    await this.#supervisor.unload();
    void this.#prepare();
  }

  async restart(): Promise<void> {
    this.#supervisor.reset();
    await this.#supervisor.connect();
  }

  unload(): Promise<void> {
    return this.#supervisor.unload();
  }

  async dispose(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#stopSettling();
    this.#stopWatchingProcess();
    await this.#supervisor.dispose();
  }

  #config(): EngineConfigInput {
    const { packs, phraseCacheDir, calibrationDir, settings } = this.#options;
    return {
      packs: packs.usable().map(({ id, dir, version }) => ({
        dir,
        version,
        precision: this.#plan.packs.find(({ packId }) => packId === id)?.precision,
      })),
      residentPackCount: this.#plan.residentPackCount,
      ownVoicesDir: packs.ownVoicesDir,
      ownVoicesVersion: packs.ownVoicesVersion(),
      calibrationDir,
      cacheDir: phraseCacheDir,
      hotCacheBytes: this.#plan.hotCacheBytes,
      threads: this.#plan.threads,
      device: settings.get().backend,
    };
  }

  /**
   * Speech by engines that were told of what they speak with: a pack that came, or changed, since the process was started
   * would be unknown to it, or sound as it did before under the name of what it sounds like now. Other speeches under way go
   * on to the sample with the next process.
   */
  #told(speech: SpeechService): SpeechService {
    const isTold = (request: SpeechRequest): boolean => this.#isTold(request);
    const unload = (): Promise<void> => this.#supervisor.unload();
    return {
      async *speak(request, signal) {
        if (!isTold(request)) await unload();
        return yield* speech.speak(request, signal);
      },
    };
  }

  #isTold({ voice = '', mix = [] }: SpeechRequest): boolean {
    const running = this.#runningConfig;
    if (!running) return true;
    const names = [voice, ...mix.map((part) => part.voice)].map(parseVoiceName);
    const config = this.#config();
    const packs = this.#options.packs.usable();
    const entryOf = ({ packs: entries }: EngineConfigInput, dir: string | undefined): unknown =>
      entries.find((entry) => entry.dir === dir);
    const areOwnVoicesTold = running.ownVoicesVersion === config.ownVoicesVersion;
    return names.every(({ packId, voiceId }) => {
      const { dir } = packs.find((pack) => pack.id === packId) ?? packs[0];
      const isOwn = voiceId.startsWith(OWN_VOICE_PREFIX);
      return isEqual(entryOf(running, dir), entryOf(config, dir)) && (!isOwn || areOwnVoicesTold);
    });
  }

  #replan(): void {
    const speakingBefore = this.#speakingPackId();
    const plan = this.previewPlan(this.#options.settings.get().memoryBudgetBytes);
    if (!isEqual(plan, this.#plan)) {
      this.#plan = plan;
      this.#planListeners.tell(plan);
    }
    this.#settle();
    if (this.#speakingPackId() !== speakingBefore) this.#warmSpeaking();
  }

  /** Of the chosen voice. */
  #speakingPackId(): string {
    return this.#plan.packs[0]?.packId ?? '';
  }

  /** Undefined where its pack is not installed: another voice speaks in its place. */
  #chosenVoice(): string | undefined {
    const { voiceId } = this.#options.settings.get();
    const { packId } = parseVoiceName(voiceId ?? '');
    const isUsable = this.#options.packs.usable().some(({ id }) => id === packId);
    return isUsable ? (voiceId ?? undefined) : undefined;
  }

  /** Loads the pack of a voice that was just chosen, where the engine runs, and need not be started anew for it. */
  #warmSpeaking(): void {
    if (this.#state.kind !== 'ready' || this.#isOutdated() || this.#isAtWork()) return;
    const voice = this.#chosenVoice();
    const warming = this.#supervisor.connect().then(({ client }) => client.warm({ voice }));
    // What goes wrong is told to whoever asks it to speak.
    warming.catch(() => undefined);
  }

  /** Starts a running engine anew when it was told something else than what holds now, but never while it is at work. */
  #settle(): void {
    this.#stopSettling();
    if (!this.#isOutdated()) return;
    this.#stopSettling = this.#options.clock.after(SETTLE_MS, () => {
      if (this.#isOutdated() && !this.#isAtWork()) void this.#startAnew();
    });
  }

  #isAtWork(): boolean {
    return this.#workCount > 0 || this.#speech.isSpeaking();
  }

  #isOutdated(): boolean {
    return this.#runningConfig !== undefined && !isEqual(this.#runningConfig, this.#config());
  }

  async #startAnew(): Promise<void> {
    await this.#supervisor.unload();
    await this.#prepare();
  }

  /** Whoever speaks next should not wait for a start. What goes wrong is told by the state, and to the next who asks. */
  async #prepare(): Promise<void> {
    await this.#supervisor.connect().catch(() => undefined);
  }

  #supervised(state: SupervisorState): void {
    this.#setState(afterSupervisor(this.#state, state));
    if (state.kind === 'ready') {
      this.#idleTimer.start(idleMs(this.#options.settings.get().idleUnloadMinutes));
      void this.#measure();
    } else {
      this.#stopWatchingProcess();
      this.#setPackReport(NO_PACKS);
      if (state.kind !== 'starting') this.#runningConfig = undefined;
    }
  }

  /** Ends with the process; what a late one told would be of the one before. */
  #watchLoads(client: EngineClient): void {
    const { pid } = this.#state;
    client.modelLoads({}, ({ packIds }) => {
      if (this.#state.kind !== 'ready' || this.#state.pid !== pid) return;
      const loading = this.#options.packs.usable().find(({ id }) => id === packIds[0]);
      this.#setState(whileLoading(this.#state, loading?.manifest.name));
    });
  }

  #stopWatchingProcess(): void {
    this.#idleTimer.stop();
    this.#stopMeasuring();
  }

  async #measure(): Promise<void> {
    const { pid } = this.#state;
    try {
      const { client } = await this.#supervisor.connect();
      const { memory, packs, packProblems } = await client.status({});
      if (this.#state.pid !== pid) return;
      this.#setPackReport({ packs, packProblems });
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
    const { budgetBytes, expectedBytes, reasons } = this.#plan;
    const loaded = this.#packReport.packs.filter(({ isLoaded }) => isLoaded);
    const isTooLarge = reasons.some(
      ({ code, values }) => code === 'pack-too-large' && loaded.some(({ id }) => id === values.packId),
    );
    const nowMs = this.#options.clock.nowMs();
    if (rssBytes <= budgetBytes || expectedBytes > budgetBytes || isTooLarge) return;
    // A trial holds a model beside those that speak, for a moment.
    if (this.#workCount > 0) return;
    if (nowMs - this.#memoryRecycledAtMs < MEMORY_RECYCLE_INTERVAL_MS) return;
    this.#memoryRecycledAtMs = nowMs;
    const reason = `it held ${memoryText(rssBytes)} of memory and may hold ${memoryText(budgetBytes)}`;
    this.#setState({ ...this.#state, reason });
    void this.#startAnew();
  }

  #setPackReport(report: EnginePackReport): void {
    if (isEqual(report, this.#packReport)) return;
    this.#packReport = report;
    this.#packListeners.tell(report);
  }

  #setState(state: EngineState): void {
    if (isEqual(state, this.#state)) return;
    this.#state = state;
    this.#stateListeners.tell(state);
  }
}

/** The chosen voice's pack first: what it needs decides the plan. */
function byUse(packs: readonly UsablePack[], voiceId: string | null): readonly UsablePack[] {
  const { packId } = parseVoiceName(voiceId ?? '');
  const chosen = packs.find(({ id }) => id === packId);
  return chosen ? [chosen, ...packs.filter((pack) => pack !== chosen)] : packs;
}

/** As if the pack had the person's precision alone; a precision that it has not is no choice. */
function inPrecision(profile: PackMemoryProfile, precision: string | undefined): PackMemoryProfile {
  const asked = profile.precisions.filter(({ name }) => name === precision);
  return asked.length === 0 ? profile : { ...profile, precisions: asked };
}

function idleMs(minutes: number | null): number | null {
  return minutes === null ? null : minutes * 60_000;
}

/** Of plain data that was made in the same order. */
function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
