import type { Manner } from '../../shared/app/speech.js';
import type { StoreUsage } from '../../shared/app/settings.js';
import type { VoicesState } from '../../shared/app/voices.js';
import type { MixPart } from '../../shared/contract.js';
import type { Controls } from '../../shared/schemas.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { SpeechRequest } from '../speech.js';

/** The part of a speech request that says who speaks and how. */
export type ResolvedManner = Pick<
  SpeechRequest,
  'voice' | 'mix' | 'style' | 'controls' | 'plan' | 'diffusion'
>;

/** What is chosen in the pickers; what is left out stays. */
export interface Choice {
  readonly voiceId?: string | undefined;
  /** Also resets `controls`, but for the pauses, which belong to the listener and not to a style. */
  readonly styleId?: string | undefined;
  /** Whole, not a patch. */
  readonly controls?: Controls | undefined;
}

export interface MixDraft {
  /** Of the mix that it takes the place of; a new one without it. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly parts: readonly MixPart[];
}

export interface StyleDraft {
  readonly id?: string | undefined;
  readonly name: string;
  /** The built-in style that it starts from. */
  readonly base: string;
  readonly controls: Controls;
}

/** Voices, mixes and styles, and the way from a person's choice to what the engine is asked for. */
export interface VoicesService {
  /**
   * Turns a manner into a request's parts, its gaps filled from what is chosen, pauses and loudness from the settings, and
   * the longest segment from the memory plan. The level of a mix, or of a voice bent away from its own, is measured the
   * first time, which takes a fraction of a second.
   * @throws SottoError `unknown-voice`, `unknown-style`
   */
  resolve(manner: Manner): Promise<ResolvedManner>;
  /**
   * The same for somebody who waits for the sound: a level that was not measured yet counts as the pack's own. What is
   * chosen is measured as soon as it is chosen.
   * @throws SottoError `unknown-voice`, `unknown-style`
   */
  resolveAtOnce(manner: Manner): ResolvedManner;
  state(): VoicesState;
  /** Hears the state now, then after every change. */
  watch(listener: (state: VoicesState) => void): Unsubscribe;
  /** Chooses who speaks from the next sentence on, of what is being spoken as well. @throws SottoError `unknown-voice`, `unknown-style` */
  choose(choice: Choice): Promise<void>;
  /** @throws SottoError `unknown-voice` */
  setFavourite(voiceId: string, isFavourite: boolean): Promise<void>;
  /** Plays a voice's preview line, from its recording where there is one. @throws SottoError `unknown-voice`, `unknown-style` */
  preview(manner: Manner): void;
  /** Plays the preview line of a mix that is not saved. @throws SottoError `unknown-voice`, `unknown-style` */
  previewMix(parts: readonly MixPart[], manner: Manner): void;
  /** @returns the mix's id @throws SottoError `unknown-voice`, `bad-input` for voices of several packs, `unknown-item`, `name-taken` */
  saveMix(mix: MixDraft): Promise<string>;
  /** Removes a mix; what was chosen for it is the pack's default again. @throws SottoError `unknown-item` */
  removeMix(id: string): Promise<void>;
  /** A voice that is gone for good is no favourite any more, nor chosen. Mixes of it are kept. */
  forgetVoice(voiceId: string): Promise<void>;
  /** @returns the style's id @throws SottoError `unknown-style`, `unknown-item`, `name-taken` */
  saveStyle(style: StyleDraft): Promise<string>;
  /** @throws SottoError `unknown-item` */
  removeStyle(id: string): Promise<void>;
  /** Room that the recorded previews take. */
  previewsUsage(): Promise<Pick<StoreUsage, 'bytes' | 'entries'>>;
  /** Drops the recorded previews and what was measured; both come again when they are needed. */
  clearPreviews(): Promise<void>;
  /** Ends work in the background and writes what is not yet written. */
  dispose(): Promise<void>;
}
