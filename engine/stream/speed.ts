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
  readonly acoustic: LinearCost;
  readonly decoder: LinearCost;
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

/** Taken before anything was measured: a slow laptop with the starter voice. */
const INITIAL: SpeedEstimate = {
  frontEndMs: 6,
  acoustic: { overheadMs: 5, rate: 0.02 },
  decoder: { overheadMs: 4, rate: 0.03 },
};

/** Collects measurements and gives the estimate that the scheduler plans with. */
export class SpeedMeter {
  readonly #acoustic = new LinearFit();
  readonly #decoder = new LinearFit();
  #frontEndMs: number | undefined;
  #frontEndAudioMs = 0;
  #frontEndWorkMs = 0;
  #measurements = 0;

  frontEnd(audioMs: number, workMs: number): void {
    this.#frontEndMs =
      this.#frontEndMs === undefined
        ? workMs
        : this.#frontEndMs + (workMs - this.#frontEndMs) * NEWEST_WEIGHT;
    this.#frontEndAudioMs += audioMs;
    this.#frontEndWorkMs += workMs;
  }

  acoustic(audioMs: number, workMs: number): void {
    this.#acoustic.add(audioMs, workMs);
    this.#measurements++;
  }

  /** @param audioMs what was fed, context and cross-fade included */
  decoder(audioMs: number, workMs: number): void {
    this.#decoder.add(audioMs, workMs);
    this.#measurements++;
  }

  estimate(): SpeedEstimate {
    return {
      frontEndMs: this.#frontEndMs ?? INITIAL.frontEndMs,
      acoustic: this.#acoustic.cost() ?? INITIAL.acoustic,
      decoder: this.#decoder.cost() ?? INITIAL.decoder,
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
}
