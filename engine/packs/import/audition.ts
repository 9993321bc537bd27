import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportFinding } from '../../shared/app/packs.js';
import type { GraphFile } from '../manifest.js';
import { partsOf } from '../pack-files.js';
import { finding, Refusal } from './findings.js';

export interface Audition {
  readonly isOk: boolean;
  /** What was heard to be wrong; empty where nothing was. */
  readonly reason: string;
}

/** Loads a pack in its default precision, and listens to a line of it. */
export type Audience = (packDir: string, signal: AbortSignal) => Promise<Audition>;

/** The parts of a manifest that say which precisions there are. */
interface Precisions {
  defaultPrecision: string;
  graphs: Record<string, Record<string, GraphFile>>;
}

/**
 * Has a pack auditioned in each of its precisions, as the default of which it is made in turn. A precision that fails is
 * taken out of the pack where another one is good.
 * @throws Refusal when none is good
 */
export async function auditionPack(
  packDir: string,
  listen: Audience,
  signal: AbortSignal,
  report: ImportFinding[],
): Promise<void> {
  const path = join(packDir, 'pack.json');
  const text = await readFile(path, 'utf8');
  const manifest = JSON.parse(text) as Precisions;
  const reasons = new Map<string, string>();
  const precisions = inAllGraphs(manifest);
  for (const precision of precisions) {
    await writeFile(path, JSON.stringify({ ...manifest, defaultPrecision: precision }));
    const { isOk, reason } = await listen(packDir, signal);
    if (!isOk) reasons.set(precision, reason);
  }
  if (reasons.size === 0) return writeFile(path, text, { flush: true });
  const best = precisions.find((precision) => !reasons.has(precision));
  if (best === undefined) throw unspeakable(reasons.get(manifest.defaultPrecision) ?? '');
  const before = fileNames(manifest);
  for (const [precision, reason] of reasons) report.push(leftOut(precision, reason));
  for (const [graph, files] of Object.entries(manifest.graphs))
    manifest.graphs[graph] = Object.fromEntries(Object.entries(files).filter(([name]) => !reasons.has(name)));
  // Precisions may share files: what another one needs stays.
  const needed = new Set(fileNames(manifest));
  for (const name of before) if (!needed.has(name)) await rm(join(packDir, name), { force: true });
  await writeFile(path, JSON.stringify({ ...manifest, defaultPrecision: best }, undefined, 2), {
    flush: true,
  });
}

function fileNames({ graphs }: Precisions): readonly string[] {
  return Object.values(graphs)
    .flatMap((files) => Object.values(files))
    .flatMap(partsOf)
    .map(({ file }) => file);
}

/** Precisions that every graph has, the default one first. */
function inAllGraphs({ graphs, defaultPrecision }: Precisions): readonly string[] {
  const others = Object.keys(Object.values(graphs)[0] ?? {}).filter((name) => name !== defaultPrecision);
  const isEverywhere = (name: string): boolean => Object.values(graphs).every((files) => name in files);
  return [defaultPrecision, ...others].filter(isEverywhere);
}

function leftOut(precision: string, reason: string): ImportFinding {
  return finding(
    'left-out',
    'precision-failed',
    `the model in ${precision} is left out, because the engine cannot speak with it here: ${reason}`,
    { precision, reason },
  );
}

function unspeakable(reason: string): Refusal {
  return new Refusal(
    'audition-failed',
    `the engine cannot speak with this model: ${reason}`,
    { reason },
    'choose another export or precision of the model',
  );
}
