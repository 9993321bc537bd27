import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where an installation's own files lie. */
export interface InstallationPaths {
  readonly root: string;
  /** The bundled engine process. */
  readonly engineEntry: string;
  /** The bundled thread that reads documents. */
  readonly documentsEntry: string;
  /** The compact pronunciation dictionary. */
  readonly dictionaryFile: string;
  /** The voice pack that comes with the installation. */
  readonly starterPackDir: string;
  /** The built interface. */
  readonly rendererDir: string;
}

/**
 * Finds the installation that a module belongs to: the nearest folder above it that holds a `package.json`. That
 * holds for a checkout, for bundles in `dist/` and their chunks, and for an installed package alike.
 */
export function installationPaths(moduleUrl: string): InstallationPaths {
  const start = dirname(fileURLToPath(moduleUrl));
  let root = start;
  while (!existsSync(join(root, 'package.json'))) {
    const parent = dirname(root);
    if (parent === root) throw new Error(`no installation of Sotto above ${start}`);
    root = parent;
  }
  const dist = join(root, 'dist');
  return {
    root,
    engineEntry: join(dist, 'engine', 'engine.mjs'),
    documentsEntry: join(dist, 'engine', 'documents.mjs'),
    dictionaryFile: join(dist, 'engine', 'cmudict.bin'),
    starterPackDir: join(root, 'models', 'starter'),
    rendererDir: join(dist, 'renderer'),
  };
}

/** Where a person's files lie. */
export interface PersonPaths {
  /** What cannot be made again: settings, phrases, history. */
  readonly dataDir: string;
  /** What can. */
  readonly cacheDir: string;
  /** Voice packs that were added to the one of the installation, part of `dataDir`. */
  readonly packsDir: string;
  /** Voices that were made of recordings, part of `dataDir`. */
  readonly ownVoicesDir: string;
  /** Rendered phrases, part of `cacheDir`. */
  readonly phraseCacheDir: string;
  /** What packs' decoders were calibrated with, part of `cacheDir`. */
  readonly calibrationDir: string;
  /** The control channel of the instance that runs for this person. */
  readonly instance: InstancePath;
}

/** A unix socket in a folder of its own, or a Windows named pipe, which has none. */
export interface InstancePath {
  readonly address: string;
  readonly folder: string | undefined;
}

/**
 * The person's folders: where the platform keeps such files, or below `SOTTO_HOME` when that is set.
 * Asynchronous because the platform's rules are only loaded when they are needed.
 */
export async function personPaths(env: NodeJS.ProcessEnv): Promise<PersonPaths> {
  const home = env.SOTTO_HOME;
  if (home !== undefined && home !== '') {
    const folder = resolve(home);
    return pathsOf(env, join(folder, 'data'), join(folder, 'cache'));
  }
  const { default: envPaths } = await import('env-paths');
  const { data, cache } = envPaths('sotto', { suffix: '' });
  return pathsOf(env, data, cache);
}

/** Folder of the phrase cache, see `personPaths`. */
export async function phraseCacheDir(env: NodeJS.ProcessEnv): Promise<string> {
  return (await personPaths(env)).phraseCacheDir;
}

function pathsOf(env: NodeJS.ProcessEnv, dataDir: string, cacheDir: string): PersonPaths {
  return {
    dataDir,
    cacheDir,
    packsDir: join(dataDir, 'packs'),
    ownVoicesDir: join(dataDir, 'own-voices'),
    phraseCacheDir: join(cacheDir, 'phrases'),
    calibrationDir: join(cacheDir, 'calibration'),
    instance: instancePath(env, dataDir),
  };
}

/**
 * One address a person and data folder. A socket's path may have 104 bytes on some systems, so that it lies in a short
 * folder under a short name, wherever the data are.
 */
function instancePath(env: NodeJS.ProcessEnv, dataDir: string): InstancePath {
  const user = process.getuid?.() ?? userInfo().username;
  const name = createHash('sha256').update(`${user}\n${dataDir}`).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return { address: String.raw`\\.\pipe\sotto-${name}`, folder: undefined };
  const runtime = env.XDG_RUNTIME_DIR;
  const folder =
    runtime !== undefined && runtime !== '' ? join(runtime, 'sotto') : join(tmpdir(), `sotto-${user}`);
  return { address: join(folder, `${name}.sock`), folder };
}
