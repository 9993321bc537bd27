import type { PlayerDownFrame, PlayerLineMessage, PlayerUpFrame } from '../../engine/shared/player-frames.js';

/** What the page and its worklet say to each other. Both come from one build, so that nothing is checked. */

export const PROCESSOR_NAME = 'sotto-player';

export interface ProcessorOptions {
  /** Also posts every block that is put out. */
  readonly isCaptured: boolean;
}

export type PlayerStatus = Extract<PlayerUpFrame, { type: 'status' }>;
export type Availability = Extract<PlayerUpFrame, { type: 'availability' }>;
export type PlaybackFrame = Exclude<PlayerDownFrame, { type: 'output' }>;
export type BeginFrame = Extract<PlayerDownFrame, { type: 'begin' }>;

/** The host's line on its way to who is to play, with what was read from it and not yet begun. */
export interface HandedLine {
  readonly port: MessagePort;
  readonly begin?: BeginFrame;
}

export type ToWorklet =
  | { readonly type: 'line'; readonly line: HandedLine }
  /** To be passed on to the host. */
  | { readonly type: 'tell'; readonly availability: Availability }
  /** Silence, before the host knows of it. */
  | { readonly type: 'hush' };

/** A block as it was put out. */
export interface CapturedBlock {
  readonly generation: number;
  /** Offset that had been played before this block. */
  readonly startSample: number;
  /** When it was handed to the device, in milliseconds since 1970: the audio thread has no finer clock. */
  readonly putOutAtMs: number;
  readonly pcm: Float32Array;
}

export type FromWorklet =
  /** What only the page can act on. */
  | Extract<PlayerLineMessage, { type: 'output' | 'gone' }>
  /** The line comes back: what begins has another sample rate. */
  | { readonly type: 'other-rate'; readonly line: Required<HandedLine> }
  /** A status has gone to the host. */
  | { readonly type: 'reported' }
  | { readonly type: 'block'; readonly block: CapturedBlock };
