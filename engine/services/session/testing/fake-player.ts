import {
  playerFrameEnd,
  type FrameEnd,
  type PlayerDownFrame,
  type PlayerUpFrame,
} from '../../../shared/player-frames.js';
import { createMemoryPortPair, type Port } from '../../../shared/transport.js';

/** A player without sound, for tests: it takes all that comes and plays as much as a test says. */

type Begin = Extract<PlayerDownFrame, { type: 'begin' }>;
type State = Extract<PlayerUpFrame, { type: 'status' }>['state'];

export interface FakePlayerOptions {
  /** Plays whatever comes, at once. */
  readonly isEager?: boolean;
  readonly availability?: 'ready' | 'blocked';
  readonly outputLatencyMs?: number;
}

export class FakePlayer {
  /** The host's end of the wire. */
  readonly hostPort: Port;
  /** Everything but the samples, in order. */
  readonly frames: Exclude<PlayerDownFrame, { type: 'pcm' }>[] = [];
  /** Lengths of the frames of samples of the current generation. */
  frameSizes: number[] = [];
  /** What was played, each piece at its place. */
  readonly played: { generation: number; startSample: number; pcm: Float32Array }[] = [];
  takenSamples = 0;
  playedSamples = 0;
  underrunCount = 0;
  readonly #end: FrameEnd<PlayerUpFrame, PlayerDownFrame>;
  readonly #isEager: boolean;
  #begin: Begin | undefined;
  #waiting: Float32Array[] = [];
  #isPaused = false;
  #totalSamples: number | undefined;

  constructor({ isEager = false, availability = 'ready', outputLatencyMs = 0 }: FakePlayerOptions = {}) {
    const [hostPort, playerPort] = createMemoryPortPair();
    this.hostPort = hostPort;
    this.#isEager = isEager;
    this.#end = playerFrameEnd(playerPort);
    this.#end.onFrame((frame) => this.#receive(frame));
    this.#end.send({ type: 'availability', state: availability, deviceTrouble: '', outputLatencyMs });
  }

  get begin(): Begin | undefined {
    return this.#begin;
  }

  get waitingSamples(): number {
    return this.takenSamples - this.playedSamples;
  }

  /** Plays up to so many of the samples that wait, and reports it. */
  play(sampleCount: number): void {
    if (!this.#begin || this.#isPaused) return;
    let left = Math.min(sampleCount, this.waitingSamples);
    while (left > 0) {
      const next = this.#waiting.shift() ?? new Float32Array(0);
      const pcm = next.subarray(0, left);
      if (pcm.length < next.length) this.#waiting.unshift(next.subarray(pcm.length));
      this.played.push({ generation: this.#begin.generation, startSample: this.playedSamples, pcm });
      this.playedSamples += pcm.length;
      left -= pcm.length;
    }
    this.report();
  }

  report(state: State = this.#state): void {
    if (!this.#begin) return;
    const { takenSamples, playedSamples, underrunCount } = this;
    const { generation } = this.#begin;
    this.#end.send({ type: 'status', generation, playedSamples, takenSamples, underrunCount, state });
  }

  send(frame: PlayerUpFrame): void {
    this.#end.send(frame);
  }

  /** As a window that is closed or reloaded. */
  close(): void {
    this.#end.close();
  }

  get #state(): State {
    if (this.playedSamples === this.#totalSamples) return 'ended';
    if (this.#isPaused) return 'paused';
    return this.playedSamples > (this.#begin?.startSample ?? 0) ? 'playing' : 'waiting';
  }

  #receive(frame: PlayerDownFrame): void {
    if (frame.type !== 'pcm') this.frames.push(frame);
    if (frame.type === 'begin') this.#restart(frame);
    if (frame.type === 'output' || frame.generation !== this.#begin?.generation) return;
    switch (frame.type) {
      case 'pcm':
        if (frame.startSample !== this.takenSamples) throw new Error('samples are missing or doubled');
        this.frameSizes.push(frame.pcm.length);
        this.#waiting.push(frame.pcm);
        this.takenSamples += frame.pcm.length;
        break;
      case 'end':
        this.#totalSamples = frame.totalSamples;
        if (this.playedSamples === frame.totalSamples) this.report();
        break;
      case 'pause':
      case 'resume':
        this.#isPaused = frame.type === 'pause';
        this.report();
        break;
      case 'stop':
        this.#begin = undefined;
        break;
      case 'begin':
    }
    if (this.#isEager) this.play(Infinity);
  }

  #restart(frame: Begin): void {
    this.#begin = frame;
    this.#isPaused = frame.isPaused;
    this.#waiting = [];
    this.#totalSamples = undefined;
    this.frameSizes = [];
    this.takenSamples = frame.startSample;
    this.playedSamples = frame.startSample;
    this.underrunCount = 0;
  }
}
