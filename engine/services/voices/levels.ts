import { integratedLoudnessLufs } from '../../export/loudness.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { MixPart } from '../../shared/contract.js';
import { joinSamples } from '../../shared/join-samples.js';
import type { JsonStore } from '../json-store.js';
import type { PackShelf } from '../packs/pack-shelf.js';
import type { SoundVersion } from '../renderings/sound-version.js';
import type { SpeechRequest, SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';
import { findVoice, packOf } from './catalogue.js';
import type { VoiceLanguage } from './preview-lines.js';

/** What decides how loud a voice comes out, and what it is to come out at. */
export interface Level {
  /** Voices of the pack with their shares; one for a voice that is no mix. */
  readonly parts: readonly MixPart[];
  readonly style: string;
  readonly pitchSemitones: number;
  readonly f0Range: number;
  readonly targetLufs: number;
}

/** Gains, in decibels, and loudnesses by what they were measured of. */
export type MeasuredLevels = Readonly<Record<string, number>>;

export interface LevelsOptions {
  readonly speech: SpeechService;
  readonly turns: Pick<Turns, 'whenFree'>;
  readonly packs: Pick<PackShelf, 'usable'>;
  /** Other sounds are measured anew. */
  readonly soundVersion: SoundVersion;
  readonly store: JsonStore<MeasuredLevels>;
}

/** Loudness that the pack's own gains lead to. */
const PACK_LUFS = -16;

/** Closer than this no listener hears a difference. */
const TOLERANCE_LU = 0.3;

/** Peaks below do not reach the limiter; what is added there arrives whole, and needs no second look. */
const LIMITER_PEAK_DB = -2;

/** The limiter takes back some of what is added, so that one measurement does not settle a loud voice. */
const MAX_ROUNDS = 3;

/** A measurement is of use also when nobody waits for it any more. */
const UNCANCELLED = new AbortController().signal;

/** Beyond, the limiter only flattens. */
const MAX_CORRECTION_DB = 12;

/** Models come out at any level, some very low; this is as far as a request's gain goes. */
const MAX_UNMEASURED_CORRECTION_DB = 24;

/** Some hundred manners; the oldest are forgotten, and measured again when they are used again. */
const MAX_ENTRIES = 500;

/** A few seconds each: vowels of every kind, stops, sibilants. */
const LINES: Readonly<Record<VoiceLanguage, string>> = {
  en: 'The boat was tied to the old pier. Nobody had used it since the summer, and the paint was coming off.',
  zh: '那条船系在旧码头上。从夏天起就没有人用过它，油漆也开始掉了。',
};

/**
 * Brings mixes, bent voices and voices that nobody has measured to their level. A pack that was made for Sotto knows the gain
 * of its own voices and styles; what a mix or another pitch does to the level cannot be told beforehand (up to 4 LU with the
 * starter pack), and models of others, or voices made of recordings, come without any gain. So it is measured once and kept.
 */
export class Levels {
  readonly #options: LevelsOptions;
  readonly #underWay = new Map<string, Promise<number>>();

  constructor(options: LevelsOptions) {
    this.#options = options;
  }

  /**
   * The gain, in decibels, that the pack's own needs on top. Known at once for what was measured before; else some lines
   * are rendered while nobody else waits for the engine, which takes a fraction of a second.
   * @throws SottoError of the engine
   */
  gainDb(level: Level): Promise<number> {
    if (this.#isAsThePackMeant(level)) return Promise.resolve(0);
    return this.#once(level.parts, ['gain', level], () => this.#searchGain(level));
  }

  /** The gain as far as it is known without rendering anything; undefined where it is still to be measured. */
  knownGainDb(level: Level): number | undefined {
    return this.#isAsThePackMeant(level)
      ? 0
      : this.#options.store.get()[this.#nameOf(level.parts, ['gain', level])];
  }

  #isAsThePackMeant({ parts, style, pitchSemitones, f0Range, targetLufs }: Level): boolean {
    const { defaults } = this.#manifestOf(parts);
    // A louder target drives the limiter, which takes part of it back.
    const isBelowLimiter = targetLufs <= PACK_LUFS;
    const isPlain = style === defaults.style && pitchSemitones === 0 && f0Range === 1;
    return parts.length === 1 && isPlain && isBelowLimiter && this.#isMeasured(parts);
  }

  /** A measurement gives no round figure: a gain of exactly 0 dB is the one that stands for none. */
  #isMeasured(parts: readonly MixPart[]): boolean {
    const { defaults } = this.#manifestOf(parts);
    const packs = this.#options.packs.usable();
    return parts.every(({ voice }) => (findVoice(packs, voice)?.styles[defaults.style]?.gainDb ?? 0) !== 0);
  }

  async #searchGain(level: Level): Promise<number> {
    const isMeasured = this.#isMeasured(level.parts);
    // Where nobody has measured the voice, the line is all that is known of it.
    const wantedLufs = level.targetLufs + (isMeasured ? await this.#lineBias(level) : 0);
    const limitDb = isMeasured ? MAX_CORRECTION_DB : MAX_UNMEASURED_CORRECTION_DB;
    let gainDb = 0;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { lufs, peakDb } = await this.#measure(level, gainDb);
      const missLu = wantedLufs - lufs;
      if (!Number.isFinite(missLu) || Math.abs(missLu) <= TOLERANCE_LU) break;
      gainDb = clamp(gainDb + missLu, limitDb);
      if (peakDb + Math.max(0, missLu) < LIMITER_PEAK_DB) break;
    }
    // Coarse, so that a key made of it is the same after every measurement.
    return Math.round(gainDb * 10) / 10;
  }

  /** By how much the voices' own way of speaking the line differs from the level of their pack: that is the line's doing. */
  async #lineBias({ parts }: Level): Promise<number> {
    const { defaults } = this.#manifestOf(parts);
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    const language = this.#languageOf(parts);
    let bias = 0;
    for (const { voice, weight } of parts) {
      const own: Level = {
        parts: [{ voice, weight: 1 }],
        style: defaults.style,
        pitchSemitones: 0,
        f0Range: 1,
        targetLufs: PACK_LUFS,
      };
      const lufs = await this.#once(own.parts, ['own', language, own], async () => {
        const measured = await this.#measure(own, 0, language);
        return measured.lufs;
      });
      bias += (weight / total) * (lufs - PACK_LUFS);
    }
    return bias;
  }

  async #measure(
    level: Level,
    gainDb: number,
    language = this.#languageOf(level.parts),
  ): Promise<{ lufs: number; peakDb: number }> {
    const { parts, style, pitchSemitones, f0Range, targetLufs } = level;
    const request: SpeechRequest = {
      ...speakerOf(parts),
      text: LINES[language],
      style,
      controls: { pitchSemitones, f0Range },
      plan: { targetLufs, gainDb, useCache: false },
    };
    // Whoever waits for a sound does not wait for its level.
    await this.#options.turns.whenFree(UNCANCELLED);
    const chunks: Float32Array[] = [];
    for await (const item of this.#options.speech.speak(request))
      if (item.kind === 'audio') chunks.push(item.pcm);
    const samples = joinSamples(chunks);
    const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
    const { sampleRateHz } = this.#manifestOf(parts);
    return { lufs: integratedLoudnessLufs(samples, sampleRateHz), peakDb: 20 * Math.log10(peak) };
  }

  #languageOf(parts: readonly MixPart[]): VoiceLanguage {
    const heaviest = parts.reduce((a, b) => (b.weight > a.weight ? b : a));
    return findVoice(this.#options.packs.usable(), heaviest.voice)?.language ?? 'en';
  }

  #manifestOf(parts: readonly MixPart[]): PackManifest {
    const packs = this.#options.packs.usable();
    return (packOf(packs, parts[0]?.voice ?? '') ?? packs[0]).manifest;
  }

  #nameOf(parts: readonly MixPart[], what: readonly unknown[]): string {
    return JSON.stringify([this.#options.soundVersion(speakerOf(parts)), ...what]);
  }

  /** Measures what is not known yet, once for all who ask meanwhile. A failure is forgotten. */
  #once(
    parts: readonly MixPart[],
    what: readonly unknown[],
    measure: () => Promise<number>,
  ): Promise<number> {
    const { store } = this.#options;
    const name = this.#nameOf(parts, what);
    const known = store.get()[name];
    if (known !== undefined) return Promise.resolve(known);
    const underWay = this.#underWay.get(name);
    if (underWay) return underWay;
    const measuring = measure()
      .then((value) => {
        store.update((levels) => withEntry(levels, name, value));
        return value;
      })
      .finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, measuring);
    return measuring;
  }
}

/** A voice or a mix, as a speech request names it. */
export function speakerOf(parts: readonly MixPart[]): Pick<SpeechRequest, 'voice' | 'mix'> {
  const [first] = parts;
  return parts.length === 1 && first ? { voice: first.voice } : { mix: [...parts] };
}

function withEntry(levels: MeasuredLevels, name: string, value: number): MeasuredLevels {
  const entries: [string, number][] = [...Object.entries(levels), [name, value]];
  return Object.fromEntries(entries.slice(-MAX_ENTRIES));
}

function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
