import { basename } from 'node:path';
import { CalibrationStore } from '../cache/calibration-store.js';
import type { Synthesiser } from '../acoustic/synthesiser.js';
import { loadPack, type LoadedPack } from '../packs/load-pack.js';
import { readOwnVoices, withOwnVoices, type OwnVoice } from '../packs/own-voices.js';
import type { EngineConfig, EngineStatus } from '../shared/contract.js';
import { SottoError, toErrorShape } from '../shared/errors.js';
import type { SpeakingPacks } from '../stream/speaking-pack.js';
import { ModelLoads } from './model-loads.js';
import { PackModel } from './pack-model.js';
import { PackStatistics } from './pack-statistics.js';
import { Residency } from './residency.js';

type PackProblem = EngineStatus['packProblems'][number];

interface Refused extends PackProblem {
  readonly error: Error;
}

/** What went wrong in the background, the last thing of each folder: an engine runs for days. */
class Troubles {
  readonly #reasons = new Map<string, string>();

  note(dir: string, thrown: unknown): void {
    this.#reasons.set(dir, toErrorShape(thrown).message);
  }

  list(): PackProblem[] {
    return [...this.#reasons].map(([dir, reason]) => ({ dir, reason }));
  }
}

/** The packs that the configuration names. Their manifests are read at once, their models as they are needed. */
export class EnginePacks implements SpeakingPacks {
  readonly packs: readonly [PackModel, ...PackModel[]];
  readonly residency: Residency<Synthesiser>;
  readonly loads: ModelLoads;
  readonly #config: EngineConfig;
  readonly #refused: readonly Refused[];
  readonly #troubles: Troubles;

  /** @throws what keeps the first pack from being opened, when none can be */
  static async open(config: EngineConfig): Promise<EnginePacks> {
    const troubles = new Troubles();
    const own = await ownVoices(config.ownVoicesDir, troubles);
    const refused: Refused[] = [];
    const opened: { pack: LoadedPack; precision: string; isFirst: boolean }[] = [];
    const loaded = await Promise.allSettled(config.packs.map(({ dir }) => loadPack(dir)));
    for (const [index, { dir, precision }] of config.packs.entries()) {
      const result = loaded[index];
      if (result?.status !== 'fulfilled') {
        const error = result?.reason as Error;
        refused.push({ dir, reason: toErrorShape(error).message, error });
        continue;
      }
      const pack = withOwnVoices(result.value, own);
      const { id, defaultPrecision } = pack.manifest;
      if (opened.some((one) => one.pack.manifest.id === id)) {
        const error = new SottoError({
          code: 'pack-invalid',
          message: `there are two voice packs with the id "${id}"`,
          next: 'remove one of them',
        });
        refused.push({ dir, reason: error.message, error });
      } else opened.push({ pack, precision: precision ?? defaultPrecision, isFirst: index === 0 });
    }
    const residency = new Residency<Synthesiser>(config.residentPackCount, (thrown) =>
      troubles.note('', thrown),
    );
    const loads = new ModelLoads();
    const [first, ...others] = opened.map(({ pack, precision, isFirst }) => {
      const statistics = statisticsOf(pack, precision, config.calibrationDir);
      return new PackModel(pack, { precision, isFirst, config, residency, loads, statistics });
    });
    if (!first)
      throw refused[0]?.error ?? new SottoError({ code: 'unknown-pack', message: 'no voice pack is named' });
    return new EnginePacks(config, [first, ...others], residency, loads, refused, troubles);
  }

  private constructor(
    config: EngineConfig,
    packs: EnginePacks['packs'],
    residency: Residency<Synthesiser>,
    loads: ModelLoads,
    refused: readonly Refused[],
    troubles: Troubles,
  ) {
    this.#config = config;
    this.packs = packs;
    this.residency = residency;
    this.loads = loads;
    this.#refused = refused;
    this.#troubles = troubles;
  }

  /** The pack that speaks where nobody is named. */
  get first(): PackModel {
    return this.packs[0];
  }

  /** The pack whose model was used last; the first one before any was. */
  get current(): PackModel {
    return this.packs.find((pack) => pack === this.residency.lastUsed) ?? this.first;
  }

  problemOf(packId: string | null): Error | undefined {
    const dir = this.#config.packs[0]?.dir;
    const found = this.#refused.find((one) =>
      // What a broken manifest is called nobody knows; its folder has the same name.
      packId === null ? one.dir === dir : basename(one.dir) === packId,
    );
    return found?.error;
  }

  /** @throws SottoError `unknown-pack`; what keeps it from being opened */
  find(packId: string): PackModel {
    const pack = this.packs.find(({ manifest }) => manifest.id === packId);
    if (pack) return pack;
    throw (
      this.problemOf(packId) ??
      new SottoError({
        code: 'unknown-pack',
        message: `there is no voice pack "${packId}"`,
        next: `choose one of: ${this.packs.map(({ manifest }) => manifest.id).join(', ')}`,
      })
    );
  }

  get problems(): PackProblem[] {
    return [...this.#refused.map(({ dir, reason }) => ({ dir, reason })), ...this.#troubles.list()];
  }

  /** Keeps what went wrong where nobody waited for it. */
  noteTrouble(dir: string, thrown: unknown): void {
    this.#troubles.note(dir, thrown);
  }
}

/** A folder that cannot be read keeps no pack from speaking. */
async function ownVoices(dir: string | null, troubles: Troubles): Promise<readonly OwnVoice[]> {
  if (dir === null) return [];
  try {
    return await readOwnVoices(dir);
  } catch (thrown) {
    troubles.note(dir, thrown);
    return [];
  }
}

/**
 * A pack that is not among the engine's, for a trial: its model is in memory only while it is borrowed.
 * @param onTrouble told when the model could not be freed
 * @throws SottoError `unknown-pack`, `pack-invalid`
 */
export async function openForTrial(
  packDir: string,
  config: EngineConfig,
  onTrouble: (thrown: unknown) => void,
): Promise<PackModel> {
  const pack = await loadPack(packDir);
  const precision = pack.manifest.defaultPrecision;
  return new PackModel(pack, {
    precision,
    isFirst: false,
    config,
    residency: new Residency<Synthesiser>(0, onTrouble),
    loads: new ModelLoads(),
    statistics: statisticsOf(pack, precision, null),
  });
}

function statisticsOf(
  pack: LoadedPack,
  precision: string,
  calibrationDir: string | null,
): PackStatistics | undefined {
  if (pack.manifest.family !== 'staged') return undefined;
  const { table } = pack.manifest.staged;
  const store = new CalibrationStore(calibrationDir, pack.soundSha256(precision), table.width);
  return new PackStatistics(pack, table, store);
}
