import type { GraphFile, PackManifest } from '../packs/manifest.js';
import { graphBytes } from '../packs/pack-files.js';

/** How fast this machine is, measured while it speaks. */

export interface LinearCost {
  /** Milliseconds every run costs. */
  readonly overheadMs: number;
  /** Milliseconds of work a millisecond of audio. */
  readonly rate: number;
}

export interface SpeedEstimate {
  /** Text to tokens, a segment. */
  readonly frontEndMs: number;
  /** What a segment costs before its first window. */
  readonly acoustic: LinearCost;
  readonly decoder: LinearCost;
  /** How many times slower than this a plan has to reckon with: other programs want the machine too. */
  readonly margin: number;
}

/** Weight of the newest measurement. One slow run (another program woke up) must not turn the plan over. */
const NEWEST_WEIGHT = 0.15;

/** A line fitted to (audio, work) pairs by least squares, older pairs counting less and less. */
export class LinearFit {
  #weight = 0;
  #x = 0;
  #y = 0;
  #xx = 0;
  #xy = 0;

  add(audioMs: number, workMs: number): void {
    const keep = this.#weight === 0 ? 0 : 1 - NEWEST_WEIGHT;
    const take = 1 - keep;
    this.#weight = keep * this.#weight + take;
    this.#x = keep * this.#x + take * audioMs;
    this.#y = keep * this.#y + take * workMs;
    this.#xx = keep * this.#xx + take * audioMs * audioMs;
    this.#xy = keep * this.#xy + take * audioMs * workMs;
  }

