import { cpus, totalmem } from 'node:os';
import type { PersonPaths } from '../engine/host/paths.js';
import { phraseStore } from '../engine/host/phrase-store.js';
import { createApp, type App } from '../engine/services/app.js';
import type { SelectionReader } from '../engine/services/session/handlers.js';
import { systemClock } from '../engine/shared/clock.js';
import type { ErrorShape } from '../engine/shared/errors.js';
import { errnoOf } from '../engine/shared/errno.js';
import { pressCopyKeys } from './copy-keys.js';
import type { ElectronPart } from './electron-api.js';
import { runProgram } from './run-program.js';
import { createCopyingSelectionReader, createPrimarySelectionReader } from './selection.js';
import type { ShellPaths } from './shell-paths.js';
import { createHotkeyRegistrar } from './shortcuts.js';
import { createUtilityLauncher } from './utility-launcher.js';

export interface OpenAppOptions {
  readonly electron: ElectronPart<
    'app' | 'utilityProcess' | 'clipboard' | 'ClipboardItem' | 'globalShortcut'
  >;
  readonly person: PersonPaths;
  readonly files: ShellPaths;
  readonly version: string;
  readonly closeQuick: () => void;
  readonly onHotkeyFailed: (error: ErrorShape) => void;
}

/** The services, on what Electron gives them. @throws SottoError as `createApp` does */
export function openApp({ electron, person, files, version, ...listeners }: OpenAppOptions): Promise<App> {
  const processors = cpus();
  const { isPackaged } = electron.app;
  return createApp({
    host: {
      version,
      platform: process.platform,
      deviceMemoryBytes: totalmem(),
      capabilities: {
        globalHotkeys: true,
        tray: true,
        // Without an installation there is nothing that could be started, or put in place.
        startWithSystem: isPackaged,
        selection: true,
        updates: isPackaged,
      },
      locale: electron.app.getLocale(),
    },
    runtime: {
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
    },
    processor: { name: processors[0]?.model.trim() ?? 'unknown', coreCount: processors.length },
    dataDir: person.dataDir,
    cacheDir: person.cacheDir,
    packDir: files.starterPackDir,
    packsDir: person.packsDir,
    ownVoicesDir: person.ownVoicesDir,
    calibrationDir: person.calibrationDir,
    dictionaryFile: files.dictionaryFile,
    documentsEntry: files.documentsEntry,
    clock: systemClock,
    wallClockMs: () => Date.now(),
    launcher: createUtilityLauncher(electron, files.engineEntry, killAtOnce),
    selection: selectionReader(electron),
    phraseCache: phraseStore(person.phraseCacheDir),
    hotkeys: createHotkeyRegistrar(electron),
    ...listeners,
  });
}

function selectionReader(electron: ElectronPart<'clipboard' | 'ClipboardItem'>): SelectionReader {
  const { platform } = process;
  if (platform !== 'darwin' && platform !== 'win32') return createPrimarySelectionReader(electron);
  return createCopyingSelectionReader({
    electron,
    clock: systemClock,
    pressCopyKeys: () => pressCopyKeys(platform, runProgram),
  });
}

function killAtOnce(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch (error) {
    // It has ended by itself in the meantime.
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}
