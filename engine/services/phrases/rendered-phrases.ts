import type { PhraseEntry } from '../../shared/app/phrases.js';
import type { EngineState } from '../../shared/app/system.js';
import type { Clock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { createLiveSource } from '../session/live-source.js';
import type { PlayRequest } from '../session/playback-session.js';
import type { SpeechRequest, SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';
import { BackgroundRenderer, isEngineTrouble, type RenderJob } from './background-renderer.js';
import type { StoredPhrase } from './library.js';
import { phraseEntry } from './phrase-entries.js';
import { playRendering } from '../renderings/play-rendering.js';
import { renderingName } from '../renderings/rendering-key.js';
import type { RenderingStore } from './rendering-store.js';
import { RenderingCollector, type Rendering } from '../renderings/rendering.js';
import type { Sounds } from './sounds.js';
import type { UseCounts } from './use-counts.js';
import { phraseRequest, WantedRenderings, type WantedPhrase } from './wanted.js';

/** A slider sends its last value within this time; rendering for each on the way would be for nothing. */
const SETTLE_MS = 300;

export interface RenderedPhrasesParts {
  readonly speech: SpeechService;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly store: RenderingStore;
  readonly uses: UseCounts;
  readonly sounds: Sounds;
  /** An entry or the progress has changed. */
  readonly onChange: () => void;
  /** Hears what went wrong where nobody waits for an answer. */
  readonly onTrouble: (error: SottoError) => void;
}

/** A phrase about to be spoken. */
export interface PreparedPhrase {
  /** Whether it is rendered. */
  readonly isReady: boolean;
  readonly open: PlayRequest['open'];
}

/** What a phrase is spoken by: the name of its rendering, and what the engine is asked for where there is none. */
interface Spoken {
  readonly name: string;
  readonly request: SpeechRequest;
}

/** Keeps phrases rendered as they are to sound now, and opens their audio. */
export class RenderedPhrases {
  readonly #parts: RenderedPhrasesParts;
  readonly #renderer: BackgroundRenderer;
  readonly #wanted = new WantedRenderings();
  #phrases: readonly StoredPhrase[] = [];
  #entries = new Map<string, WantedPhrase>();
  #names = new Set<string>();
  #isComplete = false;
  /** Why nothing more is kept; undefined while there is room. */
  #full: ErrorShape | undefined;
  /** Rises with everything that decides what is wanted. */
  #revision = 0;
  #refreshing: Promise<void> | undefined;
  #settling: Unsubscribe | undefined;
  #warming = new AbortController();
  readonly #pending = new Set<Promise<void>>();
  #isDisposed = false;

  constructor(parts: RenderedPhrasesParts) {
    this.#parts = parts;
    const { speech, turns, clock, onChange } = parts;
    this.#renderer = new BackgroundRenderer({
      ...{ speech, turns, clock, onChange },
      onRendered: (job, rendering) => this.#rendered(job, rendering),
      onSettled: () => this.#cleanUp(),
    });
  }

  /** These phrases are to be rendered, and no others. */
  want(phrases: readonly StoredPhrase[]): void {
    this.#phrases = phrases;
    this.#revision++;
    const isKnown = phrases.every((phrase) => this.#parts.sounds.known(phrase));
    if (isKnown && !this.#refreshing) this.#apply();
    else this.#refresh();
  }

  /** Something beside the phrases that decides their sound may have changed. */
  soundChanged(): void {
    this.#parts.sounds.forget();
    this.#revision++;
    this.#settling?.();
    this.#settling = this.#parts.clock.after(SETTLE_MS, () => {
      this.#settling = undefined;
      this.#refresh();
    });
  }

  engineChanged(kind: EngineState['kind']): void {
    this.#renderer.hold(kind === 'gave-up');
    if (kind !== 'ready') return;
    this.#renderer.engineIsWell();
    const isTroubled = this.#phrases.some((phrase) => {
      const trouble = this.#parts.sounds.known(phrase)?.trouble;
      return trouble !== undefined && isEngineTrouble(trouble.code);
    });
    if (isTroubled) this.soundChanged();
  }

  entry(phrase: StoredPhrase): PhraseEntry {
    return phraseEntry(phrase, {
      wanted: this.#entries.get(phrase.id),
      trouble: this.#parts.sounds.known(phrase)?.trouble,
      store: this.#parts.store,
      isRendering: (name) => name === this.#renderer.currentName,
      failureOf: (name) => this.#renderer.failure(name) ?? this.#full,
    });
  }

  progress(): ReturnType<BackgroundRenderer['progress']> {
    return this.#renderer.progress();
  }

  /** Renders a phrase again after a failure. */
  retry(phrase: StoredPhrase): void {
    this.#renderer.retry((this.#entries.get(phrase.id)?.renderings ?? []).map(({ name }) => name));
    if (this.#parts.sounds.known(phrase)?.trouble) this.#parts.sounds.forget();
    this.want(this.#phrases);
  }

  pause(isPaused: boolean): void {
    this.#renderer.pause(isPaused);
  }

  /**
   * Finds the audio of a phrase. Of a ready one, it is at hand in the same turn of the event loop.
   * @throws SottoError when nobody can speak it
   */
  async prepare(phrase: StoredPhrase, text: string): Promise<PreparedPhrase> {
    const { store, sounds } = this.#parts;
    const { sound, isItsOwn } = await sounds.findAtOnce(phrase);
    const request = phraseRequest(text, phrase.take, sound.manner);
    const name = renderingName(request, sound.version);
    return {
      isReady: isItsOwn && (store.has(name) || store.hot(name) !== undefined),
      open: (startOffset, signal) => this.#open({ name, request }, startOffset, signal),
    };
  }

  /** It was spoken with this text. */
  noteUse(phrase: StoredPhrase, text: string): void {
    // A text that was typed into a slot is nobody's to remember.
    const isWanted = this.#entries.get(phrase.id)?.renderings.some((wanted) => wanted.text === text);
    if (isWanted === true) this.#parts.uses.note(phrase.id, text);
  }

  /** Removes all renderings; they are made again. @throws SottoError `cache-failed` */
  async clear(): Promise<void> {
    this.#parts.uses.clear();
    await this.#parts.store.clear();
    this.want(this.#phrases);
  }

  /** Ends all work; resolves when nothing is being written any more. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#settling?.();
    this.#warming.abort();
    this.#renderer.dispose();
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  #refresh(): void {
    this.#refreshing ??= this.#findSounds().finally(() => (this.#refreshing = undefined));
  }

  async #findSounds(): Promise<void> {
    for (let revision = -1; revision !== this.#revision && !this.#isDisposed;) {
      revision = this.#revision;
      await Promise.all(this.#phrases.map((phrase) => this.#parts.sounds.find(phrase)));
    }
    if (!this.#isDisposed) this.#apply();
  }

  /** Takes what is known of the phrases' sounds into effect. */
  #apply(): void {
    const { sounds, store } = this.#parts;
    const all = this.#wanted.of(this.#phrases, (phrase) => sounds.known(phrase)?.sound);
    const sounding = all.filter(({ phrase }) => sounds.known(phrase)?.sound);
    this.#entries = new Map(sounding.map((wanted) => [wanted.phrase.id, wanted]));
    this.#isComplete = this.#phrases.every((phrase) => sounds.known(phrase)?.sound);
    this.#full = undefined;
    const ordered = this.#byUse(all);
    this.#names = new Set(ordered.map(({ name }) => name));
    this.#renderer.want(ordered.filter(({ name }) => !store.has(name)).map((one) => one.job()));
    this.#warm(ordered.map(({ name }) => name));
  }

  /** All that is wanted, what is spoken most first, then in the person's order. */
  #byUse(all: readonly WantedPhrase[]): { name: string; job: () => RenderJob }[] {
    const { uses, sounds } = this.#parts;
    const counted = all.flatMap(({ phrase, renderings }) => {
      const sound = sounds.known(phrase)?.sound;
      if (!sound) return [];
      return renderings.map(({ name, text }) => ({
        name,
        uses: uses.of(phrase.id, text),
        job: () => ({ name, request: phraseRequest(text, phrase.take, sound.manner) }),
      }));
    });
    return counted.sort((one, other) => other.uses - one.uses);
  }

  #warm(names: readonly string[]): void {
    this.#warming.abort();
    this.#warming = new AbortController();
    this.#inBackground(this.#parts.store.warm(names, this.#warming.signal));
  }

  /** What is not wanted any more goes when what takes its place is there: who changes their mind soon loses nothing. */
  #cleanUp(): void {
    if (!this.#isComplete || this.#full || this.#isDisposed) return;
    this.#inBackground(this.#parts.store.retain((name) => this.#names.has(name)).then(this.#parts.onChange));
  }

  async #rendered({ name }: RenderJob, rendering: Rendering): Promise<void> {
    if (!this.#names.has(name)) return;
    try {
      await this.#keep(name, rendering);
    } catch (thrown) {
      const error = toErrorShape(thrown);
      if (error.code !== 'too-large') throw thrown;
      this.#full = error;
      this.#renderer.want([]);
    }
  }

  /** @throws SottoError `too-large`, `cache-failed` */
  async #keep(name: string, rendering: Rendering): Promise<void> {
    const { store } = this.#parts;
    try {
      await store.keep(name, rendering);
    } catch (thrown) {
      if (toErrorShape(thrown).code !== 'too-large') throw thrown;
      await store.retain((one) => this.#names.has(one));
      await store.keep(name, rendering);
    }
  }

  async *#open(
    spoken: Spoken,
    startOffset: number,
    signal: AbortSignal,
  ): AsyncGenerator<SpeakItem, void, void> {
    const rendering = this.#parts.store.hot(spoken.name) ?? (await this.#read(spoken.name));
    if (rendering) yield* playRendering(rendering, startOffset);
    else yield* this.#speakLive(spoken, startOffset, signal);
  }

  /** From the disk. What cannot be read is spoken live, and nobody has to know. */
  async #read(name: string): Promise<Rendering | undefined> {
    try {
      return await this.#parts.store.read(name);
    } catch (thrown) {
      this.#trouble(thrown);
      return undefined;
    }
  }

  async *#speakLive(
    { name, request }: Spoken,
    startOffset: number,
    signal: AbortSignal,
  ): AsyncGenerator<SpeakItem, void, void> {
    const { text, ...manner } = request;
    const { speech, turns, clock } = this.#parts;
    const voices = { resolveAtOnce: () => manner };
    const live = createLiveSource({ speech, turns, clock, voices })(text, {});
    const collector = new RenderingCollector();
    let isKept = startOffset > 0;
    for await (const item of live(startOffset, signal)) {
      collector.accept(item);
      // Before the engine is free again: the background would begin with this very phrase.
      if (!isKept && item.kind === 'segmentEnd' && collector.endOffset >= text.length) {
        isKept = true;
        this.#keepLive(name, collector.finish());
      }
      yield item;
    }
  }

  #keepLive(name: string, rendering: Rendering): void {
    const { store, onChange } = this.#parts;
    store.remember(name, rendering);
    if (this.#isDisposed || !this.#names.has(name) || store.has(name)) return;
    this.#renderer.settle(name);
    const keeping = this.#keep(name, rendering).finally(() => {
      onChange();
      // Not kept, it is still to be.
      if (!store.has(name)) this.want(this.#phrases);
    });
    this.#inBackground(keeping);
  }

  #inBackground(work: Promise<void>): void {
    const pending = work.catch((thrown: unknown) => this.#trouble(thrown));
    this.#pending.add(pending);
    void pending.finally(() => this.#pending.delete(pending));
  }

  #trouble(thrown: unknown): void {
    const error = thrown instanceof SottoError ? thrown : new SottoError(toErrorShape(thrown));
    this.#parts.onTrouble(error);
  }
}
