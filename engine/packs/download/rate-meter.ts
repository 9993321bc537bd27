/** Time in which what was measured loses two thirds of its weight: long enough to read, short enough to follow a change. */
const TIME_CONSTANT_MS = 3000;

/** The speed of something that is counted, smoothed exponentially over time. */
export class RateMeter {
  #lastMs: number;
  #lastCount: number;
  #perMs: number | undefined;

  /** @param count what was there before and does not count as speed */
  constructor(nowMs: number, count: number) {
    this.#lastMs = nowMs;
    this.#lastCount = count;
  }

  /** Takes note of a count. One that fell, since something is begun anew, is where the next is measured from. */
  note(nowMs: number, count: number): void {
    const elapsedMs = nowMs - this.#lastMs;
    if (elapsedMs <= 0) return;
    const perMs = Math.max(0, count - this.#lastCount) / elapsedMs;
    const weight = 1 - Math.exp(-elapsedMs / TIME_CONSTANT_MS);
    this.#perMs = this.#perMs === undefined ? perMs : this.#perMs + (perMs - this.#perMs) * weight;
    this.#lastMs = nowMs;
    this.#lastCount = count;
  }

  get perSecond(): number {
    return (this.#perMs ?? 0) * 1000;
  }
}
