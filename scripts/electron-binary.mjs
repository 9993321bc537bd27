/**
 * Electron's executable, found without loading its package, which throws or downloads where there is none; and whether it
 * can be used here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE_DIR = fileURLToPath(new URL('../node_modules/electron/', import.meta.url));

/** An answer of any kind shows that there is a way out; where there is none, nobody should wait for long. */
const PROBE_LIMIT_MS = 4000;

/** A hundred megabytes on a slow line. */
const DOWNLOAD_LIMIT_MS = 600_000;

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** @returns {string | undefined} */
export function findElectron(packageDir = PACKAGE_DIR, env = process.env) {
  const pathFile = join(packageDir, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return existing(join(override, name ?? 'electron'));
  return name === undefined ? undefined : existing(join(packageDir, 'dist', name));
}

/** Whether there is a desktop that shows windows. */
export function hasDesktop(platform = process.platform, env = process.env) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Longer than Electron takes to find out that it cannot run. */
const START_LIMIT_MS = 10_000;

/** How Chromium gives up: a library is missing, or the system denies its sandbox what it needs. */
const MISSING_LIBRARY_CODE = 127;
const CRASH_SIGNALS = ['SIGTRAP', 'SIGABRT', 'SIGILL', 'SIGSEGV', 'SIGBUS'];

/**
 * Whether Electron ended because it cannot run here, rather than because the app did.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @param {number} ranMs
 */
export function isFailedStart(code, signal, ranMs) {
  return ranMs < START_LIMIT_MS && (code === MISSING_LIBRARY_CODE || CRASH_SIGNALS.includes(signal));
}

/**
 * Lets the package get its executable, where that can be reached.
 * @param {() => void} onBegin called when a download begins
 * @returns {Promise<string | undefined>} the executable
 */
export async function downloadElectron(onBegin, packageDir = PACKAGE_DIR, env = process.env) {
  const installer = join(packageDir, 'install.js');
  if (!existsSync(installer) || env.ELECTRON_SKIP_BINARY_DOWNLOAD || !(await isReachable(env)))
    return undefined;
  onBegin();
  spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS });
  return findElectron(packageDir, env);
}

async function isReachable(env) {
  // The installer goes through a proxy, this question would not.
  if (PROXY_VARIABLES.some((name) => env[name])) return true;
  const mirror = env.ELECTRON_MIRROR || 'https://github.com/';
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return true;
  } catch {
    return false;
  }
}

function existing(path) {
  return existsSync(path) ? path : undefined;
}
