import { readFile } from 'node:fs/promises';
import { probeProvider } from '../acoustic/probe.js';
import {
  openOnDevice,
  reportBackends,
  type ProbeResult,
  type ProviderChoice,
} from '../acoustic/providers.js';
import { openSplitModel, type SplitModel } from '../acoustic/split.js';
import type { AcousticInput, Synthesiser } from '../acoustic/synthesiser.js';
import { loadPack, type LoadedPack } from '../packs/load-pack.js';
import type { Clock } from '../shared/clock.js';
import type { BackendInfo, EngineConfig } from '../shared/contract.js';
import { openStandardFrontEnd } from '../text/standard-front-end.js';
import type { FrontEnd } from '../text/types.js';

/** A pack with its model, each part loaded when it is first needed and then kept. */
export interface PackModel {
  readonly pack: LoadedPack;
  readonly precision: string;
  /** @throws SottoError `pack-corrupt`, `engine-failed` */
  synthesiser(): Promise<Synthesiser>;
  /** A copy of one style vector. */
  styleRow(row: number): Promise<Float32Array>;
  /**
   * Every backend, and why it is or is not used.
   * @param line rendered on each to try it; without one nothing is tried
   */
  backends(line: AcousticInput | undefined): Promise<readonly BackendInfo[]>;
}

/** Reads a pack's manifest; the model itself is loaded later. */
export async function openPackModel(
  config: EngineConfig,
  clock: Clock,
  platform: NodeJS.Platform,
): Promise<PackModel> {
  const pack = await loadPack(config.packDir);
  const { manifest } = pack;
  const precision = config.precision ?? manifest.defaultPrecision;
  const graphs = once(async (): Promise<SplitModel> => ({
    acoustic: await pack.readGraph('acoustic', precision),
    decoder: await pack.readGraph('decoder', precision),
    hopSamples: manifest.hopSamples,
    sampleRateHz: manifest.sampleRateHz,
    featureChannels: manifest.features.channels,
    contextFrames: manifest.features.contextFrames,
  }));
  const opened = once(async (): Promise<{ synthesiser: Synthesiser; choice: ProviderChoice }> => {
    const model = await graphs();
    // The graphs' bytes are only needed again by a probe, which reads them anew.
    graphs.forget();
    const { opened: synthesiser, choice } = await openOnDevice(config.device, (provider) =>
      openSplitModel(model, { provider, threads: config.threads }),
    );
    return { synthesiser, choice };
  });
  const styles = once(() => pack.readStyles());
  return {
    pack,
    precision,
    synthesiser: async () => (await opened()).synthesiser,
    async styleRow(row) {
      const { width } = manifest.styles;
      return (await styles()).slice(row * width, (row + 1) * width);
    },
    async backends(line) {
      const { choice } = await opened();
      const probe =
        line &&
        (async (provider: string): Promise<ProbeResult> =>
          probeProvider(await graphs(), provider, config.threads, line, () => clock.nowMs()));
      const reports = await reportBackends(choice, platform, probe);
      graphs.forget();
      return reports;
    },
  };
}

/**
 * The text front end over a dictionary file.
 * @throws SottoError `engine-failed` when the dictionary cannot be read
 */
export function openFrontEnd(dictionaryFile: string): Promise<FrontEnd> {
  return openStandardFrontEnd(() => readFile(dictionaryFile), process);
}

/** Work that is done once, shared by all who ask meanwhile; a failure is forgotten, so that asking again tries again. */
export function once<T>(work: () => Promise<T>): (() => Promise<T>) & { forget(): void } {
  let result: Promise<T> | undefined;
  const get = (): Promise<T> => {
    result ??= work().catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
  return Object.assign(get, { forget: () => (result = undefined) });
}
