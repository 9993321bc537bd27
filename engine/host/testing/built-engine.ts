import { execFileSync } from 'node:child_process';
import { installationPaths } from '../paths.js';

const paths = installationPaths(import.meta.url);

/** The bundled engine process, and the pack that comes with it. */
export const { engineEntry, starterPackDir } = paths;

/** Builds the engine when it is older than its sources: tests of the real process run what they stand beside. */
export function buildEngine(): void {
  const build = "import('./scripts/build.mjs').then((built) => built.buildIfStale(['engine']))";
  execFileSync(process.execPath, ['-e', build], { cwd: paths.root, stdio: 'inherit' });
}
