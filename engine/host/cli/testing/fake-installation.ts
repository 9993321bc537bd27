import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** An installation of Sotto in a temporary folder: the real command line, bundled, over the fake engine. */
export interface FakeInstallation {
  readonly root: string;
  /** A folder for the files of a test. */
  readonly work: string;
  start(args: readonly string[], env?: Record<string, string>): Child;
  /** Runs to the end. @param input bytes for standard input, which is closed after them */
  run(
    args: readonly string[],
    options?: { input?: string | Uint8Array; env?: Record<string, string> },
  ): Promise<Finished>;
  remove(): Promise<void>;
}

export async function fakeInstallation(): Promise<FakeInstallation> {
  const root = await emptyInstallation();
  await writeFakePack(join(root, 'models', 'starter'));
  await bundleInto(root, 'engine/host/cli/testing/fake-engine.ts');
  return installationAt(root);
}

/** The same over the real engine, its dictionary and the starter pack of this repository. */
export async function realInstallation(): Promise<FakeInstallation> {
  const root = await emptyInstallation();
  await symlink(join(REPOSITORY, 'models'), join(root, 'models'));
  await symlink(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
  await bundleInto(root, 'engine/worker/main.ts');
  const encoder = join(REPOSITORY, 'scripts', 'build-dictionary.mjs');
  await promisify(execFile)(process.execPath, [encoder, join(root, 'dist', 'engine', 'cmudict.bin')]);
  return installationAt(root);
}

async function emptyInstallation(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'sotto-cli-'));
  await mkdir(join(root, 'work'));
  await mkdir(join(root, 'players'));
  await writeFile(
    join(root, 'package.json'),
    JSON.stringify({ name: 'sotto', version: '9.9.9', type: 'module' }),
  );
  return root;
}

async function bundleInto(root: string, engineEntry: string): Promise<void> {
  const bundle = await rolldown({
    cwd: REPOSITORY,
    input: { cli: 'engine/host/cli/main.ts', engine: engineEntry },
    platform: 'node',
    external: [/^onnxruntime-node/],
    logLevel: 'warn',
  });
  await bundle.write({
    dir: join(root, 'dist', 'engine'),
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
  });
  await bundle.close();
}

function installationAt(root: string): FakeInstallation {
  const work = join(root, 'work');
  const start = (args: readonly string[], env: Record<string, string> = {}): Child =>
    spawn(process.execPath, [join(root, 'dist', 'engine', 'cli.mjs'), ...args], {
      cwd: work,
      env: { SOTTO_HOME: join(root, 'home'), PATH: join(root, 'players'), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  return {
    root,
    work,
    start,
    async run(args, { input = '', env } = {}) {
      const child = start(args, env);
      // A command that refuses its arguments does not read its input.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      return finished(child);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Collects what a process writes until it ends. */
export async function finished(child: Child): Promise<Finished> {
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stdout: Buffer.concat(stdout), stderr };
}

/** A player on the PATH of the installation that keeps what it is given. */
export async function addPlayer(installation: FakeInstallation, name: string, script: string): Promise<void> {
  const path = join(installation.root, 'players', name);
  await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  await chmod(path, 0o755);
}

/** A pack that has voices but no model. */
export async function writeFakePack(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const file = async (name: string, bytes: Buffer) => {
    await writeFile(join(dir, name), bytes);
    return { file: name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const styles = { neutral: { row: 0, gainDb: 0 }, calm: { row: 0, gainDb: 0 } };
  const voice = (id: string, name: string, language: string) => ({ id, name, language, styles });
  const pack = {
    schema: 1,
    ...{ id: 'fake', version: '1.0.0', name: 'Fake', licence: 'none', source: 'test', family: 'split' },
    ...{ sampleRateHz: 24000, hopSamples: 300, languages: ['en', 'zh'], defaultPrecision: 'fp32' },
    alphabet: { id: 'kokoro', pad: 0, symbols: {} },
    graphs: {
      acoustic: { fp32: await file('acoustic.onnx', Buffer.from('acoustic')) },
      decoder: { fp32: await file('decoder.onnx', Buffer.from('decoder')) },
    },
    features: { channels: 84, contextFrames: 14, exact: true },
    styles: { ...(await file('styles.bin', Buffer.alloc(16))), rows: 1, width: 4 },
    voices: [voice('en_ivy', 'Ivy', 'en'), voice('en_rowan', 'Rowan', 'en'), voice('zh_lian', 'Lian', 'zh')],
    defaults: { voice: 'en_ivy', style: 'neutral' },
    limits: { maxTokens: 512 },
  };
  await writeFile(join(dir, 'pack.json'), JSON.stringify(pack));
}