  /** @returns undefined before the first measurement */
  cost(): LinearCost | undefined {
    if (this.#weight === 0) return undefined;
    const variance = this.#xx - this.#x * this.#x;
    // All alike: a slope cannot be told from an overhead, so all is taken as slope.
    if (variance < 1e-3 * this.#xx) return { overheadMs: 0, rate: this.#y / Math.max(this.#x, 1e-9) };
    const slope = (this.#xy - this.#x * this.#y) / variance;
    const rate = Math.min(Math.max(slope, 0), this.#y / this.#x);
    return { rate, overheadMs: this.#y - rate * this.#x };
  }
}

/** Before so many runs were foretold, nothing is known of how far they stray. */
const MIN_FORETOLD = 6;
const LARGEST_MARGIN = 1.5;
/** However even the runs were so far, the next one may not be. */
const SMALLEST_MARGIN = 1.1;
/** For runs that stray evenly to both sides, hardly any stretch of them is slower on the whole. */
const MARGIN_DEVIATIONS = 2;

/** How far runs stray from what was foretold of them, as a share of their work; older runs count less and less. */
export class Spread {
  #foretoldMs = 0;
  #strayedMs = 0;
  #count = 0;

  add(foretoldMs: number, workMs: number): void {
    this.#foretoldMs = (1 - NEWEST_WEIGHT) * this.#foretoldMs + foretoldMs;
    this.#strayedMs = (1 - NEWEST_WEIGHT) * this.#strayedMs + Math.abs(workMs - foretoldMs);
    this.#count++;
  }

  margin(): number {
    if (this.#count < MIN_FORETOLD) return LARGEST_MARGIN;
    const share = this.#strayedMs / Math.max(this.#foretoldMs, 1e-9);
    return Math.min(Math.max(1 + MARGIN_DEVIATIONS * share, SMALLEST_MARGIN), LARGEST_MARGIN);
  }
}

const INITIAL_FRONT_END_MS = 6;
const INITIAL_OVERHEAD_MS = 5;
/**
 * Milliseconds of work for a millisecond of audio and a million weights, on one thread of a slow laptop. The starter voice
 * (5 million) and Kokoro (82 million) agree on it.
 */
const RATE_PER_MILLION_WEIGHTS = 0.01;
const BYTES_PER_WEIGHT: Readonly<Record<string, number>> = { fp32: 4, fp16: 2, int8: 1 };

/** What a pack's size says of its speed, for as long as nothing was measured. */
export function estimateSpeed(manifest: PackManifest, precision: string): SpeedEstimate {
  const weightBytes = BYTES_PER_WEIGHT[precision] ?? 4;
  const weights = ({ [precision]: file }: Readonly<Record<string, GraphFile>>): number =>
    graphBytes(file ? [file] : []) / weightBytes;
  const estimate = (millions: number, acousticShare: number): SpeedEstimate => {
    const rate = millions * RATE_PER_MILLION_WEIGHTS;
    return {
      frontEndMs: INITIAL_FRONT_END_MS,
      acoustic: { overheadMs: INITIAL_OVERHEAD_MS, rate: rate * acousticShare },
      decoder: { overheadMs: INITIAL_OVERHEAD_MS, rate: rate * (1 - acousticShare) },
      margin: LARGEST_MARGIN,
    };
  };
  switch (manifest.family) {
    case 'split': {
      const { acoustic, decoder } = manifest.graphs;
      return estimate((weights(acoustic) + weights(decoder)) / 1e6, 0.4);
    }
    case 'staged': {
      const { acoustic, trunk, generator } = manifest.graphs;
      return estimate((weights(acoustic) + weights(trunk) + weights(generator)) / 1e6, 0.1);
    }
    case 'single':
      return estimate(weights(manifest.graphs.model) / 1e6, 1);
  }
}

/** Collects measurements of one pack and gives the estimate that the scheduler plans with. */
export class SpeedMeter {
  readonly #initial: SpeedEstimate;
  readonly #acoustic = new LinearFit();
  readonly #decoder = new LinearFit();
  readonly #spread = new Spread();
  #stretch = 1;
  #frontEndMs: number | undefined;
  #frontEndAudioMs = 0;
  #frontEndWorkMs = 0;
  #measurements = 0;

  /** @param initial holds until there are measurements */
  constructor(initial: SpeedEstimate) {
    this.#initial = initial;
  }

  get isMeasured(): boolean {
    return this.#acoustic.cost() !== undefined && this.#decoder.cost() !== undefined;
  }

  frontEnd(audioMs: number, workMs: number): void {
    this.#frontEndMs =
      this.#frontEndMs === undefined
        ? workMs
        : this.#frontEndMs + (workMs - this.#frontEndMs) * NEWEST_WEIGHT;
    this.#frontEndAudioMs += audioMs;
    this.#frontEndWorkMs += workMs;
  }

  /** @param audioMs of the segment; its work is all that precedes the first window */
  acoustic(audioMs: number, workMs: number): void {
    this.#add(this.#acoustic, audioMs, workMs);
  }

  /** @param audioMs what was fed, context and cross-fade included */
  decoder(audioMs: number, workMs: number): void {
    this.#add(this.#decoder, audioMs, workMs);
  }

  /** How much longer this pack speaks than the text front end estimates. */
  get stretch(): number {
    return this.#stretch;
  }

  /** @param estimatedMs of a segment, in the pace that was asked for */
  spoke(estimatedMs: number, audioMs: number): void {
    if (estimatedMs <= 0 || audioMs <= 0) return;
    this.#stretch *= (audioMs / estimatedMs / this.#stretch) ** NEWEST_WEIGHT;
  }

  estimate(): SpeedEstimate {
    return {
      frontEndMs: this.#frontEndMs ?? this.#initial.frontEndMs,
      acoustic: this.#acoustic.cost() ?? this.#initial.acoustic,
      decoder: this.#decoder.cost() ?? this.#initial.decoder,
      margin: this.#spread.margin(),
    };
  }

  report(): {
    acousticRtf: number;
    decoderRtf: number;
    decoderOverheadMs: number;
    frontEndRtf: number;
    measurements: number;
  } {
    const { acoustic, decoder } = this.estimate();
    return {
      acousticRtf: acoustic.rate,
      decoderRtf: decoder.rate,
      decoderOverheadMs: decoder.overheadMs,
      frontEndRtf: this.#frontEndAudioMs > 0 ? this.#frontEndWorkMs / this.#frontEndAudioMs : 0,
      measurements: this.#measurements,
    };
  }

  #add(fit: LinearFit, audioMs: number, workMs: number): void {
    const known = fit.cost();
    if (known) this.#spread.add(costMs(known, audioMs), workMs);
    fit.add(audioMs, workMs);
    this.#measurements++;
  }
}

/** @returns milliseconds of work */
export function costMs({ overheadMs, rate }: LinearCost, audioMs: number): number {
  return overheadMs + rate * audioMs;
}
