import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createDocumentReader } from '../documents/read-in-worker.js';
import { importPack } from '../packs/import/import-pack.js';
import type { AppContract } from '../shared/app-contract.js';
import { settingsSchema, type Settings } from '../shared/app/settings.js';
import type { HostInfo } from '../shared/app/system.js';
import type { Clock } from '../shared/clock.js';
import { toErrorShape, type ErrorShape, type SottoError } from '../shared/errors.js';
import type { EngineStatus } from '../shared/contract.js';
import type { Handlers } from '../shared/rpc-server.js';
import type { Port } from '../shared/transport.js';
import { createDownloads, type Downloads } from './downloads.js';
import { createReceivedFiles, type ReceivedFiles } from './received-files.js';
import { createEngineHost } from './engine/host.js';
import { engineHandlers } from './engine/handlers.js';
import type { EngineHost } from './engine-host.js';
import { historyHandlers } from './history/handlers.js';
import { openHistory } from './history/history.js';
import { createHotkeys, hotkeysHandlers } from './hotkeys/create-hotkeys.js';
import { runHotkey, type HotkeyTargets } from './hotkeys/hotkey-actions.js';
import type { HotkeyRegistrar, PhraseHotkey } from './hotkeys/hotkeys-service.js';
import { openJsonStore } from './json-store.js';
import type { EngineLauncher } from './launcher.js';
import { narrationHandlers } from './narration/narration-handlers.js';
import type { NarrationService } from './narration/narration-service.js';
import { createNarrationService } from './narration/service.js';
import { openPacks } from './packs/create-packs.js';
import { openPackShelf } from './packs/pack-shelf.js';
import { packsHandlers } from './packs/packs-handlers.js';
import { createPhrasesService } from './phrases/create-phrases.js';
import { phrasesHandlers } from './phrases/phrases-handlers.js';
import type { PhrasesService } from './phrases/phrases-service.js';
import type { StarterLanguage } from './phrases/starter-phrases.js';
import { openSoundVersion } from './renderings/sound-version.js';
import { sessionHandlers, type SelectionReader } from './session/handlers.js';
import { createLiveSource } from './session/live-source.js';
import type { PlaybackSession } from './session/playback-session.js';
import { createPlaybackSession } from './session/session.js';
import { createSettingsService, DEFAULT_SETTINGS, settingsHandlers } from './settings/create-settings.js';
import type { SettingsService } from './settings/settings-service.js';
import { diagnosticsText } from './system/diagnostics.js';
import { systemHandlers } from './system/handlers.js';
import { keptStores, type PhraseCacheFolder } from './system/kept-stores.js';
import { reportUsage } from './system/privacy.js';
import { createTroubleLog, type TroubleLog } from './system/trouble-log.js';
import { createWindowCommands, type WindowCommands } from './system/window-commands.js';
import { createTurns } from './turns.js';
import { openVoices } from './voices/create-voices.js';
import { voicesHandlers } from './voices/handlers.js';

/** What a host gives: everything that differs between Electron, the web host and a test. */
export interface AppOptions {
  readonly host: HostInfo;
  /** Names and versions of what the host runs on, for diagnostics. */
  readonly runtime: Readonly<Record<string, string | undefined>>;
  readonly processor: { readonly name: string; readonly coreCount: number };
  /** What cannot be made again. */
  readonly dataDir: string;
  /** What can. */
  readonly cacheDir: string;
  /** The pack that came with the program. */
  readonly packDir: string;
  /** Packs that were added to it; part of `dataDir`. */
  readonly packsDir: string;
  /** Voices that were made of recordings; part of `dataDir`. */
  readonly ownVoicesDir: string;
  /** What packs' decoders were calibrated with; part of `cacheDir`. */
  readonly calibrationDir: string;
  /** The pronunciation dictionary that the engine reads. */
  readonly dictionaryFile: string;
  /** The bundled thread that reads documents; without it they are read in the host's own. */
  readonly documentsEntry?: string;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wallClockMs: () => number;
  readonly launcher: EngineLauncher;
  readonly selection: SelectionReader;
  /** Part of `cacheDir`. */
  readonly phraseCache: PhraseCacheFolder;
  /** Puts the quick-speak window away. */
  readonly closeQuick: () => void;
  /** Null where the host has no global shortcuts. */
  readonly hotkeys: HotkeyRegistrar | null;
  /** Hears why a shortcut that was pressed did nothing. */
  readonly onHotkeyFailed: (error: ErrorShape) => void;
}

