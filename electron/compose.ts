import { homedir } from 'node:os';
import { join } from 'node:path';
import { becomeInstance, type InstanceServer } from '../engine/host/instance/instance-server.js';
import type { InstanceCommand } from '../engine/host/instance/instance-command.js';
import { sendToInstance } from '../engine/host/instance/instance-client.js';
import { runInstanceCommand } from '../engine/host/instance/run-command.js';
import { installationPaths } from '../engine/host/paths.js';
import { openJsonStore } from '../engine/services/json-store.js';
import { systemClock } from '../engine/shared/clock.js';
import { toErrorShape } from '../engine/shared/errors.js';
import { serveAppProtocol } from './app-protocol.js';
import { createAutostart } from './autostart.js';
import type { StartContext } from './boot.js';
import type { CommandTargets } from './commands.js';
import { guardFaults, guardPages, type FaultSource } from './crash-guard.js';
import type { ElectronApi } from './electron-api.js';
import { pickDocuments, receivePaths, saveDownload } from './file-transfer.js';
import { answerPages } from './ipc-host.js';
import { openLogFile } from './log-file.js';
import { createMainWindow } from './main-window.js';
import { createNotices } from './notices.js';
import { openApp } from './open-app.js';
import { connectToOwnApp } from './own-client.js';
import { restrictPermissions } from './permissions.js';
import { createQuickWindow } from './quick-window.js';
import { guardQuit } from './quit.js';
import { createShell, noticeTrayOnce } from './shell.js';
import { installedVersion, shellPaths } from './shell-paths.js';
import { createShellWords } from './texts.js';
import { createUpdates } from './updates.js';
import { windowStateSchema } from './window-state.js';

/** Starts the app: Electron is ready, and this is its only instance. @throws what keeps it from starting at all */
export async function compose(
  electron: ElectronApi,
  context: StartContext,
  faults: FaultSource,
): Promise<void> {
  const instance = await becomeInstance(context.paths.instance);
  if (instance) await composeInstance(electron, context, instance, faults);
  else await handOver(electron, context);
}

/** The web host runs for the same person already, and only one may use the same files. */
async function handOver(electron: ElectronApi, { paths, commands }: StartContext): Promise<void> {
  const sent: Promise<void>[] = [];
  commands.onCommand((command) => sent.push(sendToInstance(paths.instance, command)));
  await Promise.all(sent);
  electron.app.quit();
}

async function composeInstance(
  electron: ElectronApi,
  { paths: person, commands }: StartContext,
  instance: InstanceServer,
  faults: FaultSource,
): Promise<void> {
  const { platform } = process;
  const { isPackaged } = electron.app;
  const installation = installationPaths(import.meta.url);
  const files = shellPaths(installation, isPackaged ? process.resourcesPath : undefined);
  const log = openLogFile(join(person.dataDir, 'logs', 'sotto.log'), () => new Date());
  const onTrouble = (what: string, error: unknown): void =>
    log.write(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const words = createShellWords(electron.app.getLocale());
  const texts = () => words.current();
  guardFaults({ source: faults, electron, log, texts });

  restrictPermissions(electron);
  serveAppProtocol(electron, files.rendererDir);
  const quickWindow = createQuickWindow({
    electron,
    platform,
    preloadFile: files.preloadFile,
    isQuitting: () => quitting.isUnderWay(),
    onTrouble: (error) => onTrouble('quick speak', error),
  });
  const notices = createNotices(electron, () => mainWindow.show());
  const app = await openApp({
    electron,
    person,
    files,
    version: installedVersion(installation),
    closeQuick: () => quickWindow.hide(),
    onHotkeyFailed: (error) => notices.showFailure(error),
  });
  const windowState = await openJsonStore({
    file: join(person.dataDir, 'window.json'),
    schema: windowStateSchema,
    initial: windowStateSchema.parse({}),
    onTrouble: (error) => onTrouble('window', error),
  });
  const mainWindow = createMainWindow({
    electron,
    preloadFile: files.preloadFile,
    iconFile: join(files.assetsDir, 'icons', '256x256.png'),
    state: windowState,
    tellView: (view) => app.commands.tell({ kind: 'open-view', view }),
    onHidden: () => noticeTrayOnce(app, notices, texts()),
    isQuitting: () => quitting.isUnderWay(),
    onTrouble: (error) => onTrouble('main window', error),
  });
  const receive = (paths: readonly string[]) => receivePaths(paths, app.receivedFiles);

  answerPages({
    electron,
    app,
    receive,
    save: (downloadId, fileName, sender) =>
      saveDownload({ electron, downloads: app.downloads }, downloadId, fileName, sender),
    onRefused: (reason) => log.write(`refused: ${reason}`),
  });
  guardPages({
    electron,
    log,
    texts,
    nowMs: () => systemClock.nowMs(),
    recreate(contents) {
      for (const window of [mainWindow, quickWindow])
        if (window.current()?.webContents === contents) window.recreate();
    },
  });

  const actions = { show: () => mainWindow.show(), quick: () => quickWindow.toggle() };
  const runCommand = async (command: InstanceCommand): Promise<void> => {
    if (command.kind === 'open-files') mainWindow.openView('narrate');
    await runInstanceCommand(app, actions, command);
  };
  const targets: CommandTargets = {
    client: connectToOwnApp(app.handlers),
    runCommand,
    openView: (view) => mainWindow.openView(view),
    pickFiles: () => pickDocuments(electron, texts(), mainWindow.current()),
    openLog: () => electron.shell.showItemInFolder(log.path),
    showAbout: () => electron.app.showAboutPanel(),
    quit: () => electron.app.quit(),
  };
  const shell = createShell({
    electron,
    platform,
    trayIconDir: join(files.assetsDir, 'tray'),
    targets,
    words,
    notices,
    autostart: isPackaged
      ? createAutostart({
          electron,
          platform,
          configDir: process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'),
          executable: process.env.APPIMAGE ?? process.execPath,
        })
      : undefined,
    updates: isPackaged
      ? createUpdates({
          load: async () => (await import('electron-updater')).default.autoUpdater,
          clock: systemClock,
          onReady: () => notices.show(texts().updateReadyTitle, texts().updateReadyBody),
          onTrouble: (reason) => log.write(`updates: ${reason}`),
        })
      : undefined,
    onTrouble,
  });
  const quitting = guardQuit({
    electron,
    texts,
    narrations: () => shell.state()?.narrations ?? { items: [] },
    async close() {
      shell.dispose();
      electron.globalShortcut.unregisterAll();
      await instance.close();
      await Promise.all([app.dispose(), windowState.flush()]);
    },
    clock: systemClock,
    onTrouble: (error) => onTrouble('closing', error),
  });

  // A hotkey asks for quick speak the way it would ask any window.
  app.commands.watch(({ kind }) => {
    if (kind === 'quick-speak') quickWindow.toggle();
  });
  electron.app.on('activate', () => mainWindow.show());
  instance.onCommand(runCommand);
  mainWindow.prepare();
  quickWindow.warm();
  commands.onCommand(
    (command) => void runCommand(command).catch((error: unknown) => notices.showFailure(toErrorShape(error))),
  );
}
