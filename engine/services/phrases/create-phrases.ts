import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  PhraseDraft,
  PhrasesFormat,
  PhrasesImportResult,
  PhrasesState,
} from '../../shared/app/phrases.js';
import type { Clock } from '../../shared/clock.js';
import type { SottoError } from '../../shared/errors.js';
import type { Unsubscribe } from '../../shared/transport.js';
import { unwritable } from '../../files/file-errors.js';
import type { Downloads } from '../downloads.js';
import type { EngineHost } from '../engine-host.js';
import { openJsonStore, type JsonStore } from '../json-store.js';
import { Listeners } from '../../shared/listeners.js';
import type { PlaybackSession } from '../session/playback-session.js';
import { titleOf } from '../session/title.js';
import type { SettingsService } from '../settings/settings-service.js';
import type { Turns } from '../turns.js';
import type { VoicesService } from '../voices/voices-service.js';
import { importPhrases } from './import-phrases.js';
import {
  addGroup,
  addPhrase,
  EMPTY_LIBRARY,
  findPhrase,
  librarySchema,
  moveGroup,
  movePhrase,
  removeGroup,
  removePhrase,
  renameGroup,
  replacePhrase,
  soundLibrary,
  type Library,
} from './library.js';
import { checkHotkey, phraseHotkeys, type PhraseHotkey } from './phrase-hotkeys.js';
import { readPhrasesCsv, writePhrasesCsv } from './phrases-csv.js';
import { readPhrasesJson, writePhrasesJson } from './phrases-json.js';
import type { PhrasesService } from './phrases-service.js';
import { RenderedPhrases } from './rendered-phrases.js';
import { openRenderingStore, type RenderingStore } from './rendering-store.js';
import { filledText, refuseSlotProblems } from './slot-errors.js';
import type { SoundVersion } from '../renderings/sound-version.js';
import { Sounds } from './sounds.js';
import { starterLibrary, UNGROUPED_NAMES, type StarterLanguage } from './starter-phrases.js';
import { openUseCounts, type UseCounts } from './use-counts.js';

export interface PhrasesOptions {
  readonly dataDir: string;
  /** For exported files until the person takes them. */
  readonly exportDir: string;
  readonly session: Pick<PlaybackSession, 'play'>;
  readonly voices: Pick<VoicesService, 'resolve' | 'resolveAtOnce' | 'watch'>;
  readonly settings: Pick<SettingsService, 'get' | 'watch'>;
  readonly engine: Pick<EngineHost, 'speech' | 'watchState' | 'watchPlan'>;
  readonly turns: Turns;
  readonly downloads: Pick<Downloads, 'offer'>;
  readonly soundVersion: SoundVersion;
  readonly clock: Clock;
  /** As Node names it: shortcuts are compared by its keys. */
  readonly platform: string;
  /** The person's, for what a new library holds. */
  readonly language: () => StarterLanguage;
  readonly onTrouble: (error: SottoError) => void;
  readonly limits?: Partial<PhrasesLimits>;
}

export interface PhrasesLimits {
  /** Renderings on the disk. */
  readonly maxBytes: number;
  /** Renderings in memory, from where they sound at once. */
  readonly hotBytes: number;
}

/** Three hours of speech on the disk, eight minutes in memory. */
const DEFAULT_LIMITS: PhrasesLimits = { maxBytes: 1e9, hotBytes: 48 * 1024 ** 2 };

/** Windows are told of the work in the background as often as an eye follows. */
const TELL_EVERY_MS = 100;

/**
 * Opens the library; a new person's has some phrases to begin with. Rendering begins by itself.
 * @throws SottoError `settings-broken` when a file can neither be read nor set aside
 */
