import { delay, type Clock } from '../../engine/shared/clock.js';
import type { PlayerDownFrame, PlayerUpFrame } from '../../engine/shared/player-frames.js';
import { AudioStream } from './audio-stream.js';
import type { PlayerStatus } from './player-core.js';
import type { CapturedBlock, FromWorklet } from './worklet-messages.js';

/** Opened before anything is said: the rate of the voices that come with the app. */
const USUAL_RATE_HZ = 24_000;
/** A stream that a browser allows runs by then; until then it is not called blocked. */
const START_MS = 300;
/** How long a stream that another one replaces may go on with its fade. */
const FADE_MS = 100;
/** Smaller changes of the latency cannot be seen. */
const LATENCY_STEP_MS = 20;

export type Availability = Extract<PlayerUpFrame, { type: 'availability' }>;

export interface SoundEvents {
  readonly onStatus: (status: PlayerStatus) => void;
  readonly onAvailability: (availability: Availability) => void;
  /** Where it is there, every block that is put out is handed to it. */
  readonly onBlock: ((block: CapturedBlock) => void) | undefined;
}

/** Where a player's frames become sound. */
export interface SoundOutput {
  receive(frame: PlayerDownFrame): void;
  /** Falls silent: whoever sent frames is gone. */
  abandon(): void;
  /** Undefined until it is known whether sound is allowed. */
  readonly availability: Availability | undefined;
  dispose(): void;
}

/** Opens the sound of this page: one stream, at the rate of what is played, on the device that was chosen. */
export function openAudioOutput(events: SoundEvents, clock: Clock): SoundOutput {
  return new AudioOutput(events, clock);
}

class AudioOutput implements SoundOutput {
  readonly #events: SoundEvents;
  readonly #clock: Clock;
  readonly #leaving = new AbortController();
  #stream: AudioStream | undefined;
  #gain = 1;
  #deviceId = '';
  #deviceTrouble = '';
  #failure = '';
  #isSettled = false;
  #told: Availability | undefined;

  constructor(events: SoundEvents, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
    const { signal } = this.#leaving;
    // Whatever the person does first is the gesture that a browser wants before it lets a page sound.
    for (const gesture of ['pointerdown', 'keydown'] as const) {
      window.addEventListener(gesture, () => this.#resume(), { capture: true, signal });
    }
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#useDevice(), { signal });
    clock.after(START_MS, () => {
      this.#isSettled = true;
      this.#tell();
    });
    this.#open(USUAL_RATE_HZ);
  }

  get availability(): Availability | undefined {
    return this.#told;
  }

  receive(frame: PlayerDownFrame): void {
    if (frame.type === 'output') {
      this.#gain = frame.gain;
      this.#stream?.setGain(frame.gain);
      if (frame.deviceId === this.#deviceId) return;
      this.#deviceId = frame.deviceId;
      void this.#useDevice();
      return;
    }
    if (frame.type === 'begin' && frame.sampleRateHz !== this.#stream?.sampleRateHz) {
      this.#retire();
      this.#open(frame.sampleRateHz);
    }
    this.#stream?.post({ type: 'frame', frame });
  }

  abandon(): void {
    this.#stream?.post({ type: 'abandon' });
  }

  dispose(): void {
    this.#leaving.abort();
    this.#retire();
  }

  #open(sampleRateHz: number): void {
    this.#failure = '';
    try {
      this.#stream = new AudioStream({
        sampleRateHz,
        isCaptured: this.#events.onBlock !== undefined,
        onMessage: (message) => this.#hear(message),
        onChange: () => this.#tell(),
        onFailure: (reason) => this.#fail(reason),
      });
    } catch (thrown) {
      this.#fail(String(thrown));
      return;
    }
    this.#stream.setGain(this.#gain);
    void this.#useDevice();
    this.#resume();
  }

  /** Lets the current stream fade, then closes it. */
  #retire(): void {
    const old = this.#stream;
    if (!old) return;
    this.#stream = undefined;
    old.post({ type: 'abandon' });
    void delay(this.#clock, FADE_MS).then(() => old.close());
  }

  #hear(message: FromWorklet): void {
    if (message.type === 'block') this.#events.onBlock?.(message.block);
    else {
      this.#events.onStatus(message.status);
      this.#tell();
    }
  }

  #resume(): void {
    const stream = this.#stream;
    if (!stream || stream.isRunning) return;
    // Stays pending until the browser allows it, and fails only when the stream was closed meanwhile.
    stream.resume().then(
      () => this.#tell(),
      () => this.#tell(),
    );
  }

  async #useDevice(): Promise<void> {
    const stream = this.#stream;
    if (!stream) return;
    const deviceId = this.#deviceId;
    try {
      if (!(await isPresent(deviceId))) throw new DOMException('no such device', 'NotFoundError');
      await stream.setDevice(deviceId);
      if (deviceId === this.#deviceId) this.#deviceTrouble = '';
    } catch (thrown) {
      if (deviceId !== this.#deviceId || stream !== this.#stream) return;
      this.#deviceTrouble = troubleOf(thrown);
      await stream.setDevice('').catch((error: unknown) => this.#fail(String(error)));
    }
    this.#tell();
  }

  #fail(reason: string): void {
    this.#failure = `this window cannot make sound: ${reason}`;
    this.#isSettled = true;
    this.#tell();
  }

  #tell(): void {
    const isRunning = this.#failure === '' && (this.#stream?.isRunning ?? false);
    if (!isRunning && !this.#isSettled) return;
    const latencyMs = isRunning ? (this.#stream?.outputLatencyMs ?? 0) : 0;
    const told = this.#told;
    const isSteady = Math.abs(latencyMs - (told?.outputLatencyMs ?? Infinity)) < LATENCY_STEP_MS;
    const availability: Availability = {
      type: 'availability',
      state: isRunning ? 'ready' : 'blocked',
      deviceTrouble: this.#failure === '' ? this.#deviceTrouble : this.#failure,
      outputLatencyMs: isSteady ? (told?.outputLatencyMs ?? 0) : latencyMs,
    };
    const isNews =
      availability.state !== told?.state ||
      availability.deviceTrouble !== told.deviceTrouble ||
      availability.outputLatencyMs !== told.outputLatencyMs;
    if (!isNews) return;
    this.#told = availability;
    this.#events.onAvailability(availability);
  }
}

/** Whether a device can be chosen. Without the permission to see devices their ids are hidden; then it is tried. */
async function isPresent(deviceId: string): Promise<boolean> {
  if (deviceId === '') return true;
  const devices = await navigator.mediaDevices.enumerateDevices();
  const outputs = devices.filter(({ kind, deviceId: id }) => kind === 'audiooutput' && id !== '');
  return outputs.length === 0 || outputs.some(({ deviceId: id }) => id === deviceId);
}

function troubleOf(thrown: unknown): string {
  if (thrown instanceof DOMException && thrown.name === 'NotFoundError')
    return 'the chosen output device is not connected';
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return `the chosen output device cannot be used: ${reason}`;
}
