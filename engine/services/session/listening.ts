import type { PlayerUpFrame } from '../../shared/player-frames.js';

type PlayerStatus = Extract<PlayerUpFrame, { type: 'status' }>;

/** How far an utterance was heard, over all the players that came and went meanwhile. */
export class Listening {
  /** When it was asked for; undefined once the time to the first sound can no longer be told. */
  #askedMs: number | undefined;
  #playedSamples = 0;
  #underrunCount = 0;
  #underrunsOfEarlierPlayers = 0;
  #firstAudioMs: number | null = null;
  #hasSounded = false;
  #isMoving = false;

  constructor(askedMs: number) {
    this.#askedMs = askedMs;
  }

  /** Offset of the first sample that no player has reported as played. */
  get playedSamples(): number {
    return this.#playedSamples;
  }

  get underrunCount(): number {
    return this.#underrunCount;
  }

  get firstAudioMs(): number | null {
    return this.#firstAudioMs;
  }

  get hasSounded(): boolean {
    return this.#hasSounded;
  }

  get isMoving(): boolean {
    return this.#isMoving;
  }

  note(status: PlayerStatus, nowMs: number): void {
    if (!this.#hasSounded && status.playedSamples > this.#playedSamples) {
      this.#hasSounded = true;
      if (this.#askedMs !== undefined) this.#firstAudioMs = nowMs - this.#askedMs;
    }
    this.#playedSamples = status.playedSamples;
    this.#underrunCount = this.#underrunsOfEarlierPlayers + status.underrunCount;
    this.#isMoving = status.state === 'playing';
  }

  /** A pause before the first sound is the listener's time, not the machine's. */
  paused(): void {
    this.#askedMs = undefined;
    this.#isMoving = false;
  }

  /** Nothing sounds any more, or another player goes on from here. */
  silenced(): void {
    this.#underrunsOfEarlierPlayers = this.#underrunCount;
    this.#isMoving = false;
  }
}
