/**
 * Where a listener is in what was written to a player, reckoned by the clock: system players do not tell.
 * Pure; times are milliseconds of any monotonic clock.
 */
export class PlayHead {
  #startedAtMs: number | undefined;
  #writtenMs = 0;
  #underrunCount = 0;

  /** Times at which a player ran dry before the end. */
  get underrunCount(): number {
    return this.#underrunCount;
  }

  /** Audio of this length went to the player. */
  wrote(durationMs: number, nowMs: number): void {
    if (this.#startedAtMs === undefined) {
      this.#startedAtMs = nowMs;
    } else if (nowMs - this.#startedAtMs > this.#writtenMs) {
      this.#underrunCount += 1;
      this.#startedAtMs = nowMs - this.#writtenMs;
    }
    this.#writtenMs += durationMs;
  }

  positionMs(nowMs: number): number {
    return this.#startedAtMs === undefined ? 0 : Math.min(this.#writtenMs, nowMs - this.#startedAtMs);
  }
}
