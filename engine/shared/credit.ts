import { Waiters } from './waiters.js';

/**
 * Back-pressure between the engine, which renders faster than real time, and whoever takes the audio.
 * The engine starts with a window of samples it may send; the taker gives credit back for what it has taken.
 */

/**
 * High watermark: samples that may be sent and not yet taken (4 s at 24 kHz, 384 kB). Without it a long text would be
 * rendered whole into the host's memory, and cancelling would throw away minutes of work. Much smaller, and a host
 * that is busy for a moment would run out of audio.
 */
export const CREDIT_WINDOW_SAMPLES = 96_000;

/**
 * Low watermark: credit is given back in portions of this size (0.25 s). Without it every chunk costs a message. It has
 * to be well under the window: were both alike, the engine would stand still until everything was taken.
 */
export const CREDIT_RETURN_SAMPLES = 6_000;

/** The taker's side: collects what was taken and says when to give it back. */
export class CreditReturn {
  #takenSamples = 0;

  /** @returns samples to give back now; 0 while the portion is too small to be worth a message */
  take(sampleCount: number): number {
    this.#takenSamples += sampleCount;
    if (this.#takenSamples < CREDIT_RETURN_SAMPLES) return 0;
    const portion = this.#takenSamples;
    this.#takenSamples = 0;
    return portion;
  }
}

/** The sender's side: never more on its way than was granted. */
export class CreditGate {
  #availableSamples: number;
  readonly #waiting = new Waiters();

  constructor(initialSamples: number) {
    this.#availableSamples = initialSamples;
  }

  get availableSamples(): number {
    return this.#availableSamples;
  }

  grant(sampleCount: number): void {
    this.#availableSamples += sampleCount;
    this.#waiting.wake();
  }

  /** Uses up to `wantedSamples` of what is available. @returns how many may be sent */
  use(wantedSamples: number): number {
    const granted = Math.min(wantedSamples, this.#availableSamples);
    this.#availableSamples -= granted;
    return granted;
  }

  /** Resolves when there is credit; rejects with the signal's reason when it aborts first. */
  async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (this.#availableSamples === 0) await this.#waiting.wait(signal);
  }
}
