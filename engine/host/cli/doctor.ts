import { access, constants, mkdir } from 'node:fs/promises';
import { arch, cpus, freemem, release, totalmem, type as systemType } from 'node:os';
import { openPhraseDisk } from '../../cache/phrase-cache.js';
import { listInstalled } from '../../packs/installed.js';
import { graphFiles, loadPack } from '../../packs/load-pack.js';
import { graphBytes } from '../../packs/pack-files.js';
import type { GraphName } from '../../packs/manifest.js';
import { findPlayers } from '../../playback/playback.js';
import type { EngineLauncher } from '../../services/launcher.js';
import { bytesText, memoryText } from '../../shared/byte-size.js';
import { toErrorShape } from '../../shared/errors.js';
import { personPaths, phraseCacheDir, type InstallationPaths } from '../paths.js';
import { cacheRows, cacheStats } from './cache.js';
import { openEngine } from './engine-session.js';
import type { Interruption } from './interruption.js';
import { renderProbe } from './probe.js';
import { probeSound } from './sound-probe.js';
import { print } from './standard-streams.js';
import { EXIT } from './exit.js';

export interface DoctorFlags {
  readonly json?: boolean;
}

export interface DoctorContext {
  readonly paths: InstallationPaths;
  readonly launcher: EngineLauncher;
  readonly interruption: Interruption;
}

/** `info` is a fact, `warn` something that is missing but not needed, `fail` something broken. */
type State = 'ok' | 'info' | 'warn' | 'fail';

interface Finding {
  readonly name: string;
  readonly state: State;
  readonly detail: string;
}

interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

const MARKS: Readonly<Record<State, string>> = { ok: '✓', info: '·', warn: '!', fail: '✗' };

/** `sotto doctor`: looks at everything that speech needs, and says what is broken. Exit code 1 when something is. */
export async function doctor(flags: DoctorFlags, context: DoctorContext): Promise<void> {
  const sections: Section[] = [];
  const show = async (title: string, look: () => Promise<readonly Finding[]>): Promise<void> => {
    const section = { title, findings: await lookSafely(title, look) };
    sections.push(section);
    if (flags.json !== true) await print(sectionText(section));
  };
  const cacheDir = await phraseCacheDir(process.env);
  const engine = openEngine(context.paths, context.launcher, { cacheDir: null });
  const stop = (): void => void engine.supervisor.dispose();
  context.interruption.signal.addEventListener('abort', stop, { once: true });
  await show('This machine', () => Promise.resolve(machine()));
  await show('Sound', () => sound(context.interruption.signal));
  await show('Voice pack', () => pack(context.paths));
  await show('Added packs', addedPacks);
  await show('Engine', async () => {
    const { client, engineVersion } = await engine.supervisor.connect(context.interruption.signal);
    const warm = await client.warm({});
    const status = await client.status({ probeBackends: true });
    return [
      ok('start', `version ${engineVersion}, loaded in ${ms(warm.loadMs)}, warmed up in ${ms(warm.warmMs)}`),
      info(
        'memory',
        `${memoryText(status.memory.rssBytes)}, at most ${memoryText(status.memory.peakRssBytes)}`,
      ),
      ...status.backends.map((backend) => {
        const detail = `${backend.isAvailable ? 'available' : 'not available'}: ${backend.reason}`;
        return backend.isChosen
          ? ok(backend.device, `in use: ${backend.reason}`)
          : info(backend.device, detail);
      }),
    ];
  });
  await show('Self-test', async () => {
    const { client } = await engine.supervisor.connect(context.interruption.signal);
    const { checks } = await client.selfTest({});
    return [
      ...checks.map((check) => judged(check.name, check.isOk, `${check.detail} (${ms(check.durationMs)})`)),
      ...(await renderProbe(engine, context.interruption.signal)).map((check) =>
        judged(check.name, check.isOk, check.detail),
      ),
    ];
  });
  await show('Phrase cache', () => cacheFindings(cacheDir));
  await engine.supervisor.dispose();
  context.interruption.signal.throwIfAborted();
  const isOk = !hasState(sections, 'fail');
  if (flags.json === true) await print(`${JSON.stringify({ isOk, sections }, null, 2)}\n`);
  else await print(`\n${verdict(sections)}\n`);
  if (!isOk) process.exitCode = EXIT.failure;
}

function hasState(sections: readonly Section[], state: State): boolean {
  return sections.some(({ findings }) => findings.some((finding) => finding.state === state));
}

