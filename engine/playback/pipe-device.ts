import type { Writable } from 'node:stream';
import { PlayerExit, type Device, type SampleEncoder } from './device.js';
import { startPlayer, type PlayerProcess } from './player-process.js';
import type { PlayerProgram } from './players.js';

/** Plays through one process that reads raw samples from its standard input. */
export class PipeDevice implements Device {
  readonly #player: PlayerProcess;
  readonly #input: Writable;
  readonly #encoder: SampleEncoder;
  readonly #command: string;

  constructor(program: PlayerProgram, path: string, sampleRateHz: number, encoder: SampleEncoder) {
    this.#player = startPlayer(program, path, program.args(sampleRateHz, ''));
    const { stdin } = this.#player.child;
    if (stdin === null) throw new Error('a pipe player has a standard input');
    this.#input = stdin;
    // Its end says more than the broken pipe that it leaves.
    this.#input.on('error', () => undefined);
    this.#encoder = encoder;
    this.#command = program.command;
  }

  async write(pcm: Float32Array): Promise<void> {
    if (pcm.length === 0) return;
    const bytes = this.#encoder.raw(pcm);
    const isAccepted = await new Promise<boolean>((resolve) => {
      this.#input.write(bytes, (error) => resolve(!error));
    });
    if (!isAccepted) await this.#endedEarly();
  }

  endSegment(): Promise<void> {
    return Promise.resolve();
  }

  async finish(): Promise<void> {
    this.#input.end();
    await this.#player.ended;
  }

  stop(): void {
    this.#input.destroy();
    this.#player.child.kill('SIGKILL');
  }

  async #endedEarly(): Promise<never> {
    await this.#player.ended;
    throw new PlayerExit(`${this.#command}: ended before everything was played`);
  }
}
