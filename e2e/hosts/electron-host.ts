import { join } from 'node:path';
import { _electron as electron, type ElectronApplication, type Page } from '@playwright/test';
import { installationPaths } from '../../engine/host/paths.js';
import type { RunningHost } from './host.js';
import { runSotto } from './launcher.js';

const { root } = installationPaths(import.meta.url);
const main = join(root, 'dist', 'electron', 'main.mjs');

export interface ElectronHostOptions {
  readonly homeDir: string;
  readonly executablePath: string;
  readonly locale: string;
}

async function start({ homeDir, executablePath, locale }: ElectronHostOptions): Promise<ElectronApplication> {
  const isRoot = process.getuid?.() === 0;
  const app = await electron.launch({
    executablePath,
    args: [...(isRoot ? ['--no-sandbox'] : []), `--lang=${locale}`, main],
    env: { ...process.env, SOTTO_HOME: homeDir },
  });
  // Quitting asks while a file is being rendered, and nobody is there to answer.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  return app;
}

/** The window whose page has this name, once it is there: a window that was just made has no address yet. */
function windowOf(app: ElectronApplication, name: string): Promise<Page> {
  const isWanted = (address: URL): boolean => address.pathname.endsWith(name);
  return new Promise((resolve) => {
    const take = (page: Page): void => {
      page.waitForURL(isWanted, { waitUntil: 'commit', timeout: 0 }).then(
        () => resolve(page),
        // It was closed: another one may come.
        () => undefined,
      );
    };
    app.on('window', take);
    app.windows().forEach(take);
  });
}

/** The app itself. */
export async function startElectronHost(options: ElectronHostOptions): Promise<RunningHost> {
  let app = await start(options);
  let page = await windowOf(app, '/index.html');
  let said = '';
  const listen = (): void => {
    for (const stream of [app.process().stdout, app.process().stderr])
      stream?.on('data', (bytes: Buffer) => (said += bytes.toString()));
  };
  listen();
  const command = (...args: readonly string[]): Promise<number> => runSotto(options.homeDir, args);
  return {
    get page() {
      return page;
    },
    homeDir: options.homeDir,
    get processId() {
      return app.process().pid ?? -1;
    },
    log: () => said,
    async openQuickSpeak() {
      const quick = await windowOf(app, '/quick.html');
      await command('--quick');
      return quick;
    },
    command,
    async restart() {
      await app.close();
      app = await start(options);
      listen();
      page = await windowOf(app, '/index.html');
      return page;
    },
    close: () => app.close(),
  };
}
