import type { PlayerDownFrame } from '../../engine/shared/player-frames.js';
import type { PlayerStatus } from './player-core.js';

/** What the page and its worklet say to each other. Both come from one build, so that nothing is checked. */

export const PROCESSOR_NAME = 'sotto-player';

export interface ProcessorOptions {
  /** Also posts every block that is put out. */
  readonly isCaptured: boolean;
}

export type ToWorklet =
  | { readonly type: 'frame'; readonly frame: Exclude<PlayerDownFrame, { type: 'output' }> }
  /** The host is gone: silence. */
  | { readonly type: 'abandon' };

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
  | { readonly type: 'status'; readonly status: PlayerStatus }
  | { readonly type: 'block'; readonly block: CapturedBlock };