/** The services of a running Sotto, whichever host runs them. */
export interface App {
  readonly handlers: Handlers<AppContract>;
  attachPlayer(port: Port): void;
  readonly session: PlaybackSession;
  readonly settings: SettingsService;
  readonly engine: EngineHost;
  readonly narration: NarrationService;
  /** Asks windows for something. */
  readonly commands: WindowCommands;
  readonly downloads: Downloads;
  readonly receivedFiles: ReceivedFiles;
  readonly troubles: TroubleLog;
  /** Writes what is not yet written, and ends the engine. */
  dispose(): Promise<void>;
}

/**
 * Composes the services. Nothing is started: the engine's process begins with the first thing that is to be spoken.
 * @throws SottoError when the pack cannot be read, or a person's file can neither be read nor set aside
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { host, dataDir, clock, wallClockMs } = options;
  const troubles = createTroubleLog(wallClockMs);
  const onTrouble = (error: SottoError): void => troubles.note('files', error);
  const shelf = await openPackShelf({
    builtInDir: options.packDir,
    packsDir: options.packsDir,
    ownVoicesDir: options.ownVoicesDir,
  });
  const settingsStore = await openJsonStore({
    file: join(dataDir, 'settings.json'),
    schema: settingsSchema,
    initial: DEFAULT_SETTINGS,
    onTrouble,
  });
  const settings = createSettingsService({
    store: settingsStore,
    platform: host.platform,
    otherHotkeys: () => namedHotkeys(phrases).map(({ label, accelerator }) => ({ name: label, accelerator })),
  });
  const engine = createEngineHost({
    launcher: options.launcher,
    clock,
    settings,
    device: { memoryBytes: host.deviceMemoryBytes, coreCount: options.processor.coreCount },
    packs: shelf,
    calibrationDir: options.calibrationDir,
    phraseCacheDir: options.phraseCache.dir,
  });
  const session = createPlaybackSession({ clock, settings });
  const history = await openHistory({ dataDir, settings, wallClockMs, onTrouble });
  const turns = createTurns();
  const { dictionaryFile } = options;
  const soundVersion = await openSoundVersion({ packs: shelf, dictionaryFile, engine });
  const voices = await openVoices({
    settings,
    engine,
    session,
    turns,
    clock,
    packs: shelf,
    soundVersion,
    dataDir,
    cacheDir: options.cacheDir,
    onTrouble,
  });
  const live = createLiveSource({ speech: engine.speech, turns, voices, clock });
  const commands = createWindowCommands();
  const downloads = createDownloads();
  const receivedFiles = createReceivedFiles();
  const narration = await createNarrationService({
    dataDir,
    cacheDir: options.cacheDir,
    clock,
    speech: engine.speech,
    turns,
    voices,
    session,
    files: receivedFiles,
    downloads,
    onTrouble,
    ...(options.documentsEntry !== undefined && {
      readDocument: createDocumentReader(options.documentsEntry, clock),
    }),
  });
  const exportDir = join(options.cacheDir, 'phrase-exports');
  // What was not taken in an earlier run can be exported again.
  await rm(exportDir, { recursive: true, force: true });
  const phrases: PhrasesService = await createPhrasesService({
    dataDir,
    exportDir,
    session,
    voices,
    settings,
    engine,
    turns,
    downloads,
    soundVersion,
    clock,
    platform: host.platform,
    language: () => languageOf(settings.get().language, host.locale),
    onTrouble,
  });
  const packs = await openPacks({
    ...{ dataDir, shelf, engine, settings, voices, turns, clock, importPack, onTrouble },
    cacheDir: options.cacheDir,
    files: receivedFiles,
  });
  const stores = keptStores({
    dataDir,
    phraseCache: options.phraseCache,
    history,
    engine,
    voices,
    narration,
    phrases,
    packs,
  });
  const stopWatching = watchTroubles(troubles, session, engine);
  const sessionCalls = sessionHandlers({
    session,
    live,
    selection: options.selection,
    onSpoken: (text) => history.noteSpoken(text),
  });
  const hotkeyTargets: HotkeyTargets = {
    session,
    phrases,
    speakSelection: async () => sessionCalls.speechStartSelection({}, UNCANCELLED),
    speakClipboard: async () => sessionCalls.speechStartClipboard({}, UNCANCELLED),
    openQuick: () => commands.tell({ kind: 'quick-speak' }),
  };
  const hotkeys = createHotkeys({
    settings,
    phrases: { watch: (listener) => phrases.watchHotkeys(() => listener(namedHotkeys(phrases))) },
    registrar: options.hotkeys,
    platform: host.platform,
    onPressed(action) {
      runHotkey(action, hotkeyTargets).catch((thrown: unknown) => {
        const error = toErrorShape(thrown);
        troubles.note('shortcut', error);
        options.onHotkeyFailed(error);
      });
    },
  });

  return {
    handlers: {
      ...settingsHandlers(settings),
      ...engineHandlers(engine),
      ...voicesHandlers(voices),
      ...packsHandlers(packs),
      ...narrationHandlers(narration),
      ...historyHandlers(history),
      ...sessionCalls,
      ...phrasesHandlers(phrases),
      ...hotkeysHandlers(hotkeys),
      ...systemHandlers({
        host,
        commands,
        closeQuick: options.closeQuick,
        dataDir,
        stores,
        diagnostics: async () =>
          diagnosticsText({
            host,
            runtime: options.runtime,
            processor: `${options.processor.name}, ${options.processor.coreCount} cores`,
            plan: engine.plan(),
            packs: packs.state().installed,
            engine: engine.state(),
            status: await statusOf(engine),
            speech: session.state(),
            stores: await reportUsage(stores),
            troubles: troubles.last(),
          }),
      }),
    },
    attachPlayer: (port) => session.attachPlayer(port),
    session,
    settings,
    engine,
    narration,
    commands,
    downloads,
    receivedFiles,
    troubles,
    async dispose() {
      stopWatching();
      hotkeys.dispose();
      session.dispose();
      // All at once: one that waits for its work to stop must not keep the others' values from the disk.
      const ends = await Promise.allSettled([
        settingsStore.flush(),
        history.dispose(),
        phrases.dispose(),
        voices.dispose(),
        packs.dispose(),
        narration.dispose(),
        downloads.dispose(),
      ]);
      await engine.dispose();
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}

/** Nobody calls back what a shortcut asked for. */
const UNCANCELLED = { signal: new AbortController().signal };

