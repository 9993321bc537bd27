import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../../services/app.js';
import type { EngineLauncher } from '../../services/launcher.js';
import { systemClock } from '../../shared/clock.js';
import { SottoError, toErrorShape } from '../../shared/errors.js';
import { sendToInstance } from '../instance/instance-client.js';
import { becomeInstance, type InstanceServer } from '../instance/instance-server.js';
import { runInstanceCommand } from '../instance/run-command.js';
import { personPaths, type InstallationPaths, type PersonPaths } from '../paths.js';
import { phraseStore } from '../phrase-store.js';
import { canReadSelection, createProgramSelection } from '../selection/program-selection.js';
import { startWebHost } from '../web/web-host.js';
import { errorText } from './exit.js';
import type { Interruption } from './interruption.js';
import { print } from './standard-streams.js';

export interface ServeFlags {
  readonly port?: string;
  readonly open: boolean;
}

export interface ServeContext {
  readonly paths: InstallationPaths;
  readonly launcher: EngineLauncher;
  readonly interruption: Interruption;
  readonly version: string;
}

const MAX_PORT = 65_535;

/**
 * The port where none is named: always the same one while nobody else has it, so that an open window finds the next start, and
 * the browser what it keeps by address.
 */
const USUAL_PORT = 47_315;

/** `sotto serve`: the interface in a browser, until it is interrupted. */
export async function serve(flags: ServeFlags, context: ServeContext): Promise<void> {
  const port = portOf(flags.port);
  if (!existsSync(join(context.paths.rendererDir, 'index.html'))) {
    throw new SottoError({
      code: 'unavailable-here',
      message: 'this installation has no interface to serve',
      next: 'install Sotto again',
    });
  }
  const person = await personPaths(process.env);
  const instance = await becomeInstance(person.instance);
  if (!instance) {
    await showRunning(person, flags.open);
    return;
  }
  try {
    await serveUntilInterrupted(port, flags.open, person, instance, context);
  } finally {
    await instance.close();
  }
}

async function serveUntilInterrupted(
  port: number | undefined,
  opensBrowser: boolean,
  person: PersonPaths,
  instance: InstanceServer,
  context: ServeContext,
): Promise<void> {
  const app = await openApp(person, context);
  try {
    const host = await listenOn(port, (onPort) =>
      startWebHost({
        app,
        rendererDir: context.paths.rendererDir,
        port: onPort,
        clock: systemClock,
        uploadsDir: join(person.cacheDir, 'uploads'),
      }),
    );
    try {
      const show = (): Promise<void> => openBrowser(host.urlToOpen());
      const quick = async (): Promise<void> => {
        if (!app.commands.tell({ kind: 'quick-speak' })) await show();
      };
      instance.onCommand((command) => runInstanceCommand(app, { show, quick }, command));
      await print(`Sotto is at ${host.url}\n`);
      if (opensBrowser) await show();
      await interrupted(context.interruption.signal);
    } finally {
      await host.close();
    }
  } finally {
    await app.dispose();
  }
}

/** Without a port that was asked for: the usual one, or any where that is taken. */
async function listenOn<T>(port: number | undefined, start: (port: number) => Promise<T>): Promise<T> {
  if (port !== undefined) return start(port);
  try {
    return await start(USUAL_PORT);
  } catch (thrown) {
    if (toErrorShape(thrown).code !== 'unavailable-here') throw thrown;
    return start(0);
  }
}

async function openApp(person: PersonPaths, { paths, launcher, version }: ServeContext): Promise<App> {
  const processors = cpus();
  return createApp({
    host: {
      version,
      platform: process.platform,
      deviceMemoryBytes: totalmem(),
      capabilities: {
        globalHotkeys: false,
        tray: false,
        startWithSystem: false,
        selection: await canReadSelection(process.env),
        updates: false,
      },
      locale: Intl.DateTimeFormat().resolvedOptions().locale,
    },
    runtime: { node: process.versions.node },
    processor: { name: processors[0]?.model.trim() ?? 'unknown', coreCount: processors.length },
    dataDir: person.dataDir,
    cacheDir: person.cacheDir,
    packDir: paths.starterPackDir,
    packsDir: person.packsDir,
    ownVoicesDir: person.ownVoicesDir,
    calibrationDir: person.calibrationDir,
    dictionaryFile: paths.dictionaryFile,
    documentsEntry: paths.documentsEntry,
    clock: systemClock,
    wallClockMs: () => Date.now(),
    launcher,
    selection: createProgramSelection(process.env),
    phraseCache: phraseStore(person.phraseCacheDir),
    // A browser's page puts its own quick speak away.
    closeQuick: () => undefined,
    hotkeys: null,
    onHotkeyFailed: () => undefined,
  });
}

/** Another start of the same person's Sotto wants its window. @throws SottoError `refused` when it wants none */
async function showRunning({ instance }: PersonPaths, opensBrowser: boolean): Promise<void> {
  if (!opensBrowser) {
    throw new SottoError({
      code: 'refused',
      message: 'Sotto is running already, and only one can use the same files',
      next: 'use that one, or end it first',
    });
  }
  await sendToInstance(instance, { kind: 'show' });
  await print('Sotto is running already; its window was opened.\n');
}

/** A browser that cannot be started is no reason to stop: the address was printed. */
async function openBrowser(url: string): Promise<void> {
  try {
    const { default: open } = await import('open');
    const browser = await open(url);
    browser.on('error', (error) => noBrowser(error));
  } catch (thrown) {
    noBrowser(thrown);
  }
}

function noBrowser(thrown: unknown): void {
  const { message } = toErrorShape(thrown);
  const next = 'open the address in a browser yourself';
  process.stderr.write(
    errorText({ code: 'unavailable-here', message: `no browser could be opened: ${message}`, next }),
  );
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (text === '' || !Number.isInteger(port) || port < 0 || port > MAX_PORT) {
    throw new SottoError({ code: 'bad-input', message: `--port takes a number from 0 to ${MAX_PORT}` });
  }
  return port;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
