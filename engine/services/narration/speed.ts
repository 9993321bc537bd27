import type { Clock } from '../../shared/clock.js';

/** So much work is remembered: a machine that was busy an hour ago may be free now. */
const REMEMBERED_MS = 60_000;

/** How fast this machine renders, as expected milliseconds of speech a millisecond of work. */
export class RenderingSpeed {
  #speechMs = 0;
  #workMs = 0;

  add(speechMs: number, workMs: number): void {
    this.#speechMs += speechMs;
    this.#workMs += workMs;
    if (this.#workMs <= REMEMBERED_MS) return;
    this.#speechMs /= 2;
    this.#workMs /= 2;
  }

  /** @returns null before anything was measured */
  workMsFor(speechMs: number): number | null {
    if (this.#speechMs === 0) return null;
    return (speechMs * this.#workMs) / this.#speechMs;
  }
}

/** Measures work without the time that it stood still for somebody else. */
export class WorkTime {
  readonly #clock: Clock;
  #startedMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedMs = clock.nowMs();
  }

  /** Waits, off the clock. */
  async without(waiting: Promise<void>): Promise<void> {
    const beganMs = this.#clock.nowMs();
    await waiting;
    this.#startedMs += this.#clock.nowMs() - beganMs;
  }

  /** Work since the last lap. */
  lapMs(): number {
    const nowMs = this.#clock.nowMs();
    const workMs = nowMs - this.#startedMs;
    this.#startedMs = nowMs;
    return Math.max(0, workMs);
  }
}
