import { resolve } from 'node:path';
import { ImportError } from '../../packs/import/findings.js';
import {
  importPack,
  type Audition,
  type ImportedPack,
  type ImportProgress,
} from '../../packs/import/import-pack.js';
import { loadPack } from '../../packs/load-pack.js';
import type { ImportFinding } from '../../shared/app/packs.js';
import type { EngineLauncher } from '../../services/launcher.js';
import { bytesText } from '../../shared/byte-size.js';
import { personPaths, type InstallationPaths } from '../paths.js';
import { openEngine } from './engine-session.js';
import type { Interruption } from './interruption.js';
import type { PacksFlags } from './packs.js';
import { print } from './standard-streams.js';

export interface PacksContext {
  readonly paths: InstallationPaths;
  readonly launcher: EngineLauncher;
  readonly interruption: Interruption;
}

export interface ImportFlags extends PacksFlags {
  readonly replace?: boolean;
}

/** `sotto packs import`: a folder or a zip becomes a pack that can speak. */
export async function importFrom(path: string, flags: ImportFlags, context: PacksContext): Promise<void> {
  const imported = await bringIn(resolve(path), flags.replace === true, context);
  await printImported(imported, flags);
}

/**
 * Imports a folder or a zip: it is copied, loaded in an engine and listened to before it is activated. What was found is
 * said on standard error, also when it comes to nothing.
 */
export async function bringIn(
  source: string,
  replaces: boolean,
  { paths, launcher, interruption }: PacksContext,
): Promise<ImportedPack> {
  const { packsDir } = await personPaths(process.env);
  const starter = await loadPack(paths.starterPackDir);
  const { stderr } = process;
  const line = (text: string): void => {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
  };
  try {
    const imported = await importPack({
      ...{ source, packsDir, replaces, signal: interruption.signal },
      reservedIds: [starter.manifest.id],
      onProgress: (progress) => line(progressText(progress)),
      audition: (packDir, signal) => audition(packDir, signal, paths, launcher),
    });
    line('');
    say(imported.report);
    return imported;
  } catch (thrown) {
    line('');
    if (thrown instanceof ImportError) say(thrown.report.filter(({ level }) => level !== 'refused'));
    throw thrown;
  }
}

/** Says on standard output what was installed: its voices as `speak` names them, and in JSON the report too. */
export async function printImported({ packId, report }: ImportedPack, flags: PacksFlags): Promise<void> {
  const { packsDir } = await personPaths(process.env);
  const { manifest } = await loadPack(resolve(packsDir, packId));
  const voices = manifest.voices.map(({ id }) => `${packId}/${id}`);
  await print(
    flags.json === true
      ? `${JSON.stringify({ packId, voices, report })}\n`
      : `installed ${packId} with ${voices.length} voices: ${voices.join(' ')}\n`,
  );
}

async function audition(
  packDir: string,
  signal: AbortSignal,
  paths: InstallationPaths,
  launcher: EngineLauncher,
): Promise<Audition> {
  const engine = openEngine(paths, launcher, { cacheDir: null });
  try {
    const { client } = await engine.supervisor.connect(signal);
    const { isOk, checks } = await client.audition({ packDir }, { signal });
    const failed = checks.filter((check) => !check.isOk).map(({ name, detail }) => `${name}: ${detail}`);
    return { isOk, reason: failed.join('; ') };
  } finally {
    await engine.supervisor.dispose();
  }
}

const PHASES: Readonly<Record<ImportProgress['phase'], string>> = {
  reading: 'reading the model',
  copying: 'copying the model',
  auditioning: 'listening to a line of it',
  activating: 'installing it',
};

function progressText({ phase, doneBytes, totalBytes }: ImportProgress): string {
  const part = totalBytes > 0 ? `, ${bytesText(doneBytes)} of ${bytesText(totalBytes)}` : '';
  return `${PHASES[phase]}${part}`;
}

function say(report: readonly ImportFinding[]): void {
  for (const { level, text } of report) process.stderr.write(`${LEVELS[level]} ${text}\n`);
}

const LEVELS: Readonly<Record<ImportFinding['level'], string>> = {
  recognised: '✓',
  'left-out': '·',
  missing: '!',
  refused: '✗',
};
