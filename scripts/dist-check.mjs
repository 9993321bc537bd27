/**
 * Packs the desktop app for Linux as a folder and as a tar.gz, without a network and without Electron's binary, and looks at
 * what is inside.
 *
 *   node scripts/dist-check.mjs    prints what was checked and a table of sizes; exits 1 when something is amiss
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { load } from 'js-yaml';
import { buildIfStale } from './build.mjs';
import { FUSES, makeElectronStandIn, readFuses } from './packaging/electron-stand-in.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const configFile = join(root, 'electron-builder.yml');
const config = load(readFileSync(configFile, 'utf8'));
const ARCH = 'x64';

/** Packages that ship as such; everything else is inside the bundles. */
const PACKAGES = ['onnxruntime-node', 'onnxruntime-common'];
const NATIVE_DIR = `node_modules/onnxruntime-node/bin/napi-v6/linux/${ARCH}`;

/** Where something may lie in the archive. */
const ALLOWED = [/^package\.json$/, /^dist\/(electron|engine|renderer)\//, ...PACKAGES.map(packagePattern)];
function packagePattern(name) {
  return new RegExp(`^node_modules/${name}/`);
}

/** What the archive must hold. */
const REQUIRED = [
  'package.json',
  'dist/electron/main.mjs',
  'dist/electron/preload.cjs',
  'dist/engine/engine.mjs',
  'dist/engine/documents.mjs',
  'dist/engine/cmudict.bin',
  'dist/renderer/index.html',
  'dist/renderer/quick.html',
  'dist/renderer/icon.svg',
  `${NATIVE_DIR}/onnxruntime_binding.node`,
];

/** What must lie beside the archive, as files of their own. */
const REQUIRED_RESOURCES = [
  'models/starter/pack.json',
  'assets/icons/256x256.png',
  'assets/tray/idle-panel.png',
  'LICENSE',
  'THIRD_PARTY_NOTICES.md',
];

const problems = [];
const checked = [];
function check(what, isRight, detail = '') {
  if (isRight) checked.push(what);
  else problems.push(detail === '' ? what : `${what}: ${detail}`);
}

const work = mkdtempSync(join(tmpdir(), 'sotto-dist-'));
try {
  await buildIfStale(['engine', 'renderer', 'electron']);
  pack();
  inspect(join(work, 'out', 'linux-unpacked'));
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const what of checked) console.log(`ok    ${what}`);
for (const problem of problems) console.log(`WRONG ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** Runs electron-builder on a stand-in for Electron, with one for 7-Zip. */
function pack() {
  const electron = join(work, 'electron');
  const { version } = createRequire(import.meta.url)('electron/package.json');
  makeElectronStandIn(electron, version);
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      ...['--linux', 'dir', 'tar.gz', `--${ARCH}`, '--publish', 'never', '--config', configFile],
      `-c.electronDist=${electron}`,
      `-c.electronVersion=${version}`,
      `-c.directories.output=${join(work, 'out')}`,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ELECTRON_BUILDER_7ZIP_PATH: join(root, 'scripts', 'packaging', 'gzip-as-7za.mjs'),
      },
    },
  );
  if (status !== 0) throw new Error('electron-builder failed');
}

function inspect(app) {
  const resources = join(app, 'resources');
  const archive = join(resources, 'app.asar');
  const entries = listPackage(archive)
    .map((path) => path.slice(1))
    .filter((path) => !('files' in statFile(archive, path)));
  checkEntries(entries);
  checkNativeFiles(resources, entries);
  checkManifest(JSON.parse(extractFile(archive, 'package.json').toString()), entries);
  checkFuses(join(app, 'sotto'));
  for (const path of REQUIRED_RESOURCES) check(`${path} is a resource`, existsSync(join(resources, path)));
  checkStarterPack(join(resources, 'models', 'starter'));
  checkEngine(archive, join(resources, 'models', 'starter'));
  const locales = readdirSync(join(app, 'locales'));
  check(
    'only the languages of the interface',
    !locales.includes('de.pak') && locales.length === 2,
    `${locales}`,
  );
  const archiveFile = readdirSync(join(work, 'out')).find((name) => name.endsWith('.tar.gz'));
  check('a tar.gz was made', archiveFile !== undefined);
  if (archiveFile) checkTarball(join(work, 'out', archiveFile));
  printSizes(resources, archive, entries, archiveFile);
}

function checkEntries(entries) {
  for (const path of REQUIRED) check(`${path} is inside`, entries.includes(path));
  const strange = entries.filter((path) => !ALLOWED.some((pattern) => pattern.test(path)));
  check('nothing but bundles and the packages that stay outside them', strange.length === 0, some(strange));
  const sources = entries.filter((path) => /\.(tsx?|mts|cts|py|map)$|\.test\.|(^|\/)__tests__\//.test(path));
  check('no sources, type declarations, tests or source maps', sources.length === 0, some(sources));
  const otherHosts = entries.filter((path) => /^dist\/(engine\/cli|renderer\/bridge)/.test(path));
  check('no command line, and nothing of the web host', otherHosts.length === 0, some(otherHosts));
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const development = entries.filter((path) =>
    Object.keys(devDependencies).some((name) => path.startsWith(`node_modules/${name}/`)),
  );
  check('no package of development', development.length === 0, some(development));
}

/** Native code of one platform, unpacked: it cannot be loaded out of an archive. */
function checkNativeFiles(resources, entries) {
  const native = entries.filter((path) => /\.(node|dll|dylib|so)(\.|$)/.test(path));
  const foreign = native.filter((path) => !path.startsWith(`${NATIVE_DIR}/`));
  check('ONNX Runtime of one platform', native.length > 0 && foreign.length === 0, some(foreign));
  const packed = native.filter((path) => !existsSync(join(resources, 'app.asar.unpacked', path)));
  check('its native files are unpacked', packed.length === 0, some(packed));
}

function checkManifest(manifest, entries) {
  check('the manifest names the main module', entries.includes(manifest.main), manifest.main);
  check('the manifest names the desktop file', manifest.desktopName === 'sotto.desktop');
  check(
    'the manifest has no scripts or packages of development',
    !manifest.scripts && !manifest.devDependencies,
  );
}

function checkFuses(binary) {
  const fuses = readFuses(binary);
  for (const name of FUSES) {
    const wanted = config.electronFuses[name];
    check(`fuse ${name} is ${wanted ? 'on' : 'off'}`, wanted !== undefined && fuses[name] === wanted);
  }
}

/** Every file that the pack lists is there, with the bytes that it lists. */
function checkStarterPack(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'pack.json'), 'utf8'));
  const listed = filesOf(manifest);
  check('the starter pack lists its files', listed.length > 0);
  for (const { file, sha256 } of listed) {
    const path = join(folder, file);
    const isWhole =
      existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === sha256;
    check(`${file} of the starter pack is whole`, isWhole);
  }
}

/** Whatever in a manifest names a file with its hash. */
function filesOf(value) {
  if (typeof value !== 'object' || value === null) return [];
  if (typeof value.file === 'string' && typeof value.sha256 === 'string') return [value];
  return Object.values(value).flatMap(filesOf);
}

/** The engine works with nothing but what was packed. */
function checkEngine(archive, packDir) {
  const app = join(work, 'extracted');
  extractAll(archive, app);
  const script = join(root, 'scripts', 'packaging', 'packed-engine.ts');
  const args = [join(root, 'scripts', 'run-ts.mjs'), script, app, packDir];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  check('the packed engine starts and passes its own test', status === 0, stderr.trim());
}

function checkTarball(file) {
  const { status, stdout } = spawnSync('tar', ['-tzf', file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const names = stdout.split('\n');
  check(
    'the tar.gz opens and holds the app',
    status === 0 && names.some((name) => name.endsWith('/resources/app.asar')),
  );
}

function printSizes(resources, archive, entries, archiveFile) {
  const inArchive = (prefix) =>
    entries
      .filter((path) => path.startsWith(prefix))
      .reduce((sum, path) => sum + statFile(archive, path).size, 0);
  const rows = [
    ['shell (dist/electron)', inArchive('dist/electron/')],
    ['engine (dist/engine)', inArchive('dist/engine/')],
    ['interface (dist/renderer)', inArchive('dist/renderer/')],
    ['ONNX Runtime', inArchive('node_modules/')],
    ['starter voice', sizeOf(join(resources, 'models'))],
    [
      'icons and notices',
      sizeOf(join(resources, 'assets')) + statSync(join(resources, 'THIRD_PARTY_NOTICES.md')).size,
    ],
    ['all, without Electron', sizeOf(resources)],
    ...(archiveFile ? [['tar.gz, without Electron', statSync(join(work, 'out', archiveFile)).size]] : []),
  ];
  for (const [name, bytes] of rows)
    console.log(`${name.padEnd(28)} ${(bytes / 1024 / 1024).toFixed(2).padStart(8)} MiB`);
}

function sizeOf(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function some(paths) {
  return paths.length > 5 ? `${paths.slice(0, 5).join(', ')} and ${paths.length - 5} more` : paths.join(', ');
}