function verdict(sections: readonly Section[]): string {
  if (hasState(sections, 'fail')) return 'Something is broken: see the lines with ✗.';
  if (hasState(sections, 'warn'))
    return 'Files can be written, but nothing can be played: see the lines with !.';
  return 'Everything that speech needs works.';
}

/** What fails while looking is itself a finding; the rest is still looked at. */
async function lookSafely(
  title: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (thrown) {
    const error = toErrorShape(thrown);
    const next = error.next === undefined ? '' : `; ${error.next}`;
    return [{ name: title.toLowerCase(), state: 'fail', detail: `${error.message} (${error.code})${next}` }];
  }
}

function machine(): Finding[] {
  const processors = cpus();
  return [
    info('system', `${systemType()} ${release()}, ${arch()}, Node ${process.versions.node}`),
    info('processor', `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores`),
    info('memory', `${memoryText(totalmem())}, ${memoryText(freemem())} free`),
  ];
}

async function sound(signal: AbortSignal): Promise<Finding[]> {
  const found = await findPlayers(process.platform, process.env.PATH ?? '');
  if (found.length === 0)
    return [warn('players', 'no program that plays sound; --out FILE works without one')];
  const programs = found.map(({ program, path }) => info(program.command, path));
  const probe = await probeSound(found, signal);
  if (probe.works) return [...programs, ok('device', `${probe.playerName} plays`)];
  return [...programs, warn('device', `${probe.reason}; files can still be written (--out FILE)`)];
}

async function pack(paths: InstallationPaths): Promise<Finding[]> {
  const loaded = await loadPack(paths.starterPackDir);
  const { manifest } = loaded;
  const findings = [ok('pack', `${manifest.name} ${manifest.version} (${manifest.licence})`)];
  for (const graph of Object.keys(manifest.graphs) as GraphName[]) {
    for (const [precision, file] of Object.entries(graphFiles(manifest, graph))) {
      await loaded.useGraph(graph, precision, () => Promise.resolve());
      findings.push(ok(`${graph} ${precision}`, `${bytesText(graphBytes([file]))}, SHA-256 matches`));
    }
  }
  const styles = await loaded.readTable(manifest.styles);
  findings.push(ok('styles', `${styles.length / manifest.styles.width} vectors, SHA-256 matches`));
  findings.push(info('voices', manifest.voices.map((voice) => voice.id).join(' ')));
  return findings;
}

/** Their files are looked at by presence and size: hashing every model would take as long as reading it. */
async function addedPacks(): Promise<Finding[]> {
  const { packsDir } = await personPaths(process.env);
  const added = await listInstalled(packsDir);
  if (added.length === 0) return [info('packs', 'none; "sotto packs catalogue" shows what can be had')];
  return added.map(({ id, manifest, diskBytes, problem }) => {
    if (problem || !manifest) return warn(id, problem?.message ?? 'it cannot be read');
    const { name, version, licence, voices } = manifest;
    return ok(id, `${name} ${version} (${licence}), ${voices.length} voices, ${bytesText(diskBytes)}`);
  });
}

async function cacheFindings(dir: string): Promise<Finding[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await access(dir, constants.R_OK | constants.W_OK);
  const isWritten = await cacheKeeps(dir);
  return [
    judged(
      'writing',
      isWritten,
      isWritten ? 'what was written came back' : 'what was written did not come back',
    ),
    ...cacheRows(await cacheStats(dir)).map(([name = '', detail = '']) => info(name, detail)),
  ];
}

/** Writes, reads and drops an entry: a disk that is full shows only so. @throws the file system's error */
async function cacheKeeps(dir: string): Promise<boolean> {
  const { disk } = openPhraseDisk(dir);
  const name = `doctor ${process.pid}`;
  await disk.put(name, new TextEncoder().encode(name), {});
  const { kind } = await disk.get(name);
  await disk.drop(name);
  return kind === 'hit';
}

function ok(name: string, detail: string): Finding {
  return { name, state: 'ok', detail };
}

function info(name: string, detail: string): Finding {
  return { name, state: 'info', detail };
}

function warn(name: string, detail: string): Finding {
  return { name, state: 'warn', detail };
}

function judged(name: string, isOk: boolean, detail: string): Finding {
  return { name, state: isOk ? 'ok' : 'fail', detail };
}

function ms(durationMs: number): string {
  return `${Math.round(durationMs)} ms`;
}

function sectionText({ title, findings }: Section): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(
    ({ name, state, detail }) => `  ${MARKS[state]} ${name.padEnd(width)}  ${detail}`,
  );
  return `${title}\n${lines.join('\n')}\n`;
}
