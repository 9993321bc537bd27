import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where an installation and its person's files lie. */
export interface InstallationPaths {
  readonly root: string;
  /** The bundled engine process. */
  readonly engineEntry: string;
  /** The compact pronunciation dictionary. */
  readonly dictionaryFile: string;
  /** The voice pack that comes with the installation. */
  readonly starterPackDir: string;
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
  return {
    root,
    engineEntry: join(root, 'dist', 'engine.mjs'),
    dictionaryFile: join(root, 'dist', 'cmudict.bin'),
    starterPackDir: join(root, 'models', 'starter'),
  };
}

/**
 * Folder of the phrase cache: where the platform keeps caches, or below `SOTTO_HOME` when that is set.
 * Asynchronous because the platform's rules are only loaded when they are needed.
 */
export async function phraseCacheDir(env: NodeJS.ProcessEnv): Promise<string> {
  const home = env.SOTTO_HOME;
  if (home !== undefined && home !== '') return join(resolve(home), 'cache', 'phrases');
  const { default: envPaths } = await import('env-paths');
  return join(envPaths('sotto', { suffix: '' }).cache, 'phrases');
}
