import type { Manner } from '../../shared/app/speech.js';
import type { StyleEntry } from '../../shared/app/voices.js';
import type { MixPart } from '../../shared/contract.js';
import type { Controls } from '../../shared/schemas.js';
import type { EngineHost } from '../engine-host.js';
import type { PackShelf, UsablePack } from '../packs/pack-shelf.js';
import type { SettingsService } from '../settings/settings-service.js';
import { nameIn, packOf, partsOf, styleOf, styleEntries, voiceEntries, type OwnVoices } from './catalogue.js';
import { stackControls } from './controls.js';
import { speakerOf, type Level } from './levels.js';
import type { ResolvedManner } from './voices-service.js';

/** Who speaks and how, with nothing left open. */
export interface FullManner {
  readonly pack: UsablePack;
  /** The pack's voices behind the one that speaks. */
  readonly parts: readonly MixPart[];
  /** Otherwise whoever the built-in pack has for each language speaks. */
  readonly isNamed: boolean;
  readonly style: StyleEntry;
  readonly controls: Controls;
}

export interface ChosenManner {
  /** Null where nobody is, or who is chosen is not installed. */
  readonly voiceId: string | null;
  readonly styleId: string;
  /** Who was chosen and is not installed. */
  readonly missingVoiceId: string | undefined;
}

export interface MannersParts {
  readonly packs: Pick<PackShelf, 'usable'>;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly engine: Pick<EngineHost, 'plan'>;
  readonly own: () => OwnVoices;
}

/** The way from a manner, and what is chosen where it leaves something open, to a request's parts. */
export class Manners {
  readonly #parts: MannersParts;

  constructor(parts: MannersParts) {
    this.#parts = parts;
  }

  /** What is chosen; what is no longer there counts as not chosen. */
  chosen(): ChosenManner {
    const { voiceId, styleId } = this.#parts.settings.get();
    const packs = this.#parts.packs.usable();
    const own = this.#parts.own();
    const entry = voiceEntries(packs, own).find(({ id }) => id === voiceId);
    const isThere = entry !== undefined && entry.isUnavailable !== true;
    const pack = (isThere ? packOf(packs, entry.id) : undefined) ?? packs[0];
    const hasStyle = styleEntries(pack, own).some(({ id }) => id === styleId);
    return {
      voiceId: isThere ? voiceId : null,
      styleId: hasStyle && styleId !== null ? styleId : pack.manifest.defaults.style,
      missingVoiceId: isThere ? undefined : (voiceId ?? undefined),
    };
  }

  /**
   * @param mix of a person who tries one, in place of the manner's voice
   * @throws SottoError `unknown-voice`, `unknown-style`
   */
  filled(manner: Manner, mix?: readonly MixPart[]): FullManner {
    const { settings, own } = this.#parts;
    const packs = this.#parts.packs.usable();
    const chosen = this.chosen();
    const { controls: chosenControls } = settings.get();
    const voiceId = manner.voiceId ?? chosen.voiceId;
    const parts = mix ?? partsOf(packs, own(), voiceId ?? nameIn(packs[0], packs[0].manifest.defaults.voice));
    const pack = packOf(packs, parts[0]?.voice ?? '') ?? packs[0];
    const isNamed = mix !== undefined || voiceId !== null;
    const style = styleOf(pack, own(), manner.styleId ?? this.#styleIn(pack), parts);
    // A style that is named comes as it was made; pauses are the listener's in any style.
    const { pauseMs } = chosenControls;
    const standard = manner.styleId === undefined ? chosenControls : {};
    const controls = stackControls(style.controls, manner.controls ?? standard);
    return { pack, parts, isNamed, style, controls: stackControls(pauseMs ? { pauseMs } : {}, controls) };
  }

  /** The parts of a request, at a level. Settings that a pack knows nothing of are left out: they change no sound of it. */
  resolved({ pack, parts, isNamed, style, controls }: FullManner, gainDb: number): ResolvedManner {
    const { paragraphPauseMs, targetLufs, decodesExactly, diffusion } = this.#parts.settings.get();
    const { family, graphs } = pack.manifest;
    const plan = this.#parts.engine.plan();
    const { maxSegmentDurationMs } = plan.packs.find(({ packId }) => packId === pack.id) ?? plan;
    return {
      ...(isNamed && speakerOf(parts)),
      style: style.base,
      controls,
      ...('denoiser' in graphs && { diffusion }),
      plan: {
        ...{ maxSegmentDurationMs, paragraphPauseMs, targetLufs, gainDb },
        ...(family === 'staged' && { exact: decodesExactly }),
      },
    };
  }

  levelOf({ parts, style, controls: { pitchSemitones = 0, f0Range = 1 } }: FullManner): Level {
    const { targetLufs } = this.#parts.settings.get();
    return { parts, style: style.base, pitchSemitones, f0Range, targetLufs };
  }

  /** The chosen style where the pack has it, and its default one otherwise. */
  #styleIn(pack: UsablePack): string {
    const { styleId } = this.#parts.settings.get();
    const isThere = styleEntries(pack, this.#parts.own()).some(({ id }) => id === styleId);
    return isThere && styleId !== null ? styleId : pack.manifest.defaults.style;
  }
}
