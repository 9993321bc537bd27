import type { EngineState } from '../../../engine/shared/app/system.js';

/** What a person has to know of the engine's process: nothing, as long as it does its work. */
export type EngineNotice = 'gave-up' | 'resuming' | 'slow' | undefined;

/** A start that takes longer is told: a slow disk, or a machine that is busy. */
export const SLOW_START_MS = 6000;

export interface EngineScene {
  /** Whether it has been in this state for `SLOW_START_MS`. */
  readonly isSlow: boolean;
  /** Whether somebody waits for what it does. One that died unused starts again when it is needed, and nobody minds. */
  readonly isSpeaking: boolean;
}

export function noticeOf({ kind }: EngineState, { isSlow, isSpeaking }: EngineScene): EngineNotice {
  if (kind === 'gave-up') return 'gave-up';
  if (kind === 'died') return isSpeaking ? 'resuming' : undefined;
  return kind === 'starting' && isSlow ? 'slow' : undefined;
}