export async function createPhrasesService(options: PhrasesOptions): Promise<PhrasesService> {
  const { dataDir, onTrouble } = options;
  // Null until the first start has filled it: an empty library was emptied by its person.
  const library = await openJsonStore<Library | null>({
    file: join(dataDir, 'phrases.json'),
    schema: librarySchema,
    initial: null,
    onTrouble,
  });
  library.set(soundLibrary(library.get() ?? starterLibrary(options.language(), randomUUID)));
  const isKnown = (id: string): boolean => library.get()?.phrases.some((phrase) => phrase.id === id) ?? false;
  const uses = await openUseCounts(dataDir, isKnown, onTrouble);
  // Found before there is anybody to tell.
  let onLost = (): void => undefined;
  const store = await openRenderingStore({
    ...{ ...DEFAULT_LIMITS, ...options.limits },
    dir: join(dataDir, 'phrase-renderings'),
    onLost: () => onLost(),
    onTrouble,
  });
  const service = new Phrases(options, library, uses, store);
  onLost = () => service.renderingLost();
  return service;
}

class Phrases implements PhrasesService {
  readonly #options: PhrasesOptions;
  readonly #library: JsonStore<Library | null>;
  readonly #uses: UseCounts;
  readonly #store: RenderingStore;
  readonly #rendered: RenderedPhrases;
  readonly #listeners = new Listeners<PhrasesState>();
  readonly #hotkeyListeners = new Listeners<readonly PhraseHotkey[]>();
  readonly #subscriptions: Unsubscribe[] = [];
  #telling: Unsubscribe | undefined;
  #toldHotkeys = '';

