/**
 * Bundles the parts of Sotto, each into a folder of its own below dist/: the engine with the command line, the interface, and
 * the Electron shell. `buildIfStale` costs a few milliseconds when nothing changed: it compares the newest source with the
 * part's stamp. Run directly (`node scripts/build.mjs [PART…]`), it always builds what is named, or everything.
 */
import { spawnSync } from 'node:child_process';
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

/** What a part is made of, apart from this folder and the lock file, and how. Without its entry it is left out. */
const PARTS = {
  engine: { entry: 'engine/host/cli/main.ts', sources: ['engine'], bundle: bundleEngine },
  renderer: {
    entry: 'renderer/app/main.tsx',
    sources: ['renderer', 'engine/shared'],
    bundle: bundleRenderer,
  },
  electron: {
    entry: 'scripts/build-electron.mjs',
    sources: ['electron', 'engine'],
    bundle: bundleElectron,
  },
};

/** Runtime packages stay outside the bundles when they carry native or wasm files. */
const EXTERNAL = [/^onnxruntime-node/];

/**
 * Builds the parts that are older than a source, the lock file or these scripts.
 * @param {readonly (keyof typeof PARTS)[]} parts
 * @throws when a build fails, which has then said why; `ERR_MODULE_NOT_FOUND` before `npm ci`
 */
export function buildIfStale(parts) {
  const stale = parts.filter((name) => {
    const newestMs = newestSourceMs(PARTS[name]);
    return newestMs !== undefined && stampOf(name) !== newestMs;
  });
  if (stale.length === 0) return;
  // Said here where its packages are not installed.
  import.meta.resolve('rolldown');
  // In a process of its own: the bundlers would stay in the memory of a host that runs for days.
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...stale], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`the build of ${stale.join(', ')} failed`);
}

function stampOf(name) {
  const file = join(root, 'dist', name, 'build-stamp.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).newestMs : undefined;
}

async function build(name, newestMs) {
  // A build is made beside the old one and swapped in, so that a second `sotto` never reads half a bundle.
  const fresh = join(root, `dist.${name}.${process.pid}`);
  try {
    mkdirSync(fresh, { recursive: true });
    await PARTS[name].bundle(fresh);
    writeFileSync(join(fresh, 'build-stamp.json'), JSON.stringify({ newestMs }));
    swapIn(fresh, name);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Puts a build in place of the old one. Of two builds at the same time the first stays: both hold the same. */
function swapIn(fresh, name) {
  const current = join(root, 'dist', name);
  const old = join(root, `dist.old.${name}.${process.pid}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  try {
    if (existsSync(current)) renameSync(current, old);
    renameSync(fresh, current);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

async function bundleEngine(folder) {
  const { buildDictionary } = await import('./build-dictionary.mjs');
  await bundleForNode(folder, 'chunks', {
    engine: 'engine/worker/main.ts',
    documents: 'engine/documents/document-worker.ts',
  });
  // With chunks of its own: the packaged app leaves the command line and its web host out.
  await bundleForNode(folder, 'cli-chunks', { cli: 'engine/host/cli/main.ts' });
  await buildDictionary(join(folder, 'cmudict.bin'));
}

/** The pages by Vite, and the scripts that connect them with the web host. */
async function bundleRenderer(folder) {
  const { build: buildPages } = await import('vite');
  await buildPages({
    configFile: join(root, 'renderer', 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder },
  });
  await bundleScript('renderer/bridge/web-bridge.ts', join(folder, 'bridge.js'));
  await bundleScript('renderer/bridge/line-worker.ts', join(folder, 'bridge-lines.js'));
}

/** Bundles a script for a browser into one file. */
async function bundleScript(input, file) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({ cwd: root, input, platform: 'browser', logLevel: 'warn' });
  await bundle.write({ file, format: 'iife', minify: true });
  await bundle.close();
}

async function bundleElectron(folder) {
  const { bundleShell } = await import('./build-electron.mjs');
  await bundleShell(folder);
}

async function bundleForNode(folder, chunkFolder, input) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({ cwd: root, input, platform: 'node', external: EXTERNAL, logLevel: 'warn' });
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: `${chunkFolder}/[name]-[hash].mjs`,
    sourcemap: true,
  });
  await bundle.close();
}

/** The newest modification time, in ms, of anything that a part is made of; undefined without its entry. */
function newestSourceMs({ entry, sources }) {
  if (!existsSync(join(root, entry))) return undefined;
  let newestMs = 0;
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path)) visit(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) {
      newestMs = Math.max(newestMs, stat.mtimeMs);
    }
  };
  for (const path of [...sources, 'scripts', 'package-lock.json']) visit(join(root, path));
  return newestMs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2);
  for (const name of named.length > 0 ? named : Object.keys(PARTS)) {
    const newestMs = newestSourceMs(PARTS[name]);
    if (newestMs !== undefined) await build(name, newestMs);
  }
}