/** The phrases' shortcuts, each with the phrase as its person knows it. */
function namedHotkeys(phrases: PhrasesService): PhraseHotkey[] {
  const entries = new Map(phrases.state().phrases.map((phrase) => [phrase.id, phrase]));
  return phrases.hotkeys().flatMap(({ phraseId, accelerator }) => {
    const phrase = entries.get(phraseId);
    if (!phrase) return [];
    return [{ phraseId, accelerator, label: phrase.label === '' ? phrase.text : phrase.label }];
  });
}

/** The language of what a new person finds. */
function languageOf(chosen: Settings['language'], locale: string): StarterLanguage {
  return (chosen === 'system' ? locale : chosen).startsWith('zh') ? 'zh' : 'en';
}

/** The engine's own account of itself; none while it is off, or when it does not answer. */
async function statusOf(engine: EngineHost): Promise<EngineStatus | undefined> {
  if (engine.state().kind !== 'ready') return undefined;
  try {
    return await (await engine.client()).status({});
  } catch {
    // Its state and the troubles say why.
    return undefined;
  }
}

function watchTroubles(troubles: TroubleLog, session: PlaybackSession, engine: EngineHost): () => void {
  let lastError: unknown = null;
  const stopSpeech = session.watchState(({ error }) => {
    if (error !== null && error !== lastError) troubles.note('speech', error);
    lastError = error;
  });
  let lastReason = '';
  const stopEngine = engine.watchState(({ reason }) => {
    if (reason !== '' && reason !== lastReason)
      troubles.note('engine', { code: 'engine-stopped', message: reason });
    lastReason = reason;
  });
  return () => {
    stopSpeech();
    stopEngine();
  };
}
