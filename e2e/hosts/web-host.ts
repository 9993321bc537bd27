import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import type { RunningHost } from './host.js';
import { runSotto, startSotto } from './launcher.js';

/** Longer than a first build on a slow machine. */
const START_LIMIT_MS = 120_000;

export interface WebHostOptions {
  readonly homeDir: string;
  readonly browserPath: string;
  readonly context: BrowserContextOptions;
}

interface Served {
  readonly process: ChildProcess;
  readonly address: string;
  readonly said: () => string;
}

/** Starts `sotto serve` on a port of its own and waits for the address that it prints. */
async function serve(homeDir: string, locale: string | undefined): Promise<Served> {
  const child = startSotto(homeDir, ['serve', '--no-open', '--port', '0'], locale);
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address was printed:\n${said}`)), START_LIMIT_MS);
    const hear = (text: string): void => {
      said += text;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(said);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.once('exit', (code) => reject(new Error(`the web host ended with ${String(code)}:\n${said}`)));
  });
  return { process: child, address, said: () => said };
}

async function end({ process: child }: Served): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** The interface in Chromium, served by the web host. */
export async function startWebHost({ homeDir, browserPath, context }: WebHostOptions): Promise<RunningHost> {
  let served = await serve(homeDir, context.locale);
  const browser: Browser = await chromium.launch({
    executablePath: browserPath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const pages = await browser.newContext(context);
  const open = async (path: string): Promise<Page> => {
    const page = await pages.newPage();
    await page.goto(path);
    return page;
  };
  let page = await open(served.address);
  return {
    get page() {
      return page;
    },
    homeDir,
    get processId() {
      return served.process.pid ?? -1;
    },
    log: () => served.said(),
    openQuickSpeak: () => open(new URL('/quick.html', served.address).href),
    command: (...args) => runSotto(homeDir, args),
    async restart() {
      await page.close();
      await end(served);
      served = await serve(homeDir, context.locale);
      page = await open(served.address);
      return page;
    },
    async close() {
      await browser.close();
      await end(served);
    },
  };
}
