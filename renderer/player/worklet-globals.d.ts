/** What the scope of an audio worklet has and the page's types do not know. */

declare const sampleRate: number;

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
  constructor(options?: AudioWorkletNodeOptions);
}

declare function registerProcessor(
  name: string,
  processor: new (options: AudioWorkletNodeOptions) => AudioWorkletProcessor & {
    process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
  },
): void;

/** Not in every browser, and not yet among TypeScript's types: https://webaudio.github.io/web-audio-api/#dom-audiocontext-setsinkid */
interface AudioContext {
  readonly sinkId?: string;
  setSinkId?(sinkId: string): Promise<void>;
}
