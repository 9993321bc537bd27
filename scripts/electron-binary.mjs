/**
 * Electron's executable: found without loading its package, which throws or downloads where there is none.
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
