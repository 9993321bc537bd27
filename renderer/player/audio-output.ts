import { delay, type Clock } from '../../engine/shared/clock.js';
import { AudioStream } from './audio-stream.js';
import type { Availability, CapturedBlock, FromWorklet, HandedLine } from './worklet-messages.js';

/** Opened before anything is said: the rate of the voices that come with the app. */
const USUAL_RATE_HZ = 24_000;
/** A stream that a browser allows runs by then; until then it is not called blocked. */
const START_MS = 300;
/** How long a stream that another one replaces may go on with its fade. */
const FADE_MS = 100;
/** Smaller changes of the latency cannot be seen. */
const LATENCY_STEP_MS = 20;

export interface SoundEvents {
  /** The host has answered on the line. */
  readonly onConnected: () => void;
  /** The host is gone, and its line with it. */
  readonly onGone: () => void;
  /** Where it is there, every block that is put out is handed to it. */
  readonly onBlock: ((block: CapturedBlock) => void) | undefined;
}

/** Where a line's frames become sound. */
export interface SoundOutput {
  /** Takes the place of a line whose host is gone. */
  connect(line: MessagePort): void;
  /** Silence at once. What plays now is not heard any more, whatever the host still sends of it. */
  hush(): void;
}

/** Opens the sound of this page: one stream, at the rate of what is played, on the device that was chosen. */
export function openAudioOutput(events: SoundEvents, clock: Clock): SoundOutput {
  return new AudioOutput(events, clock);
}

type Trouble = Pick<Availability, 'deviceTrouble' | 'deviceTroubleCode'>;

const NO_TROUBLE: Trouble = { deviceTrouble: '' };

class AudioOutput implements SoundOutput {
  readonly #events: SoundEvents;
  readonly #clock: Clock;
  #rateHz = USUAL_RATE_HZ;
  #stream: AudioStream | undefined;
  /** The host's line as long as no worklet has it: unread, so that nothing is lost. */
  #line: HandedLine | undefined;
  #gain = 1;
  #deviceId = '';
  /** Why the chosen device is not used. */
  #deviceTrouble = NO_TROUBLE;
  /** Why there is no sound at all. */
  #failure = NO_TROUBLE;
  #isSettled = false;
  #told: Availability | undefined;

