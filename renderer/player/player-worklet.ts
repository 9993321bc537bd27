import { LineEnd } from './line-end.js';
import { PlayerCore } from './player-core.js';
import {
  PROCESSOR_NAME,
  type FromWorklet,
  type ProcessorOptions,
  type ToWorklet,
} from './worklet-messages.js';

/**
 * The player on the audio thread.
 *
 * Contract: everything here runs on the audio thread, `process` every 128 samples and messages between two blocks. The
 * core allocates nothing while it plays; a status, some twenty a second, and a captured block, for tests only, are
 * allocations of this file. Nothing waits, and nothing is shared with the page or the host but messages; the host's come
 * on a line of their own, and were checked before they entered it.
 */
class PlayerProcessor extends AudioWorkletProcessor {
  readonly #core = new PlayerCore(sampleRate);
  readonly #isCaptured: boolean;
  readonly #end = new LineEnd({
    core: this.#core,
    sampleRateHz: sampleRate,
    tellPage: (message, transfer) => this.#tellPage(message, transfer),
  });

  constructor(options: AudioWorkletNodeOptions) {
    super(options);
    this.#isCaptured = (options.processorOptions as ProcessorOptions).isCaptured;
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => {
      if (data.type === 'line') this.#end.take(data.line);
      else if (data.type === 'hush') this.#end.hush();
      else this.#end.send(data.availability);
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0]?.[0];
    if (output) {
      const startSample = this.#core.playedSamples;
      const wasSounding: boolean = this.#core.isSounding;
      this.#core.process(output);
      // Before or after: the first block begins a sound, and the last one ends it.
      if (this.#isCaptured && (wasSounding || this.#core.isSounding)) this.#capture(startSample, output);
    }
    this.#end.reportIfDue();
    return true;
  }

  #capture(startSample: number, output: Float32Array): void {
    const block = {
      generation: this.#core.generation ?? 0,
      startSample,
      putOutAtMs: Date.now(),
      pcm: output.slice(),
    };
    this.#tellPage({ type: 'block', block });
  }

  #tellPage(message: FromWorklet, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
  }
}

registerProcessor(PROCESSOR_NAME, PlayerProcessor);
