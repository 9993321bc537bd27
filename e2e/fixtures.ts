import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { findBrowser, NO_BROWSER } from '../scripts/browser.mjs';
import { findElectron } from '../scripts/electron-binary.mjs';
import { startElectronHost } from './hosts/electron-host.js';
import type { RunningHost } from './hosts/host.js';
import { startWebHost } from './hosts/web-host.js';

export interface HostOptions {
  readonly hostKind: 'web' | 'electron';
  /** Whether the flow starts behind the first run. */
  readonly startsFresh: boolean;
}

interface Fixtures {
  /** A program of its own with empty folders, ended after the flow. */
  readonly host: RunningHost;
}

async function startHost(
  homeDir: string,
  {
    hostKind,
    locale,
    viewport,
    colorScheme,
  }: Pick<HostOptions, 'hostKind'> & {
    readonly locale: string | undefined;
    readonly viewport: { readonly width: number; readonly height: number } | null | undefined;
    readonly colorScheme: 'light' | 'dark' | 'no-preference' | null | undefined;
  },
): Promise<RunningHost> {
  const language = locale ?? 'en-US';
  if (hostKind === 'electron') {
    const executablePath = findElectron();
    if (executablePath === undefined) throw new Error('there is no Electron binary here');
    return startElectronHost({ homeDir, executablePath, locale: language });
  }
  const browserPath = findBrowser();
  if (browserPath === undefined) throw new Error(NO_BROWSER);
  return startWebHost({
    homeDir,
    browserPath,
    context: {
      locale: language,
      acceptDownloads: true,
      viewport: viewport ?? null,
      colorScheme: colorScheme ?? null,
    },
  });
}

export const test = base.extend<Fixtures & HostOptions>({
  hostKind: ['web', { option: true }],
  startsFresh: [false, { option: true }],
  host: async ({ hostKind, startsFresh, locale, viewport, colorScheme }, use, testInfo) => {
    const homeDir = await mkdtemp(join(tmpdir(), 'sotto-e2e-'));
    const host = await startHost(homeDir, { hostKind, locale, viewport, colorScheme });
    if (!startsFresh) {
      await host.page.getByRole('button', { name: /skip|跳过/i }).click();
      // Until the dialog is gone it takes the keys that a flow presses first.
      await host.page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await use(host);
    if (testInfo.status !== testInfo.expectedStatus)
      await testInfo.attach('host.log', { body: host.log(), contentType: 'text/plain' });
    await host.close();
    await rm(homeDir, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';
