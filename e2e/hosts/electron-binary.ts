import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationPaths } from '../../engine/host/paths.js';

const { root } = installationPaths(import.meta.url);

/** Path of Electron's executable, found without loading the package, which throws where there is none. */
export function electronBinary(): string | undefined {
  const packageDir = join(root, 'node_modules', 'electron');
  const pathFile = join(packageDir, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron';
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageDir, 'dist');
  const file = join(folder, name);
  return existsSync(file) ? file : undefined;
}
