import { readFile } from 'node:fs/promises';
import { probeProvider } from '../acoustic/probe.js';
import {
  openOnDevice,
  reportBackends,
  type ProbeResult,
  type ProviderChoice,
} from '../acoustic/providers.js';
import { openModel } from '../acoustic/open-model.js';
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
  const [{ dir, precision: asked }] = config.packs as [EngineConfig['packs'][number]];
  const pack = await loadPack(dir);
  const { manifest } = pack;
  const precision = asked ?? manifest.defaultPrecision;
  const opened = once(async (): Promise<{ synthesiser: Synthesiser; choice: ProviderChoice }> => {
    const { opened: synthesiser, choice } = await openOnDevice(config.device, (provider) =>
      openModel(pack, { provider, threads: config.threads, precision }),
    );
    return { synthesiser, choice };
  });
  const styles = once(() => pack.readTable(manifest.styles));
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
        ((provider: string): Promise<ProbeResult> =>
          probeProvider(pack, { provider, threads: config.threads, precision }, line, () => clock.nowMs()));
      return reportBackends(choice, platform, probe);
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
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}
