/**
 * Bundles and runs a TypeScript program of the repository: node scripts/run-ts.mjs FILE.ts [ARGUMENTS…]
 * The bundle lies in dist/tools/ while it runs; packages stay where they are.
 */
import { rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { buildIfStale } from './build.mjs';

const source = process.argv[2];
if (!source?.endsWith('.ts')) {
  console.error('usage: node scripts/run-ts.mjs FILE.ts [ARGUMENTS…]');
  process.exit(2);
}
// Programs of the repository start the command line and the engine process, and read the dictionary, from dist/.
await buildIfStale(['engine']);

const folder = fileURLToPath(new URL(`../dist/tools/${process.pid}/`, import.meta.url));
const file = resolve(folder, `${basename(source, '.ts')}.mjs`);
const bundle = await rolldown({ input: resolve(source), platform: 'node', external: [/^node:/, /^[a-z@]/] });
await bundle.write({ file, format: 'esm', sourcemap: 'inline', codeSplitting: false });
await bundle.close();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.argv.splice(1, 2, file);
await import(pathToFileURL(file).href);
