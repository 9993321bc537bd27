import type { Synthesiser } from '../acoustic/synthesiser.js';
import type { StyleVector } from '../cache/style-cache.js';
import type { PackManifest } from '../packs/manifest.js';
import type { Language } from '../text/types.js';
import type { SpeedMeter } from './speed.js';

/** A pack as the pipeline speaks with it. Its model comes and goes meanwhile. */
export interface SpeakingPack {
  readonly manifest: PackManifest;
  /** Whether its voices are named by their bare ids; see `engine/packs/voice-ids.ts`. */
  readonly isFirst: boolean;
  /** Names the model in the keys of phrases. */
  readonly soundSha256: string;
  readonly meter: SpeedMeter;
  /**
   * Loads the model where it is not; it stays loaded until it is given back.
   * @param signal ends the wait, not the load: whoever asks next finds it done, or well on its way
   * @throws SottoError `pack-corrupt`, `engine-failed`; the signal's reason
   */
  borrow(signal?: AbortSignal): Promise<Loan>;
  /** A copy of one style vector. */
  styleRow(row: number): Promise<Float32Array>;
  /** What a staged pack's decoder is told of a voice; undefined for other families. */
  readonly statistics: StatisticsSource | undefined;
}

export interface Loan {
  readonly synthesiser: Synthesiser;
  readonly giveBack: () => void;
}

/** Whose statistics are asked for. */
export interface StatisticsOwner {
  /** In the pack's manifest; null for what is no voice of it, as a mix. */
  readonly voiceIndex: number | null;
  /** What it is calibrated with where the pack has no statistics of it. */
  readonly language: Language;
  readonly vector: StyleVector;
}

export interface Statistics {
  /** Names them in the keys of phrases; equal ones have equal names. */
  readonly name: string;
  /** A row of numbers as the pack's table has them; null for its mean. */
  values(): Promise<Float32Array | null>;
}

export interface StatisticsSource {
  /** What there is now. What is wanted and missing is calibrated later, when nobody speaks. */
  of(owner: StatisticsOwner): Promise<Statistics>;
}

/** The packs of an engine. */
export interface SpeakingPacks {
  /** In the order of the configuration, without those that cannot be opened. The first of them speaks where nobody is named. */
  readonly packs: readonly [SpeakingPack, ...SpeakingPack[]];
  /** Why a pack is not among them. @param packId null for the first one of the configuration */
  problemOf(packId: string | null): Error | undefined;
}
