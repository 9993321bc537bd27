import workletUrl from './player-worklet.ts?worker&url';
import {
  PROCESSOR_NAME,
  type FromWorklet,
  type ProcessorOptions,
  type ToWorklet,
} from './worklet-messages.js';

/** A change of volume takes this long, so that it is no step. */
const GAIN_FADE_S = 0.02;

export interface AudioStreamOptions extends ProcessorOptions {
  readonly sampleRateHz: number;
  readonly onMessage: (message: FromWorklet) => void;
  /** It runs, or stopped running. */
  readonly onChange: () => void;
  /** The worklet is there: from now on something can be posted to it. */
  readonly onLoad: () => void;
  /** The player could not be loaded: nothing will ever sound. */
  readonly onFailure: (reason: string) => void;
}

/**
 * An open way to the loudspeaker at one sample rate; resampling to the device's rate is left to the AudioContext. It
 * stays open while nothing plays, so that the next sound need not wait for a device.
 */
export class AudioStream {
  readonly sampleRateHz: number;
  readonly #context: AudioContext;
  readonly #gain: GainNode;
  #node: AudioWorkletNode | undefined;

  /** @throws whatever the browser throws where it has no sound at all */
  constructor(options: AudioStreamOptions) {
    this.sampleRateHz = options.sampleRateHz;
    this.#context = new AudioContext({ sampleRate: options.sampleRateHz, latencyHint: 'interactive' });
    this.#context.onstatechange = options.onChange;
    this.#gain = this.#context.createGain();
    this.#gain.connect(this.#context.destination);
    this.#load(options).catch((thrown: unknown) => {
      if (this.#context.state !== 'closed') options.onFailure(String(thrown));
    });
  }

  /** Whether the worklet is there. */
  get isLoaded(): boolean {
    return this.#node !== undefined;
  }

  get isRunning(): boolean {
    return this.#context.state === 'running';
  }

  /** From leaving the worklet to the ear, as far as the system tells. */
  get outputLatencyMs(): number {
    return (this.#context.baseLatency + this.#context.outputLatency) * 1000;
  }

  /** Before it is loaded, this does nothing. */
  post(message: ToWorklet, transfer: Transferable[] = []): void {
    this.#node?.port.postMessage(message, transfer);
  }

  setGain(gain: number): void {
    const { currentTime } = this.#context;
    this.#gain.gain.cancelScheduledValues(currentTime);
    this.#gain.gain.setValueAtTime(this.#gain.gain.value, currentTime);
    this.#gain.gain.linearRampToValueAtTime(gain, currentTime + GAIN_FADE_S);
  }

  /** Rejects where there is no such device; what was used before stays. */
  async setDevice(deviceId: string): Promise<void> {
    if ((this.#context.sinkId ?? '') === deviceId) return;
    if (!this.#context.setSinkId) throw new Error('this browser cannot choose one');
    await this.#context.setSinkId(deviceId);
  }

  /** Sounds if the browser allows it now. */
  async resume(): Promise<void> {
    await this.#context.resume();
  }

  async close(): Promise<void> {
    this.#context.onstatechange = null;
    await this.#context.close();
  }

  async #load({ isCaptured, onMessage, onLoad }: AudioStreamOptions): Promise<void> {
    await this.#context.audioWorklet.addModule(workletUrl);
    const processorOptions: ProcessorOptions = { isCaptured };
    const node = new AudioWorkletNode(this.#context, PROCESSOR_NAME, {
      numberOfInputs: 0,
      outputChannelCount: [1],
      processorOptions,
    });
    node.port.onmessage = ({ data }: MessageEvent<FromWorklet>) => onMessage(data);
    node.connect(this.#gain);
    this.#node = node;
    onLoad();
  }
}