  constructor(events: SoundEvents, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
    // Whatever the person does first is the gesture that a browser wants before it lets a page sound.
    for (const gesture of ['pointerdown', 'keydown'] as const) {
      window.addEventListener(gesture, () => this.#resume(), { capture: true });
    }
    navigator.mediaDevices.addEventListener('devicechange', () => {
      this.#resume();
      void this.#useDevice();
    });
    clock.after(START_MS, () => {
      this.#isSettled = true;
      this.#tell();
    });
    this.#open();
  }

  connect(port: MessagePort): void {
    this.#line = { port };
    if (this.#told) port.postMessage(this.#told);
    this.#handOver();
  }

  hush(): void {
    this.#stream?.post({ type: 'hush' });
  }

  #handOver(): void {
    if (!this.#line || !this.#stream?.isLoaded) return;
    this.#stream.post({ type: 'line', line: this.#line }, [this.#line.port]);
    this.#line = undefined;
  }

  #open(): void {
    this.#failure = NO_TROUBLE;
    let stream: AudioStream;
    try {
      stream = new AudioStream({
        sampleRateHz: this.#rateHz,
        isCaptured: this.#events.onBlock !== undefined,
        onMessage: (message) => this.#hear(message),
        onChange: () => this.#tell(),
        onLoad: () => this.#handOver(),
        onFailure: (reason) => {
          if (stream !== this.#stream) return;
          this.#retire();
          this.#fail(reason);
        },
      });
    } catch (thrown) {
      this.#fail(String(thrown));
      return;
    }
    this.#stream = stream;
    stream.setGain(this.#gain);
    void this.#useDevice();
    this.#resume();
  }

  /** Closes the current stream once what it was playing has faded. */
  #retire(): void {
    const old = this.#stream;
    this.#stream = undefined;
    if (old) void delay(this.#clock, FADE_MS).then(() => old.close());
  }

  #hear(message: FromWorklet): void {
    switch (message.type) {
      case 'output':
        this.#events.onConnected();
        this.#gain = message.gain;
        this.#stream?.setGain(message.gain);
        if (message.deviceId === this.#deviceId) break;
        this.#deviceId = message.deviceId;
        void this.#useDevice();
        break;
      case 'gone':
        this.#events.onGone();
        break;
      case 'other-rate':
        this.#line = message.line;
        // What was told meanwhile went to a worklet that had no line any more.
        if (this.#told) message.line.port.postMessage(this.#told);
        this.#rateHz = message.line.begin.sampleRateHz;
        this.#retire();
        this.#open();
        break;
      case 'reported':
        this.#tell();
        break;
      case 'block':
        this.#events.onBlock?.(message.block);
    }
  }

  /** Sounds if it can now: there was a gesture, or another device. */
  #resume(): void {
    const stream = this.#stream;
    if (!stream) {
      this.#open();
      return;
    }
    if (stream.isRunning) return;
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
      if (deviceId === this.#deviceId) this.#deviceTrouble = NO_TROUBLE;
    } catch (thrown) {
      if (deviceId !== this.#deviceId || stream !== this.#stream) return;
      this.#deviceTrouble = troubleOf(thrown);
      await stream.setDevice('').catch((error: unknown) => this.#fail(String(error)));
    }
    this.#tell();
  }

  #fail(reason: string): void {
    this.#failure = {
      deviceTrouble: `this window cannot make sound: ${reason}`,
      deviceTroubleCode: 'no-sound',
    };
    this.#isSettled = true;
    this.#tell();
  }

  #tell(): void {
    const isRunning = this.#failure === NO_TROUBLE && (this.#stream?.isRunning ?? false);
    if (!isRunning && !this.#isSettled) return;
    const latencyMs = isRunning ? (this.#stream?.outputLatencyMs ?? 0) : 0;
    const told = this.#told;
    const isSteady = Math.abs(latencyMs - (told?.outputLatencyMs ?? Infinity)) < LATENCY_STEP_MS;
    const availability: Availability = {
      type: 'availability',
      state: isRunning ? 'ready' : 'blocked',
      ...(this.#failure === NO_TROUBLE ? this.#deviceTrouble : this.#failure),
      outputLatencyMs: isSteady ? (told?.outputLatencyMs ?? 0) : latencyMs,
    };
    const isNews =
      availability.state !== told?.state ||
      availability.deviceTrouble !== told.deviceTrouble ||
      availability.outputLatencyMs !== told.outputLatencyMs;
    if (!isNews) return;
    this.#told = availability;
    if (this.#line) this.#line.port.postMessage(availability);
    else this.#stream?.post({ type: 'tell', availability });
  }
}

/** Whether a device can be chosen. Without the permission to see devices their ids are hidden; then it is tried. */
async function isPresent(deviceId: string): Promise<boolean> {
  if (deviceId === '') return true;
  const devices = await navigator.mediaDevices.enumerateDevices();
  const outputs = devices.filter(({ kind, deviceId: id }) => kind === 'audiooutput' && id !== '');
  return outputs.length === 0 || outputs.some(({ deviceId: id }) => id === deviceId);
}

function troubleOf(thrown: unknown): Trouble {
  if (thrown instanceof DOMException && thrown.name === 'NotFoundError')
    return {
      deviceTrouble: 'the chosen output device is not connected',
      deviceTroubleCode: 'not-connected',
    };
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    deviceTrouble: `the chosen output device cannot be used: ${reason}`,
    deviceTroubleCode: 'not-usable',
  };
}
