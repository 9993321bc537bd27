import { probeProvider } from '../acoustic/probe.js';
import {
  openOnDevice,
  reportBackends,
  type ProbeResult,
  type ProviderChoice,
} from '../acoustic/providers.js';
import { openModel, type ModelOptions } from '../acoustic/open-model.js';
import type { AcousticInput, Synthesiser } from '../acoustic/synthesiser.js';
import type { LoadedPack } from '../packs/load-pack.js';
import type { PackManifest } from '../packs/manifest.js';
import type { Clock } from '../shared/clock.js';
import type { BackendInfo, EngineConfig } from '../shared/contract.js';
import type { Loan, SpeakingPack } from '../stream/speaking-pack.js';
import { estimateSpeed, SpeedMeter } from '../stream/speed.js';
import type { ModelLoads } from './model-loads.js';
import { once } from './once.js';
import type { PackStatistics } from './pack-statistics.js';
import type { Residency } from './residency.js';

export interface PackModelOptions {
  readonly precision: string;
  readonly isFirst: boolean;
  readonly config: Pick<EngineConfig, 'device' | 'threads'>;
  readonly residency: Residency<Synthesiser>;
  readonly loads: ModelLoads;
  readonly statistics: PackStatistics | undefined;
}

/** A pack with its model, each part loaded when it is first needed. */
export class PackModel implements SpeakingPack {
  readonly pack: LoadedPack;
  readonly precision: string;
  readonly isFirst: boolean;
  readonly soundSha256: string;
  readonly meter: SpeedMeter;
  readonly statistics: PackStatistics | undefined;
  readonly #config: PackModelOptions['config'];
  readonly #residency: Residency<Synthesiser>;
  readonly #loads: ModelLoads;
  readonly #styles: () => Promise<Float32Array>;
  #choice: ProviderChoice | undefined;

  constructor(pack: LoadedPack, options: PackModelOptions) {
    const { precision, isFirst, config, residency, loads, statistics } = options;
    this.pack = pack;
    this.precision = precision;
    this.isFirst = isFirst;
    this.soundSha256 = pack.soundSha256(precision);
    this.meter = new SpeedMeter(estimateSpeed(pack.manifest, precision));
    this.statistics = statistics;
    this.#config = config;
    this.#residency = residency;
    this.#loads = loads;
    this.#styles = once(() => pack.readTable(pack.manifest.styles));
  }

  get manifest(): PackManifest {
    return this.pack.manifest;
  }

  get isLoaded(): boolean {
    return this.#residency.has(this);
  }

  /** What its model runs on; undefined before it was loaded. */
  get choice(): ProviderChoice | undefined {
    return this.#choice;
  }

  async borrow(signal?: AbortSignal): Promise<Loan> {
    const open = (): Promise<Synthesiser> => this.#loads.during(this.manifest.id, () => this.#open());
    const { value, giveBack } = await this.#residency.borrow(this, open, signal);
    return { synthesiser: value, giveBack };
  }

  /** Has its model in memory while the work lasts. */
  async with<T>(work: (synthesiser: Synthesiser) => Promise<T>): Promise<T> {
    const { synthesiser, giveBack } = await this.borrow();
    try {
      return await work(synthesiser);
    } finally {
      giveBack();
    }
  }

  async styleRow(row: number): Promise<Float32Array> {
    const { width } = this.manifest.styles;
    return (await this.#styles()).slice(row * width, (row + 1) * width);
  }

  /**
   * Every backend, and why it is or is not used. Loads the model where it never was.
   * @param line rendered on each to try it; without one nothing is tried
   */
  async backends(
    line: AcousticInput | undefined,
    platform: NodeJS.Platform,
    clock: Clock,
  ): Promise<readonly BackendInfo[]> {
    const choice = this.#choice ?? (await this.with(() => Promise.resolve(this.#choice)));
    if (!choice) throw new Error('a loaded model runs on something');
    const probe =
      line &&
      ((provider: string): Promise<ProbeResult> =>
        probeProvider(this.pack, this.#modelOptions(provider), line, () => clock.nowMs()));
    return reportBackends(choice, platform, probe);
  }

  /** For graphs beside the model. */
  get modelOptions(): ModelOptions {
    return this.#modelOptions(this.#choice?.provider ?? 'cpu');
  }

  #modelOptions(provider: string): ModelOptions {
    return { provider, threads: this.#config.threads, precision: this.precision };
  }

  async #open(): Promise<Synthesiser> {
    const { opened, choice } = await openOnDevice(this.#config.device, (provider) =>
      openModel(this.pack, this.#modelOptions(provider)),
    );
    this.#choice = choice;
    return opened;
  }
}
