import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { instanceCommandSchema, type InstanceCommand } from '../engine/host/instance/instance-command.js';
import type { PersonPaths } from '../engine/host/paths.js';
import { APP_SCHEME_PRIVILEGES } from './app-protocol.js';
import { commandOfFirstStart, ownArguments } from './arguments.js';
import { createCommandQueue, type CommandQueue } from './command-queue.js';
import type { ElectronPart } from './electron-api.js';
import { confinePages } from './navigation.js';

export interface BootOptions {
  readonly electron: ElectronPart<'app' | 'protocol' | 'shell' | 'dialog'>;
  readonly argv: readonly string[];
  /** Working directory: relative paths start here. */
  readonly folder: string;
  readonly entryFile: string;
  readonly platform: NodeJS.Platform;
  readonly personPaths: () => Promise<PersonPaths>;
  /** Composes the app once Electron is ready. Its failure ends the process. */
  readonly start: (context: StartContext) => Promise<void>;
  readonly onStartFailed: (error: unknown) => void;
}

export interface StartContext {
  readonly paths: PersonPaths;
  readonly commands: CommandQueue;
}

/**
 * Everything that has to happen before Electron is ready, in its order. It must not wait for that itself: Electron is only
 * ready once its main module has been evaluated, and that awaits this.
 */
export async function boot(options: BootOptions): Promise<void> {
  const { electron } = options;
  runEveryPageInASandbox(electron);
  registerOwnScheme(electron);
  confinePages(electron);
  const commands = createCommandQueue();
  queueFilesOpenedByTheSystem(electron, commands);
  const paths = await options.personPaths();
  nameTheApp(electron, paths, options.platform);
  const command = commandOfThisStart(options);
  if (!becomeTheOnlyInstance(electron, command, commands)) {
    electron.app.quit();
    return;
  }
  electron.app
    .whenReady()
    .then(() => {
      if (command && !wasStartedByTheSystem(options)) commands.push(command);
      return options.start({ paths, commands });
    })
    .catch((error: unknown) => options.onStartFailed(error));
}

function runEveryPageInASandbox({ app }: ElectronPart<'app'>): void {
  app.enableSandbox();
}

function registerOwnScheme({ protocol }: ElectronPart<'protocol'>): void {
  protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
}

/** macOS says so by an event, which may come before the app is ready. */
function queueFilesOpenedByTheSystem({ app }: ElectronPart<'app'>, commands: CommandQueue): void {
  app.on('open-file', (event, path) => {
    event.preventDefault();
    commands.push({ kind: 'open-files', paths: [path] });
  });
}

/** The lock and everything that Chromium keeps belong to the person's data, wherever these are. */
function nameTheApp({ app }: ElectronPart<'app'>, { dataDir }: PersonPaths, platform: NodeJS.Platform): void {
  app.setName('Sotto');
  const userData = join(dataDir, 'electron');
  // Electron takes no folder that is not there.
  mkdirSync(userData, { recursive: true });
  app.setPath('userData', userData);
  // Groups windows under the shortcut that the installer makes.
  if (platform === 'win32') app.setAppUserModelId(APP_ID);
}

/** As `electron-builder.yml` has it. */
const APP_ID = 'io.github.sotto.Sotto';

/** What this start was made for. @throws SottoError `bad-input` */
function commandOfThisStart({ electron, argv, entryFile, folder }: BootOptions): InstanceCommand | undefined {
  const { isPackaged } = electron.app;
  return commandOfFirstStart(ownArguments(argv, { isPackaged, entryFile, folder }), folder);
}

/** macOS hands no arguments to what it starts at login, and says so only once the app is ready. */
function wasStartedByTheSystem({ electron, platform }: BootOptions): boolean {
  return platform === 'darwin' && electron.app.getLoginItemSettings().wasOpenedAtLogin;
}

const otherStart = z.object({ command: instanceCommandSchema });

/** @returns false when another instance runs; it has been told what this one was started for */
function becomeTheOnlyInstance(
  { app }: ElectronPart<'app'>,
  command: InstanceCommand | undefined,
  commands: CommandQueue,
): boolean {
  app.on('second-instance', (_event, _argv, _folder, additionalData) => {
    // Chromium reorders the command line and adds to it; what the other start meant is in the data it sent along.
    const parsed = otherStart.safeParse(additionalData);
    if (parsed.success) commands.push(parsed.data.command);
  });
  return app.requestSingleInstanceLock(command ? { command } : {});
}
