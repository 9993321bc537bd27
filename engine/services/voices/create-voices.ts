import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Manner } from '../../shared/app/speech.js';
import type { VoiceEntry, VoicesState } from '../../shared/app/voices.js';
import type { Clock } from '../../shared/clock.js';
import type { MixPart } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { EngineHost } from '../engine-host.js';
import { openJsonStore, type JsonStore } from '../json-store.js';
import { Listeners } from '../../shared/listeners.js';
import type { PackShelf } from '../packs/pack-shelf.js';
import type { PlaybackSession } from '../session/playback-session.js';
import type { SoundVersion } from '../renderings/sound-version.js';
import type { SettingsService } from '../settings/settings-service.js';
import type { SpeechRequest } from '../speech.js';
import type { Turns } from '../turns.js';
import {
  builtInStyles,
  nameIn,
  ownVoicesSchema,
  packOf,
  partsOf,
  refuseSeveralPacks,
  styleEntries,
  styleOf,
  voiceEntries,
  type OwnVoices,
} from './catalogue.js';
import { Levels, type MeasuredLevels } from './levels.js';
import { Manners, type FullManner } from './manner.js';
import { refuseTakenName, refuseUnknown, withItem } from './person-items.js';
import { Preparation } from './preparation.js';
import { PREVIEW_LINES } from './preview-lines.js';
import { Previews } from './previews.js';
import type { Choice, MixDraft, ResolvedManner, StyleDraft, VoicesService } from './voices-service.js';

export interface VoicesOptions {
  readonly settings: SettingsService;
  readonly engine: Pick<EngineHost, 'speech' | 'plan'>;
  readonly session: Pick<PlaybackSession, 'play'>;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly packs: Pick<PackShelf, 'usable' | 'watch'>;
  readonly soundVersion: SoundVersion;
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly onTrouble: (error: SottoError) => void;
}

const levelsSchema = z.record(z.string(), z.number());

/** Opens what a person made of the packs' voices, and prepares their previews in the background. */
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

class Voices implements VoicesService {
  readonly #options: VoicesOptions;
  readonly #own: JsonStore<OwnVoices>;
  readonly #manners: Manners;
  readonly #levels: Levels;
  readonly #levelStore: JsonStore<MeasuredLevels>;
  readonly #previews: Previews;
  readonly #listeners = new Listeners<VoicesState>();
  readonly #preparation: Preparation;
  readonly #subscriptions: readonly Unsubscribe[];
  #told = '';

