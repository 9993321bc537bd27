import type { AcousticInput } from '../acoustic/synthesiser.js';
import { chooseVoice } from '../packs/load-pack.js';
import type { Clock } from '../shared/clock.js';
import type { Unsubscribe } from '../shared/transport.js';
import { combineControls } from '../stream/controls.js';
import type { StatisticsOwner } from '../stream/speaking-pack.js';
import { splitToFit } from '../stream/split-segment.js';
import { tokenCount, tokenize } from '../text/tokens.js';
import type { FrontEnd, Language } from '../text/types.js';
import type { PackModel } from './pack-model.js';
import type { PackStatistics } from './pack-statistics.js';

/** Two seconds each, and every sound that a voice has: short, because who wants to speak waits for the one that runs. */
const LINES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'The quick brown fox jumps over a lazy dog.',
    'Why should we measure each young voice again?',
    'Please choose: that judge heard five vague sounds.',
  ],
  zh: ['今天天气很好，我们出去走走吧。', '请问，这本书是谁写的？', '他每天早上八点去学校上课。'],
};

/** Whoever has just stopped often goes on at once. */
const QUIET_MS = 1500;

/** What a pack has to be for this. */
export interface CalibratedPack extends Pick<PackModel, 'manifest' | 'isLoaded' | 'with'> {
  readonly statistics: Pick<PackStatistics, 'wanted' | 'calibrated' | 'giveUp'> | undefined;
}

/**
 * Calibrates what speeches found no statistics for, while nobody waits for a model: line after line, and given up as soon as
 * somebody does, until it is quiet again.
 */
export class Calibrator {
  readonly #packs: readonly CalibratedPack[];
  readonly #frontEnd: () => Promise<FrontEnd>;
  readonly #clock: Clock;
  readonly #onTrouble: (thrown: unknown) => void;
  #workCount = 0;
  #stopWaiting: Unsubscribe = () => undefined;
  #running: AbortController | undefined;
  /** Ends with the last run: a model's own run cannot be broken off, and the next one beside it would want as much memory again. */
  #ending: Promise<void> = Promise.resolve();

  /** @param onTrouble told of what failed in the background */
  constructor(
    packs: readonly CalibratedPack[],
    frontEnd: () => Promise<FrontEnd>,
    clock: Clock,
    onTrouble: (thrown: unknown) => void,
  ) {
    this.#packs = packs;
    this.#frontEnd = frontEnd;
    this.#clock = clock;
    this.#onTrouble = onTrouble;
  }

  /** Keeps away while somebody waits for what the work gives. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.workBegins();
    try {
      return await work();
    } finally {
      this.workEnded();
    }
  }

  /** Somebody waits for a model: a speech, a trial, a recording that is to become a voice. */
  workBegins(): void {
    this.#workCount++;
    this.#stopWaiting();
    this.#running?.abort(new Error('somebody waits for a model'));
  }

  workEnded(): void {
    this.#workCount--;
    if (this.#workCount > 0) return;
    this.#stopWaiting = this.#clock.after(QUIET_MS, () => {
      const controller = new AbortController();
      this.#running = controller;
      this.#ending = this.#ending.then(() => this.#run(controller.signal));
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (const pack of this.#packs) {
      for (;;) {
        const wanted = pack.statistics?.wanted;
        // A model is not loaded for this alone: that could take another's place.
        if (wanted === undefined || !pack.isLoaded || signal.aborted) break;
        await this.#calibrate(pack, wanted, signal);
      }
    }
  }

  async #calibrate(pack: CalibratedPack, owner: StatisticsOwner, signal: AbortSignal): Promise<void> {
    try {
      const row = await pack.with(async ({ calibrate }) =>
        calibrate?.(await this.#lines(pack, owner), signal),
      );
      if (row) await pack.statistics?.calibrated(owner, row);
      else pack.statistics?.giveUp(owner);
    } catch (thrown) {
      if (signal.aborted) return;
      pack.statistics?.giveUp(owner);
      this.#onTrouble(thrown);
    }
  }

  async #lines(
    { manifest }: CalibratedPack,
    { language, vector }: StatisticsOwner,
  ): Promise<AcousticInput[]> {
    const { alphabet, limits } = manifest;
    // As the pack's own voices speak: the noise in the source, above all, is part of what is measured.
    const controls = combineControls(chooseVoice(manifest).style.controls, {});
    const inputs: AcousticInput[] = [];
    for (const line of LINES[language])
      for await (const whole of (await this.#frontEnd()).segments(line))
        for (const segment of splitToFit(whole, (one) => tokenCount(one, alphabet) <= limits.maxTokens)) {
          const { ids } = tokenize(segment, alphabet, limits.maxTokens);
          inputs.push({
            ...controls,
            tokens: ids,
            style: vector.values,
            pauseFrames: ids.map(() => -1),
            statistics: null,
            isExact: false,
          });
        }
    return inputs;
  }
}
