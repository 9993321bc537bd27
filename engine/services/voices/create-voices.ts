import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { LoadedPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { Manner } from '../../shared/app/speech.js';
import type { StyleEntry, VoiceEntry, VoicesState } from '../../shared/app/voices.js';
import type { Clock } from '../../shared/clock.js';
import type { MixPart } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import type { Controls } from '../../shared/schemas.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { EngineHost } from '../engine-host.js';
import { openJsonStore, type JsonStore } from '../json-store.js';
import { Listeners } from '../../shared/listeners.js';
import type { PlaybackSession } from '../session/playback-session.js';
import type { SoundVersion } from '../renderings/sound-version.js';
import type { SettingsService } from '../settings/settings-service.js';
import type { SpeechRequest } from '../speech.js';
import type { Turns } from '../turns.js';
import {
  ownVoicesSchema,
  partsOf,
  styleEntries,
  styleOf,
  voiceEntries,
  type OwnVoices,
} from './catalogue.js';
import { stackControls } from './controls.js';
import { Levels, speakerOf, type Level, type MeasuredLevels } from './levels.js';
import { PREVIEW_LINES } from './preview-lines.js';
import { Previews } from './previews.js';
import type { Choice, MixDraft, ResolvedManner, StyleDraft, VoicesService } from './voices-service.js';

export interface VoicesOptions {
  readonly settings: SettingsService;
  readonly engine: Pick<EngineHost, 'speech' | 'plan'>;
  readonly session: Pick<PlaybackSession, 'play'>;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly pack: Pick<LoadedPack, 'manifest'>;
  readonly soundVersion: SoundVersion;
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly onTrouble: (error: SottoError) => void;
}

/** A slider sends its last value within this time; what it leads to is then prepared. */
const SETTLE_MS = 300;

/** Previews are made when the app has come up and nobody is at the sliders. */
const PREVIEWS_DELAY_MS = 3000;

const levelsSchema = z.record(z.string(), z.number());

/** Opens what a person made of the pack's voices, and prepares their previews in the background. */
export async function openVoices(options: VoicesOptions): Promise<VoicesService> {
  const { dataDir, cacheDir, onTrouble } = options;
  const [own, levels] = await Promise.all([
    openJsonStore<OwnVoices>({
      file: join(dataDir, 'voices.json'),
      schema: ownVoicesSchema,
      initial: ownVoicesSchema.parse({}),
      onTrouble,
    }),
    openJsonStore<MeasuredLevels>({
      file: join(cacheDir, 'levels.json'),
      schema: levelsSchema,
      initial: {},
      onTrouble,
    }),
  ]);
  return new Voices(options, own, levels);
}

/** Who speaks and how, with nothing left open. */
interface FullManner {
  /** The pack's voices behind the one that speaks. */
  readonly parts: readonly MixPart[];
  /** Otherwise whoever the pack has for each language speaks. */
  readonly isNamed: boolean;
  readonly style: StyleEntry;
  readonly controls: Controls;
}

class Voices implements VoicesService {
  readonly #options: VoicesOptions;
  readonly #manifest: PackManifest;
  readonly #own: JsonStore<OwnVoices>;
  readonly #levels: Levels;
  readonly #levelStore: JsonStore<MeasuredLevels>;
  readonly #previews: Previews;
  readonly #listeners = new Listeners<VoicesState>();
  readonly #stopWatchingSettings: Unsubscribe;
  #told = '';
  #stopSettling: Unsubscribe = () => undefined;
  #stopWaiting: Unsubscribe = () => undefined;
  #background = new AbortController();

  constructor(options: VoicesOptions, own: JsonStore<OwnVoices>, levelStore: JsonStore<MeasuredLevels>) {
    const { settings, engine, turns, pack, soundVersion, cacheDir, onTrouble } = options;
    this.#options = options;
    this.#manifest = pack.manifest;
    this.#own = own;
    this.#levelStore = levelStore;
    const { speech } = engine;
    this.#levels = new Levels({ speech, turns, manifest: pack.manifest, soundVersion, store: levelStore });
    this.#previews = new Previews({
      dir: join(cacheDir, 'previews'),
      speech,
      turns,
      soundVersion,
      onTrouble,
    });
    this.#stopWatchingSettings = settings.watch(() => {
      this.#changed();
      this.#prepareSoon();
    });
  }

  async resolve(manner: Manner): Promise<ResolvedManner> {
    const full = this.#filled(manner);
    return this.#resolved(full, await this.#levels.gainDb(this.#levelOf(full)));
  }

  resolveAtOnce(manner: Manner): ResolvedManner {
    return this.#resolvedAtOnce(this.#filled(manner));
  }

  state(): VoicesState {
    const own = this.#own.get();
    const { voiceId, styleId } = this.#chosen();
    return {
      voices: voiceEntries(this.#manifest, own),
      styles: styleEntries(this.#manifest, own),
      chosen: {
        voiceId: voiceId ?? this.#manifest.defaults.voice,
        styleId,
        controls: this.#options.settings.get().controls,
      },
    };
  }

  watch(listener: (state: VoicesState) => void): Unsubscribe {
    listener(this.state());
    return this.#listeners.add(listener);
  }

  async choose({ voiceId, styleId, controls }: Choice): Promise<void> {
    const { settings } = this.#options;
    if (voiceId !== undefined) this.#parts(voiceId);
    if (styleId !== undefined) styleOf(this.#manifest, this.#own.get(), styleId);
    const { pauseMs } = settings.get().controls;
    const reset = styleId === undefined ? undefined : { ...(pauseMs && { pauseMs }) };
    const nextControls = controls ?? reset;
    await settings.change({
      // Unnamed, the default voice leaves other languages to voices of their own.
      ...(voiceId !== undefined && { voiceId: voiceId === this.#manifest.defaults.voice ? null : voiceId }),
      ...(styleId !== undefined && { styleId }),
      ...(nextControls && { controls: nextControls }),
    });
  }

  async setFavourite(voiceId: string, isFavourite: boolean): Promise<void> {
    this.#parts(voiceId);
    await this.#change((own) => ({
      ...own,
      favourites: [...own.favourites.filter((id) => id !== voiceId), ...(isFavourite ? [voiceId] : [])],
    }));
  }

  preview(manner: Manner): void {
    const voice = this.#entry(manner.voiceId ?? this.state().chosen.voiceId);
    this.#playPreview(voice.name, voice.language, this.#filled({ ...manner, voiceId: voice.id }));
  }

  previewMix(parts: readonly MixPart[], manner: Manner): void {
    for (const { voice } of parts) this.#packVoice(voice);
    const voices = [...parts].sort((a, b) => b.weight - a.weight).map(({ voice }) => this.#entry(voice));
    const title = voices.map(({ name }) => name).join(' + ');
    this.#playPreview(title, voices[0]?.language ?? 'en', this.#filled(manner, parts));
  }

  async saveMix({ id, name, parts }: MixDraft): Promise<string> {
    for (const { voice } of parts) this.#packVoice(voice);
    const mixId = id ?? `mix-${randomUUID()}`;
    const own = this.#own.get();
    if (id !== undefined) this.#known(own.mixes, id);
    this.#free(name, mixId, voiceEntries(this.#manifest, own));
    await this.#change((one) => ({
      ...one,
      mixes: withItem(one.mixes, { id: mixId, name, parts: [...parts] }),
    }));
    return mixId;
  }

  async removeMix(id: string): Promise<void> {
    this.#known(this.#own.get().mixes, id);
    await this.#change((own) => ({
      ...own,
      favourites: own.favourites.filter((one) => one !== id),
      mixes: own.mixes.filter((mix) => mix.id !== id),
    }));
    if (this.#options.settings.get().voiceId === id) await this.#options.settings.change({ voiceId: null });
  }

  async saveStyle({ id, name, base, controls }: StyleDraft): Promise<string> {
    if (!styleEntries(this.#manifest, ownVoicesSchema.parse({})).some((style) => style.id === base))
      throw new SottoError({ code: 'unknown-style', message: `there is no built-in style "${base}"` });
    const styleId = id ?? `style-${randomUUID()}`;
    const own = this.#own.get();
    if (id !== undefined) this.#known(own.styles, id);
    this.#free(name, styleId, styleEntries(this.#manifest, own));
    await this.#change((one) => ({
      ...one,
      styles: withItem(one.styles, { id: styleId, name, base, controls }),
    }));
    return styleId;
  }

  async removeStyle(id: string): Promise<void> {
    this.#known(this.#own.get().styles, id);
    await this.#change((own) => ({ ...own, styles: own.styles.filter((style) => style.id !== id) }));
    if (this.#options.settings.get().styleId === id) await this.#options.settings.change({ styleId: null });
  }

  previewsUsage(): Promise<{ bytes: number; entries: number }> {
    return this.#previews.usage();
  }

  async clearPreviews(): Promise<void> {
    this.#background.abort();
    this.#levelStore.set({});
    await this.#previews.clear();
    await this.#levelStore.flush();
  }

  async dispose(): Promise<void> {
    this.#stopWatchingSettings();
    this.#stopSettling();
    this.#stopWaiting();
    this.#background.abort();
    await Promise.all([this.#own.flush(), this.#levelStore.flush()]);
  }

  /** What is chosen; what is no longer there counts as not chosen. */
  #chosen(): { voiceId: string | null; styleId: string } {
    const { voiceId, styleId } = this.#options.settings.get();
    const own = this.#own.get();
    const hasVoice = voiceEntries(this.#manifest, own).some(({ id }) => id === voiceId);
    const hasStyle = styleEntries(this.#manifest, own).some(({ id }) => id === styleId);
    return {
      voiceId: hasVoice ? voiceId : null,
      styleId: hasStyle && styleId !== null ? styleId : this.#manifest.defaults.style,
    };
  }

  /** At the level that is known of it by now. */
  #resolvedAtOnce(full: FullManner): ResolvedManner {
    return this.#resolved(full, this.#levels.knownGainDb(this.#levelOf(full)) ?? 0);
  }

  #resolved({ parts, isNamed, style, controls }: FullManner, gainDb: number): ResolvedManner {
    const { paragraphPauseMs, targetLufs } = this.#options.settings.get();
    const { maxSegmentDurationMs } = this.#options.engine.plan();
    return {
      ...(isNamed && speakerOf(parts)),
      style: style.base,
      controls,
      plan: { maxSegmentDurationMs, paragraphPauseMs, targetLufs, gainDb },
    };
  }

  #levelOf({ parts, style, controls: { pitchSemitones = 0, f0Range = 1 } }: FullManner): Level {
    const { targetLufs } = this.#options.settings.get();
    return { parts, style: style.base, pitchSemitones, f0Range, targetLufs };
  }

  /** @param mix of a person who tries one, in place of the manner's voice */
  #filled(manner: Manner, mix?: readonly MixPart[]): FullManner {
    const chosen = this.#chosen();
    const { controls: chosenControls } = this.#options.settings.get();
    const voiceId = manner.voiceId ?? chosen.voiceId;
    const parts = mix ?? this.#parts(voiceId);
    const isNamed = mix !== undefined || voiceId !== null;
    const style = styleOf(this.#manifest, this.#own.get(), manner.styleId ?? chosen.styleId);
    // A style that is named comes as it was made; pauses are the listener's in any style.
    const { pauseMs } = chosenControls;
    const standard = manner.styleId === undefined ? chosenControls : {};
    const controls = stackControls(style.controls, manner.controls ?? standard);
    return { parts, isNamed, style, controls: stackControls(pauseMs ? { pauseMs } : {}, controls) };
  }

  /** The pack's voices behind a voice. @throws SottoError `unknown-voice` */
  #parts(voiceId: string | null): readonly MixPart[] {
    return partsOf(this.#manifest, this.#own.get(), voiceId ?? this.#manifest.defaults.voice);
  }

  #entry(voiceId: string): VoiceEntry {
    const entry = voiceEntries(this.#manifest, this.#own.get()).find(({ id }) => id === voiceId);
    if (entry) return entry;
    throw new SottoError({ code: 'unknown-voice', message: `there is no voice "${voiceId}"` });
  }

  #packVoice(voiceId: string): void {
    partsOf(this.#manifest, ownVoicesSchema.parse({}), voiceId);
  }

  #known(items: readonly { readonly id: string }[], id: string): void {
    if (items.some((item) => item.id === id)) return;
    throw new SottoError({
      code: 'unknown-item',
      message: 'this is not there any more',
      kept: 'nothing was changed',
    });
  }

  #free(
    name: string,
    ownId: string,
    entries: readonly { readonly id: string; readonly name: string }[],
  ): void {
    const wanted = name.toLocaleLowerCase();
    if (!entries.some((entry) => entry.id !== ownId && entry.name.toLocaleLowerCase() === wanted)) return;
    throw new SottoError({
      code: 'name-taken',
      message: `there is something called "${name}" already`,
      kept: 'nothing was changed',
      next: 'choose another name',
    });
  }

  async #change(change: (own: OwnVoices) => OwnVoices): Promise<void> {
    this.#own.update(change);
    this.#changed();
    this.#prepareSoon();
    await this.#own.flush();
  }

  #changed(): void {
    const state = this.state();
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    this.#listeners.tell(state);
  }

  #playPreview(title: string, language: VoiceEntry['language'], full: FullManner): void {
    this.#options.session.play({
      origin: 'preview',
      title,
      text: PREVIEW_LINES[language],
      startOffset: 0,
      open: (startOffset, signal) =>
        this.#previews.open(previewRequest(language, this.#resolvedAtOnce(full)), startOffset, signal),
    });
  }

  /** Makes ready what is likely to be asked for next: the level of what is chosen, then every voice's preview. */
  #prepareSoon(): void {
    const { clock } = this.#options;
    this.#stopSettling();
    this.#stopWaiting();
    this.#background.abort();
    this.#background = new AbortController();
    const { signal } = this.#background;
    this.#stopSettling = clock.after(SETTLE_MS, () => void this.#unasked(() => this.resolve({})));
    this.#stopWaiting = clock.after(
      PREVIEWS_DELAY_MS,
      () => void this.#unasked(() => this.#recordPreviews(signal)),
    );
  }

  async #recordPreviews(signal: AbortSignal): Promise<void> {
    const manner = { styleId: this.#manifest.defaults.style, controls: {} };
    for (const voice of voiceEntries(this.#manifest, this.#own.get())) {
      const resolved = await this.resolve({ ...manner, voiceId: voice.id });
      signal.throwIfAborted();
      await this.#previews.record(previewRequest(voice.language, resolved), signal);
    }
  }

  /** Work that nobody asked for: what fails here is done, and told, when it is asked for. */
  async #unasked(work: () => Promise<unknown>): Promise<void> {
    await work().catch(() => undefined);
  }
}

function previewRequest(language: VoiceEntry['language'], resolved: ResolvedManner): SpeechRequest {
  return { ...resolved, text: PREVIEW_LINES[language], language };
}

function withItem<T extends { readonly id: string }>(items: readonly T[], item: T): T[] {
  const isKnown = items.some(({ id }) => id === item.id);
  return isKnown ? items.map((one) => (one.id === item.id ? item : one)) : [...items, item];
}
