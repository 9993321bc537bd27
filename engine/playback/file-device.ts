import { mkdtempSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinSamples } from '../shared/join-samples.js';
import type { Device, SampleEncoder } from './device.js';
import { startPlayer, type PlayerProcess } from './player-process.js';
import type { PlayerProgram } from './players.js';

/** Pieces that wait or play at once: one is heard while the next one lies ready. */
const MAX_PIECES_AHEAD = 2;

/** Plays pieces as WAV files, one after the other, through a program that cannot read a pipe. */
export class FileDevice implements Device {
  readonly #program: PlayerProgram;
  readonly #path: string;
  readonly #sampleRateHz: number;
  readonly #encoder: SampleEncoder;
  readonly #folder = mkdtempSync(join(tmpdir(), 'sotto-play-'));
  #piece: Float32Array[] = [];
  #pieceCount = 0;
  /** The last pieces that were given to the player, each done when it was heard. */
  #ahead: Promise<void>[] = [];
  #last: Promise<void> = Promise.resolve();
  #player: PlayerProcess | undefined;
  #isStopped = false;

  constructor(program: PlayerProgram, path: string, sampleRateHz: number, encoder: SampleEncoder) {
    this.#program = program;
    this.#path = path;
    this.#sampleRateHz = sampleRateHz;
    this.#encoder = encoder;
  }

  write(pcm: Float32Array): Promise<void> {
    this.#piece.push(pcm);
    return Promise.resolve();
  }

  async endSegment(): Promise<void> {
    if (this.#piece.every((pcm) => pcm.length === 0)) return;
    const file = join(this.#folder, `${this.#pieceCount}.wav`);
    this.#pieceCount += 1;
    const samples = joinSamples(this.#piece);
    this.#piece = [];
    await writeFile(file, this.#encoder.wav(samples, this.#sampleRateHz));
    this.#last = this.#last.then(() => this.#play(file));
    this.#last.catch(() => undefined);
    this.#ahead.push(this.#last);
    if (this.#ahead.length >= MAX_PIECES_AHEAD) await this.#ahead.shift();
  }

  async finish(): Promise<void> {
    await this.endSegment();
    try {
      await this.#last;
    } finally {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#player?.child.kill('SIGKILL');
    // On Windows the player that was just killed may hold its file for a moment.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  async #play(file: string): Promise<void> {
    if (this.#isStopped) return;
    this.#player = startPlayer(this.#program, this.#path, this.#program.args(this.#sampleRateHz, file));
    await this.#player.ended;
    await rm(file, { force: true });
  }
}