  constructor(
    options: PhrasesOptions,
    library: JsonStore<Library | null>,
    uses: UseCounts,
    store: RenderingStore,
  ) {
    this.#options = options;
    this.#library = library;
    this.#uses = uses;
    this.#store = store;
    const { voices, soundVersion, turns, clock, engine, onTrouble } = options;
    this.#rendered = new RenderedPhrases({
      ...{ turns, clock, store, uses, onTrouble },
      speech: engine.speech,
      sounds: new Sounds({ voices, soundVersion, clock }),
      onChange: () => this.#tellSoon(),
    });
    this.#rendered.want(this.#value.phrases);
    this.#watchSounds();
  }

  state(): PhrasesState {
    const { groups, phrases } = this.#value;
    return {
      groups,
      phrases: phrases.map((phrase) => this.#rendered.entry(phrase)),
      progress: this.#rendered.progress(),
      bytes: this.#store.bytes,
      maxBytes: this.#store.maxBytes,
    };
  }

  watch(listener: (state: PhrasesState) => void): Unsubscribe {
    listener(this.state());
    return this.#listeners.add(listener);
  }

  save(draft: PhraseDraft, id?: string): string {
    const library = this.#value;
    refuseSlotProblems(draft.text, draft.slots);
    if (id !== undefined) findPhrase(library, id);
    checkHotkey(draft.hotkey, id ?? '', {
      phrases: library.phrases,
      hotkeys: this.#options.settings.get().hotkeys,
      platform: this.#options.platform,
    });
    const savedId = id ?? randomUUID();
    this.#change(id === undefined ? addPhrase(library, savedId, draft) : replacePhrase(library, id, draft));
    return savedId;
  }

  remove(id: string): void {
    this.#change(removePhrase(this.#value, id));
  }

  move(id: string, groupId: string, index: number): void {
    this.#change(movePhrase(this.#value, id, groupId, index));
  }

  saveGroup(name: string, id?: string): string {
    const savedId = id ?? randomUUID();
    this.#change((id === undefined ? addGroup : renameGroup)(this.#value, savedId, name));
    return savedId;
  }

  moveGroup(id: string, index: number): void {
    this.#change(moveGroup(this.#value, id, index));
  }

  removeGroup(id: string): void {
    this.#change(removeGroup(this.#value, id));
  }

  async speak(
    id: string,
    values: Readonly<Record<string, string>> = {},
  ): Promise<{ utteranceId: number; isReady: boolean }> {
    const phrase = findPhrase(this.#value, id);
    const text = filledText(phrase.text, values);
    const { isReady, open } = await this.#rendered.prepare(phrase, text);
    const utteranceId = this.#options.session.play({
      origin: 'phrase',
      title: titleOf(phrase.label || text),
      text,
      startOffset: 0,
      open,
    });
    this.#rendered.noteUse(phrase, text);
    return { utteranceId, isReady };
  }

  retry(id: string): void {
    this.#rendered.retry(findPhrase(this.#value, id));
    this.#tell();
  }

  pauseRendering(isPaused: boolean): void {
    this.#rendered.pause(isPaused);
    this.#tell();
  }

  async export(format: PhrasesFormat): Promise<{ downloadId: string; fileName: string }> {
    const { exportDir, downloads } = this.#options;
    const write = { json: writePhrasesJson, csv: writePhrasesCsv }[format];
    const path = join(exportDir, `${randomUUID()}.${format}`);
    try {
      await mkdir(exportDir, { recursive: true, mode: 0o700 });
      await writeFile(path, write(this.#value), { mode: 0o600 });
    } catch (thrown) {
      throw unwritable(path, thrown, 'the library is as it was');
    }
    const fileName = `sotto-phrases.${format}`;
    return { downloadId: downloads.offer({ path, fileName }), fileName };
  }

  import(format: PhrasesFormat, text: string): PhrasesImportResult {
    const { settings, platform, language } = this.#options;
    const file = { json: readPhrasesJson, csv: readPhrasesCsv }[format](text);
    const { library, result } = importPhrases(this.#value, file, {
      newId: randomUUID,
      ungroupedName: UNGROUPED_NAMES[language()],
      hotkeys: settings.get().hotkeys,
      platform,
    });
    this.#change(library);
    return result;
  }

  hotkeys(): readonly PhraseHotkey[] {
    return phraseHotkeys(this.#value.phrases);
  }

  watchHotkeys(listener: (hotkeys: readonly PhraseHotkey[]) => void): Unsubscribe {
    listener(this.hotkeys());
    return this.#hotkeyListeners.add(listener);
  }

  usage(): { readonly bytes: number; readonly entries: number } {
    return { bytes: this.#store.bytes, entries: this.#store.entryCount };
  }

  async clearRenderings(): Promise<void> {
    await this.#rendered.clear();
    this.#tell();
  }

  flush(): Promise<void> {
    return this.#library.flush();
  }

  async dispose(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#telling?.();
    await this.#rendered.dispose();
    await Promise.all([this.#library.flush(), this.#uses.flush()]);
  }

  renderingLost(): void {
    this.#rendered.want(this.#value.phrases);
  }

  get #value(): Library {
    return this.#library.get() ?? EMPTY_LIBRARY;
  }

  #change(library: Library): void {
    this.#library.set(library);
    this.#rendered.want(library.phrases);
    this.#tell();
    const hotkeys = this.hotkeys();
    const key = JSON.stringify(hotkeys);
    if (key === this.#toldHotkeys) return;
    this.#toldHotkeys = key;
    this.#hotkeyListeners.tell(hotkeys);
  }

  #watchSounds(): void {
    const { voices, settings, engine } = this.#options;
    this.#subscriptions.push(
      voices.watch(skipFirst(() => this.#rendered.soundChanged())),
      settings.watch(skipFirst(() => this.#rendered.soundChanged())),
      engine.watchPlan(skipFirst(() => this.#rendered.soundChanged())),
      engine.watchState(({ kind }) => this.#rendered.engineChanged(kind)),
    );
  }

  #tell(): void {
    this.#telling?.();
    this.#telling = undefined;
    this.#listeners.tell(this.state());
  }

  #tellSoon(): void {
    this.#telling ??= this.#options.clock.after(TELL_EVERY_MS, () => this.#tell());
  }
}

/** A watcher hears how things are before it hears of changes. */
function skipFirst(listener: () => void): () => void {
  let isFirst = true;
  return () => {
    if (!isFirst) listener();
    isFirst = false;
  };
}
