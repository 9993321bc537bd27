import { createHash } from 'node:crypto';
import type { CalibrationStore } from '../cache/calibration-store.js';
import type { LoadedPack } from '../packs/load-pack.js';
import type { FloatTable } from '../packs/manifest.js';
import type { Statistics, StatisticsOwner, StatisticsSource } from '../stream/speaking-pack.js';
import { once } from './once.js';

const MEAN: Statistics = { name: 'mean', values: () => Promise.resolve(null) };

/** Who tries out one mix after another wants none of those that were left long ago. */
const MAX_WANTED = 8;

/** What a staged pack knows of its voices, and what was calibrated for others. */
export class PackStatistics implements StatisticsSource {
  readonly #table: FloatTable;
  readonly #read: () => Promise<Float32Array>;
  readonly #store: CalibrationStore;
  /** By style vector, in the order in which they were asked for last. */
  readonly #wanted = new Map<string, StatisticsOwner>();

  /** @param table a row a voice of the pack, and their mean */
  constructor(pack: Pick<LoadedPack, 'readTable'>, table: FloatTable, store: CalibrationStore) {
    this.#table = table;
    this.#read = once(() => pack.readTable(table));
    this.#store = store;
  }

  async of(owner: StatisticsOwner): Promise<Statistics> {
    const { voiceIndex, vector } = owner;
    const { rows, width } = this.#table;
    if (voiceIndex !== null && voiceIndex < rows - 1)
      return {
        name: `voice ${voiceIndex}`,
        values: async () => (await this.#read()).slice(voiceIndex * width, (voiceIndex + 1) * width),
      };
    const calibrated = await this.#store.get(vector.sha256);
    if (calibrated) return { name: nameOf(calibrated), values: () => Promise.resolve(calibrated) };
    this.#want(owner);
    return MEAN;
  }

  /** What is calibrated next: what was spoken last is likely to be spoken again. */
  get wanted(): StatisticsOwner | undefined {
    return [...this.#wanted.values()].at(-1);
  }

  /** @throws SottoError `file-unwritable`; it is known all the same */
  async calibrated({ vector }: StatisticsOwner, row: Float32Array): Promise<void> {
    this.#wanted.delete(vector.sha256);
    await this.#store.put(vector.sha256, row);
  }

  /** Asks no more for what cannot be calibrated. */
  giveUp({ vector }: StatisticsOwner): void {
    this.#wanted.delete(vector.sha256);
  }

  #want(owner: StatisticsOwner): void {
    const { sha256 } = owner.vector;
    this.#wanted.delete(sha256);
    this.#wanted.set(sha256, owner);
    const [oldest] = this.#wanted.keys();
    if (this.#wanted.size > MAX_WANTED && oldest !== undefined) this.#wanted.delete(oldest);
  }
}

function nameOf(row: Float32Array): string {
  const bytes = new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
  return createHash('sha256').update(bytes).digest('hex');
}
