import type { Clock } from '../../shared/clock.js';
import type { Unsubscribe } from '../../shared/transport.js';

/** Calls back once nothing was done for long enough; noting work is cheap, since it moves no timer. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #onIdle: () => void;
  #limitMs: number | null = null;
  #lastWorkMs: number;
  #stopTimer: Unsubscribe = () => undefined;

  constructor(clock: Clock, onIdle: () => void) {
    this.#clock = clock;
    this.#onIdle = onIdle;
    this.#lastWorkMs = clock.nowMs();
  }

  noteWork(): void {
    this.#lastWorkMs = this.#clock.nowMs();
  }

  /** Begins to wait, from now on. @param limitMs null: for ever */
  start(limitMs: number | null): void {
    this.#limitMs = limitMs;
    this.noteWork();
    this.#wait();
  }

  stop(): void {
    this.#stopTimer();
  }

  #wait(): void {
    this.#stopTimer();
    if (this.#limitMs === null) return;
    const remainingMs = this.#limitMs - (this.#clock.nowMs() - this.#lastWorkMs);
    if (remainingMs <= 0) this.#onIdle();
    else this.#stopTimer = this.#clock.after(remainingMs, () => this.#wait());
  }
}
