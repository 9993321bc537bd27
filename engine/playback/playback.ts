import type { Clock } from '../shared/clock.js';
import { SottoError } from '../shared/errors.js';
import { PlayerExit, type Device, type SampleEncoder } from './device.js';
import { FileDevice } from './file-device.js';
import { findProgram } from './find-program.js';
import { PipeDevice } from './pipe-device.js';
import { PlayHead } from './play-head.js';
import { playersOf, type PlayerProgram } from './players.js';

/**
 * A player that ends within this time of its start did not work here, and the next one gets everything from the
 * beginning. Later, the listener has heard the beginning: then it is a failure. Longer than a player takes to find
 * out that there is no device on a busy machine.
 */
const TRIAL_MS = 3000;

export interface FoundPlayer {
  readonly program: PlayerProgram;
  readonly path: string;
}

export interface PlaybackOptions {
  readonly sampleRateHz: number;
  readonly encoder: SampleEncoder;
  readonly clock: Clock;
  readonly players: readonly FoundPlayer[];
}

/** The players that are installed, the best first. */
export async function findPlayers(platform: string, searchPath: string): Promise<FoundPlayer[]> {
  const found: FoundPlayer[] = [];
  for (const program of playersOf(platform)) {
    const path = await findProgram(program.command, searchPath);
    if (path !== undefined) found.push({ program, path });
  }
  return found;
}

/** The players that are installed. @throws SottoError `no-audio-device` when there are none */
export async function requirePlayers(platform: string, searchPath: string): Promise<FoundPlayer[]> {
  const players = await findPlayers(platform, searchPath);
  if (players.length === 0) throw noDevice([], []);
  return players;
}

type Step = { readonly kind: 'write'; readonly pcm: Float32Array } | { readonly kind: 'endSegment' };

/**
 * Plays speech through the first system player that works. Calls must not overlap, but for `stop`.
 * Rejects with `no-audio-device` when none works, `playback-failed` when one fails in the middle.
 */
export class Playback {
  readonly #options: PlaybackOptions;
  readonly #waiting: FoundPlayer[];
  readonly #head = new PlayHead();
  readonly #reasons: string[] = [];
  /** Everything since the beginning, while another player may still have to take over. */
  #history: Step[] | undefined = [];
  #device:
    { readonly device: Device; readonly player: FoundPlayer; readonly startedAtMs: number } | undefined;
  #isStopped = false;

  constructor(options: PlaybackOptions) {
    this.#options = options;
    this.#waiting = [...options.players];
  }

  /** The program in use, once there was something to play. */
  get playerName(): string | undefined {
    return this.#device?.player.program.command;
  }

  get underrunCount(): number {
    return this.#head.underrunCount;
  }

  /** How far the listener is, by the clock. */
  positionMs(): number {
    return this.#head.positionMs(this.#options.clock.nowMs());
  }

  /** Resolves when the player has room for more. */
  async write(pcm: Float32Array): Promise<void> {
    await this.#perform({ kind: 'write', pcm });
    this.#head.wrote((pcm.length / this.#options.sampleRateHz) * 1000, this.#options.clock.nowMs());
  }

  async endSegment(): Promise<void> {
    await this.#perform({ kind: 'endSegment' });
  }

  /** Resolves when everything was heard. */
  async finish(): Promise<void> {
    while (this.#device !== undefined && !this.#isStopped) {
      try {
        await this.#device.device.finish();
        return;
      } catch (thrown) {
        await this.#takeOver(thrown);
      }
    }
  }

  /** Silence at once. */
  stop(): void {
    this.#isStopped = true;
    this.#device?.device.stop();
  }

  async #perform(step: Step): Promise<void> {
    if (this.#isStopped) return;
    if (this.#device !== undefined && this.#aliveMs() > TRIAL_MS) this.#history = undefined;
    this.#history?.push(step);
    try {
      if (this.#device === undefined) {
        this.#startNext();
        await this.#replay();
      } else {
        await apply(this.#device.device, step);
      }
    } catch (thrown) {
      await this.#takeOver(thrown);
    }
  }

  /** Gives everything to the next player, and to the one after when that fails as well. */
  async #takeOver(thrown: unknown): Promise<void> {
    let failure = thrown;
    for (;;) {
      if (this.#isStopped) return;
      if (!(failure instanceof PlayerExit)) throw failure;
      const isTrial = this.#history !== undefined && this.#aliveMs() <= TRIAL_MS;
      this.#device?.device.stop();
      if (!isTrial) throw interrupted(failure.reason);
      this.#reasons.push(failure.reason);
      this.#startNext();
      try {
        await this.#replay();
        return;
      } catch (next) {
        failure = next;
      }
    }
  }

  async #replay(): Promise<void> {
    for (const step of this.#history ?? []) {
      if (this.#device !== undefined) await apply(this.#device.device, step);
    }
  }

  #startNext(): void {
    const player = this.#waiting.shift();
    if (player === undefined) throw noDevice(this.#options.players, this.#reasons);
    const { sampleRateHz, encoder, clock } = this.#options;
    const DeviceOfKind = player.program.kind === 'pipe' ? PipeDevice : FileDevice;
    const device = new DeviceOfKind(player.program, player.path, sampleRateHz, encoder);
    this.#device = { device, player, startedAtMs: clock.nowMs() };
  }

  #aliveMs(): number {
    return this.#device === undefined ? 0 : this.#options.clock.nowMs() - this.#device.startedAtMs;
  }
}

async function apply(device: Device, step: Step): Promise<void> {
  if (step.kind === 'write') await device.write(step.pcm);
  else await device.endSegment();
}

function interrupted(reason: string): SottoError {
  return new SottoError({
    code: 'playback-failed',
    message: `the player stopped in the middle (${reason})`,
    next: 'check the sound device, or write to a file with --out speech.wav',
  });
}

function noDevice(players: readonly FoundPlayer[], reasons: readonly string[]): SottoError {
  const tried = players.map((player) => player.program.command).join(', ');
  return new SottoError({
    code: 'no-audio-device',
    message:
      tried === ''
        ? 'there is no program here that plays sound'
        : `there is no sound device that works (${reasons.join('; ')})`,
    next:
      tried === ''
        ? 'install alsa-utils or pulseaudio-utils, or write to a file with --out speech.wav'
        : 'connect a sound device, or write to a file with --out speech.wav',
    details: { tried },
  });
}
