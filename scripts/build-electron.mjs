/** Bundles the Electron shell: the main process as an ES module, the preload as CommonJS, which a sandbox wants. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Electron brings its own module. */
const EXTERNAL = ['electron'];

/**
 * Writes `main.mjs` with its chunks, and `preload.cjs`.
 * @param {string} folder
 */
export async function bundleShell(folder) {
  const options = { cwd: root, external: EXTERNAL, logLevel: 'warn' };
  const main = await rolldown({ ...options, input: { main: 'electron/main.ts' }, platform: 'node' });
  await main.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
    sourcemap: true,
  });
  await main.close();
  const preload = await rolldown({ ...options, input: 'electron/preload.ts', platform: 'browser' });
  await preload.write({ file: join(folder, 'preload.cjs'), format: 'cjs' });
  await preload.close();
}
