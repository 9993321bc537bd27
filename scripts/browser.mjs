/**
 * Finds a Chrome or Chromium for the browser tests, or gets one: Debian's package where this process may install
 * it, Playwright's own download elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name] ? [join(process.env[name], 'Google', 'Chrome', 'Application', 'chrome.exe')] : [],
  ),
};

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser to test with; `SOTTO_BROWSER` names one. Undefined where there is none. */
export function findBrowser() {
  const named = process.env.SOTTO_BROWSER;
  if (named) return named;
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const places = [...onPath, ...(PLACES[process.platform] ?? []), chromium.executablePath()];
  return places.find((path) => existsSync(path) && isExecutable(path));
}

function attempt(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function install() {
  const mayUseApt =
    process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayUseApt) {
    const packages = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];
    const options = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    const isInstalled =
      attempt('apt-get', ['update', '-qq']) &&
      attempt('apt-get', options, { DEBIAN_FRONTEND: 'noninteractive' });
    // Ubuntu has no such package.
    if (isInstalled) return true;
  }
  const cli = fileURLToPath(new URL('../node_modules/@playwright/test/cli.js', import.meta.url));
  return attempt(process.execPath, [cli, 'install', 'chromium']);
}

/** What to say where there is none and none could be installed. */
export const NO_BROWSER =
  'there is no browser to test with: install Chromium or Chrome, or name one in SOTTO_BROWSER';

/** The browser to test with, installed if need be; undefined where that failed. */
export function ensureBrowser() {
  return findBrowser() ?? (install() ? findBrowser() : undefined);
}
