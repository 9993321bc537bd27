import type { SpeechPosition } from '../../engine/shared/app/speech.js';

/** Reports come every 50 ms; without one for so long, the sound has stopped as well. */
const MAX_AHEAD_MS = 250;
/** A report that differs by less is late or early on its way; one that differs by more is a jump. */
const MAX_DRIFT_MS = 150;
/** Part of the drift that each report corrects: a reader's eye does not see it. */
const CORRECTION = 0.2;

/** Where in a speech one is, at any moment between two reports of the host. */
export class Playhead {
  #utteranceId = -1;
  #sample = 0;
  #reportedMs = 0;
  #isMoving = false;
  #furthest = 0;

  get utteranceId(): number {
    return this.#utteranceId;
  }

  get isMoving(): boolean {
    return this.#isMoving;
  }

  /** @param nowMs of the clock that `sampleAt` is asked with */
  note({ utteranceId, playedSamples, isMoving }: SpeechPosition, nowMs: number, sampleRateHz: number): void {
    const expected = this.sampleAt(nowMs, sampleRateHz);
    const drift = playedSamples - expected;
    const isJump =
      utteranceId !== this.#utteranceId ||
      !isMoving ||
      !this.#isMoving ||
      Math.abs(drift) > (MAX_DRIFT_MS * sampleRateHz) / 1000;
    this.#sample = isJump ? playedSamples : expected + drift * CORRECTION;
    if (isJump) this.#furthest = playedSamples;
    this.#utteranceId = utteranceId;
    this.#reportedMs = nowMs;
    this.#isMoving = isMoving;
  }

  /** The sample that is heard; never an earlier one than said before, unless the host reported a jump. */
  sampleAt(nowMs: number, sampleRateHz: number): number {
    const aheadMs = this.#isMoving ? Math.min(MAX_AHEAD_MS, Math.max(0, nowMs - this.#reportedMs)) : 0;
    this.#furthest = Math.max(this.#furthest, this.#sample + (aheadMs * sampleRateHz) / 1000);
    return this.#furthest;
  }
}
