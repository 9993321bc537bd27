import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstallationPaths } from '../engine/host/paths.js';

/** Where the shell finds what it needs of its installation. */
export interface ShellPaths extends InstallationPaths {
  readonly preloadFile: string;
  /** `assets/` of a checkout, the same folder as a resource of a packaged app. */
  readonly assetsDir: string;
}

/**
 * The parts of an installation. A packaged app keeps its code in an archive, and beside it, as files of their own, the voice
 * pack and the icons.
 * @param resourcesDir of a packaged app, `process.resourcesPath`
 */
export function shellPaths(installation: InstallationPaths, resourcesDir: string | undefined): ShellPaths {
  const filesDir = resourcesDir ?? installation.root;
  return {
    ...installation,
    starterPackDir: join(filesDir, 'models', 'starter'),
    preloadFile: join(installation.root, 'dist', 'electron', 'preload.cjs'),
    assetsDir: join(filesDir, 'assets'),
  };
}

/** The app's own version. Electron tells its own while the app is not packaged. */
export function installedVersion({ root }: InstallationPaths): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
