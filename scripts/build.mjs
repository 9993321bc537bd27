/**
 * Bundles the command line and the engine worker into dist/, and makes the compact pronunciation dictionary.
 * `buildIfStale` costs a few milliseconds when nothing changed: it compares the newest source with the stamp.
 * Run directly (`node scripts/build.mjs`), it always builds.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stampFile = join(dist, 'build-stamp.json');

/** Entry points: bundle name → source. Runtime packages stay outside the bundle when they carry native or wasm files. */
const ENTRIES = {
  cli: 'engine/host/cli/main.ts',
  engine: 'engine/worker/main.ts',
};
const EXTERNAL = [/^onnxruntime-node/];

/** Builds when a source, the lock file or this script is newer than the last build. */
export async function buildIfStale() {
  const newestMs = newestSourceMs();
  if (existsSync(stampFile) && JSON.parse(readFileSync(stampFile, 'utf8')).newestMs === newestMs) return;
  await build(newestMs);
}

async function build(newestMs) {
  // A build is made beside the old one and swapped in, so that a second `sotto` never reads half a bundle.
  const fresh = join(root, `dist.${process.pid}`);
  try {
    await bundleInto(fresh);
    writeFileSync(join(fresh, 'build-stamp.json'), JSON.stringify({ newestMs }));
    swapIn(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Puts a build in place of the old one. Of two builds at the same time the first stays: both hold the same. */
function swapIn(fresh) {
  const old = join(root, `dist.old.${process.pid}`);
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

async function bundleInto(folder) {
  const { rolldown } = await import('rolldown');
  const { buildDictionary } = await import('./build-dictionary.mjs');
  mkdirSync(folder, { recursive: true });
  const bundle = await rolldown({
    cwd: root,
    input: ENTRIES,
    platform: 'node',
    external: EXTERNAL,
    logLevel: 'warn',
  });
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
    sourcemap: true,
  });
  await bundle.close();
  await buildDictionary(join(folder, 'cmudict.bin'));
}

/** The newest modification time, in ms, of anything that a bundle is made of. */
function newestSourceMs() {
  let newestMs = 0;
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path)) visit(join(path, name));
    } else if (!path.endsWith('.test.ts')) {
      newestMs = Math.max(newestMs, stat.mtimeMs);
    }
  };
  for (const path of ['engine', 'scripts', 'package-lock.json']) visit(join(root, path));
  return newestMs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(newestSourceMs());