  constructor(options: VoicesOptions, own: JsonStore<OwnVoices>, levelStore: JsonStore<MeasuredLevels>) {
    const { settings, engine, turns, packs, soundVersion, cacheDir, onTrouble } = options;
    this.#options = options;
    this.#own = own;
    this.#manners = new Manners({ packs, settings, engine, own: () => own.get() });
    this.#levelStore = levelStore;
    const { speech } = engine;
    this.#levels = new Levels({ speech, turns, packs, soundVersion, store: levelStore });
    this.#previews = new Previews({
      dir: join(cacheDir, 'previews'),
      speech,
      turns,
      soundVersion,
      onTrouble,
    });
    this.#preparation = new Preparation(options.clock, {
      chosen: () => this.resolve({}),
      previews: (signal) => this.#recordPreviews(signal),
    });
    this.#subscriptions = [
      settings.watch(() => {
        this.#changed();
        this.#preparation.begin();
      }),
      packs.watch(() => {
        // Told even where the same voices are there: another pack of the same name sounds differently.
        this.#told = '';
        this.#changed();
        this.#preparation.begin();
      }),
    ];
  }

  async resolve(manner: Manner): Promise<ResolvedManner> {
    const full = this.#manners.filled(manner);
    return this.#manners.resolved(full, await this.#levels.gainDb(this.#manners.levelOf(full)));
  }

  resolveAtOnce(manner: Manner): ResolvedManner {
    return this.#resolvedAtOnce(this.#manners.filled(manner));
  }

  state(): VoicesState {
    const own = this.#own.get();
    const { packs, settings } = this.#options;
    const usable = packs.usable();
    const { voiceId, styleId, missingVoiceId } = this.#manners.chosen();
    return {
      voices: voiceEntries(usable, own),
      styles: styleEntries(packOf(usable, voiceId ?? '') ?? usable[0], own),
      chosen: {
        voiceId: voiceId ?? this.#defaultVoice(),
        styleId,
        controls: settings.get().controls,
        ...(missingVoiceId !== undefined && { missingVoiceId }),
      },
    };
  }

  watch(listener: (state: VoicesState) => void): Unsubscribe {
    listener(this.state());
    return this.#listeners.add(listener);
  }

  async choose({ voiceId, styleId, controls }: Choice): Promise<void> {
    const { settings, packs } = this.#options;
    const speaking = voiceId ?? this.#manners.chosen().voiceId ?? this.#defaultVoice();
    this.#parts(speaking);
    if (styleId !== undefined) {
      const usable = packs.usable();
      styleOf(packOf(usable, speaking) ?? usable[0], this.#own.get(), styleId);
    }
    const { pauseMs } = settings.get().controls;
    const reset = styleId === undefined ? undefined : { ...(pauseMs && { pauseMs }) };
    const nextControls = controls ?? reset;
    await settings.change({
      // Unnamed, the default voice leaves other languages to voices of their own.
      ...(voiceId !== undefined && { voiceId: voiceId === this.#defaultVoice() ? null : voiceId }),
      ...(styleId !== undefined && { styleId }),
      ...(nextControls && { controls: nextControls }),
    });
  }

  async setFavourite(voiceId: string, isFavourite: boolean): Promise<void> {
    // One that is not installed can only be left.
    if (isFavourite) this.#parts(voiceId);
    else this.#entry(voiceId);
    await this.#change((own) => ({
      ...own,
      favourites: [...own.favourites.filter((id) => id !== voiceId), ...(isFavourite ? [voiceId] : [])],
    }));
  }

  preview(manner: Manner): void {
    const voice = this.#entry(manner.voiceId ?? this.state().chosen.voiceId);
    this.#playPreview(voice.name, voice.language, this.#manners.filled({ ...manner, voiceId: voice.id }));
  }

  previewMix(parts: readonly MixPart[], manner: Manner): void {
    this.#checkParts(parts);
    const voices = [...parts].sort((a, b) => b.weight - a.weight).map(({ voice }) => this.#entry(voice));
    const title = voices.map(({ name }) => name).join(' + ');
    this.#playPreview(title, voices[0]?.language ?? 'en', this.#manners.filled(manner, parts));
  }

  async saveMix({ id, name, parts }: MixDraft): Promise<string> {
    this.#checkParts(parts);
    const usable = this.#options.packs.usable();
    const pack = packOf(usable, parts[0]?.voice ?? '') ?? usable[0];
    const own = this.#own.get();
    if (id !== undefined) refuseUnknown(own.mixes, id);
    // Its name says whose voices it blends, as theirs do; of other voices it is another mix.
    const isOfPack = id !== undefined && packOf(usable, id) === pack;
    const mixId = isOfPack ? id : nameIn(pack, `mix-${randomUUID()}`);
    refuseTakenName(name, id ?? mixId, voiceEntries(usable, own));
    await this.#change((one) => ({
      ...one,
      favourites: one.favourites.map((favourite) => (favourite === id ? mixId : favourite)),
      mixes: withItem(one.mixes, { id: mixId, name, parts: [...parts] }, id),
    }));
    const { settings } = this.#options;
    if (id !== undefined && settings.get().voiceId === id) await settings.change({ voiceId: mixId });
    return mixId;
  }

  async removeMix(id: string): Promise<void> {
    refuseUnknown(this.#own.get().mixes, id);
    await this.#change((own) => ({
      ...own,
      favourites: own.favourites.filter((one) => one !== id),
      mixes: own.mixes.filter((mix) => mix.id !== id),
    }));
    if (this.#options.settings.get().voiceId === id) await this.#options.settings.change({ voiceId: null });
  }

  async saveStyle({ id, name, base, controls }: StyleDraft): Promise<string> {
    const builtIn = builtInStyles(this.#options.packs.usable().flatMap(({ manifest }) => manifest.voices));
    if (!builtIn.includes(base))
      throw new SottoError({ code: 'unknown-style', message: `there is no built-in style "${base}"` });
    const styleId = id ?? `style-${randomUUID()}`;
    const own = this.#own.get();
    if (id !== undefined) refuseUnknown(own.styles, id);
    const taken = [...builtIn.map((style) => ({ id: style, name: style })), ...own.styles];
    refuseTakenName(name, styleId, taken);
    await this.#change((one) => ({
      ...one,
      styles: withItem(one.styles, { id: styleId, name, base, controls }),
    }));
    return styleId;
  }

  async removeStyle(id: string): Promise<void> {
    refuseUnknown(this.#own.get().styles, id);
    await this.#change((own) => ({ ...own, styles: own.styles.filter((style) => style.id !== id) }));
    if (this.#options.settings.get().styleId === id) await this.#options.settings.change({ styleId: null });
  }

  async forgetVoice(voiceId: string): Promise<void> {
    await this.#change((own) => ({ ...own, favourites: own.favourites.filter((id) => id !== voiceId) }));
    const { settings } = this.#options;
    if (settings.get().voiceId === voiceId) await settings.change({ voiceId: null });
  }

  previewsUsage(): Promise<{ bytes: number; entries: number }> {
    return this.#previews.usage();
  }

  async clearPreviews(): Promise<void> {
    this.#preparation.abandon();
    this.#levelStore.set({});
    await this.#previews.clear();
    await this.#levelStore.flush();
  }

  async dispose(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#preparation.stop();
    await Promise.all([this.#own.flush(), this.#levelStore.flush()]);
  }

  /** At the level that is known of it by now. */
  #resolvedAtOnce(full: FullManner): ResolvedManner {
    const gainDb = this.#levels.knownGainDb(this.#manners.levelOf(full)) ?? 0;
    return this.#manners.resolved(full, gainDb);
  }

  #defaultVoice(): string {
    const [builtIn] = this.#options.packs.usable();
    return nameIn(builtIn, builtIn.manifest.defaults.voice);
  }

  /** The packs' voices behind a voice. @throws SottoError `unknown-voice` */
  #parts(voiceId: string): readonly MixPart[] {
    return partsOf(this.#options.packs.usable(), this.#own.get(), voiceId);
  }

  #entry(voiceId: string): VoiceEntry {
    const entry = voiceEntries(this.#options.packs.usable(), this.#own.get()).find(
      ({ id }) => id === voiceId,
    );
    if (entry) return entry;
    throw new SottoError({ code: 'unknown-voice', message: `there is no voice "${voiceId}"` });
  }

  /** @throws SottoError `unknown-voice`, `bad-input` */
  #checkParts(parts: readonly MixPart[]): void {
    const packs = this.#options.packs.usable();
    // A mix of mixes is none.
    for (const { voice } of parts) partsOf(packs, ownVoicesSchema.parse({}), voice);
    refuseSeveralPacks(packs, parts);
  }

  async #change(change: (own: OwnVoices) => OwnVoices): Promise<void> {
    this.#own.update(change);
    this.#changed();
    this.#preparation.begin();
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

  /** Every built-in voice's preview, and those of mixes of them. */
  async #recordPreviews(signal: AbortSignal): Promise<void> {
    const [builtIn] = this.#options.packs.usable();
    const manner = { styleId: builtIn.manifest.defaults.style, controls: {} };
    // Of the other packs it would mean loading them, and hours of work for some: their voices' are kept once they were heard.
    for (const voice of voiceEntries([builtIn], this.#own.get())) {
      if (voice.isUnavailable === true) continue;
      const resolved = await this.resolve({ ...manner, voiceId: voice.id });
      signal.throwIfAborted();
      await this.#previews.record(previewRequest(voice.language, resolved), signal);
    }
  }
}

function previewRequest(language: VoiceEntry['language'], resolved: ResolvedManner): SpeechRequest {
  return { ...resolved, text: PREVIEW_LINES[language], language };
}
