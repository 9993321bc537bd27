import type { Manner } from '../../shared/app/speech.js';
import type { VoicesState } from '../../shared/app/voices.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { SpeechRequest } from '../speech.js';

/** The part of a speech request that says who speaks and how. */
export type ResolvedManner = Pick<SpeechRequest, 'voice' | 'mix' | 'style' | 'controls' | 'plan'>;

/** Voices, mixes and styles, and the way from a person's choice to what the engine is asked for. */
export interface VoicesService {
  /**
   * Turns a manner into a request's parts, its gaps filled from what is chosen, pauses and loudness from the settings, and
   * the longest segment from the memory plan.
   * @throws SottoError `unknown-voice`, `unknown-style`
   */
  resolve(manner: Manner): Promise<ResolvedManner>;
  state(): VoicesState;
  /** Hears the state now, then after every change. */
  watch(listener: (state: VoicesState) => void): Unsubscribe;
}
