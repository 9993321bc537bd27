import {
  catalogueFiles,
  downloadSize,
  readCatalogue,
  spokenLanguages,
  type CatalogueEntry,
} from '../../packs/catalogue/catalogue.js';
import { listInstalled, removeInstalled, type InstalledPack } from '../../packs/installed.js';
import { loadPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import { filesOf } from '../../packs/pack-files.js';
import { precisionBytes, precisionsOf } from '../../services/packs/pack-entries.js';
import { bytesText } from '../../shared/byte-size.js';
import { SottoError } from '../../shared/errors.js';
import { personPaths, type InstallationPaths } from '../paths.js';
import { LANGUAGE_NAMES } from './language-names.js';
import { didYouMean, nearest } from './nearest.js';
import { print } from './standard-streams.js';
import { textTable } from './text-table.js';

export interface PacksFlags {
  readonly json?: boolean;
}

/** `sotto packs list`: what can speak here, the pack of the installation first. */
export async function listPacks(flags: PacksFlags, paths: InstallationPaths): Promise<void> {
  const packs = await installedPacks(paths);
  if (flags.json === true) {
    await print(`${JSON.stringify({ packs: packs.map(packFacts) }, null, 2)}\n`);
    return;
  }
  const rows = packs.map((pack) => {
    const { manifest, problem } = pack;
    return [
      pack.isBuiltIn ? `${pack.id} *` : pack.id,
      manifest?.name ?? '',
      manifest ? languageNames(manifest.languages) : '',
      manifest ? `${manifest.voices.length}` : '',
      bytesText(pack.diskBytes),
      problem ? `cannot be used: ${problem.message}` : (manifest?.licence ?? ''),
    ];
  });
  await print(textTable([['PACK', 'NAME', 'LANGUAGES', 'VOICES', 'SIZE', 'LICENCE'], ...rows]));
  await print('* came with Sotto; `sotto packs catalogue` lists what else there is\n');
}

/** `sotto packs catalogue`: what can be downloaded. */
export async function listCatalogue(flags: PacksFlags): Promise<void> {
  const { packs } = readCatalogue();
  if (flags.json === true) {
    await print(`${JSON.stringify({ packs: packs.map(entryFacts) }, null, 2)}\n`);
    return;
  }
  const rows = packs.map((entry) => [
    entry.id,
    languageNames(spokenLanguages(entry)),
    `${entry.voiceCount}`,
    Object.keys(entry.precisions)
      .map((precision) => `${precision} ${sizeText(entry, precision)}`)
      .join(', '),
    entry.licence.spdx,
  ]);
  await print(textTable([['PACK', 'LANGUAGES', 'VOICES', 'DOWNLOAD', 'LICENCE'], ...rows]));
  await print('`sotto packs info PACK` tells more, `sotto packs download PACK` brings one\n');
}

/**
 * `sotto packs info`: an installed pack, or one of the catalogue.
 * @throws SottoError `unknown-pack`
 */
export async function showPack(id: string, flags: PacksFlags, paths: InstallationPaths): Promise<void> {
  const installed = await installedPacks(paths);
  const pack = installed.find((one) => one.id === id);
  if (pack) return print(told(flags, packFacts(pack), packRows(pack)));
  const entry = knownEntry(id, installed);
  return print(told(flags, entryFacts(entry), entryRows(entry)));
}

function told(flags: PacksFlags, facts: object, rows: string[][]): string {
  return flags.json === true ? `${JSON.stringify(facts, null, 2)}\n` : textTable(rows);
}

/**
 * `sotto packs remove`.
 * @throws SottoError `unknown-pack`, `refused` for the pack of the installation
 */
export async function removePack(id: string, flags: PacksFlags, paths: InstallationPaths): Promise<void> {
  const installed = await installedPacks(paths);
  const pack = installed.find((one) => one.id === id);
  if (!pack)
    throw unknownPack(
      id,
      installed.filter((one) => !one.isBuiltIn).map((one) => one.id),
    );
  if (pack.isBuiltIn)
    throw new SottoError({
      code: 'refused',
      message: 'the voices that came with Sotto stay: without them nobody could speak',
      kept: 'nothing was removed',
      next: '"sotto packs" lists those that were added',
    });
  await removeInstalled((await personPaths(process.env)).packsDir, id);
  const text = `removed ${id} (${bytesText(pack.diskBytes)})\n`;
  await print(flags.json === true ? `${JSON.stringify({ removed: id, bytes: pack.diskBytes })}\n` : text);
}

/** @throws SottoError `unknown-pack`, with what comes near and what there is */
export function knownEntry(id: string, installed: readonly { readonly id: string }[] = []): CatalogueEntry {
  const { packs } = readCatalogue();
  const entry = packs.find((one) => one.id === id);
  if (entry) return entry;
  throw unknownPack(id, [...new Set([...installed, ...packs].map((one) => one.id))]);
}

/** "354.1 MB"; "at least" where some size is not published, "unknown" where none is. */
export function sizeText(entry: CatalogueEntry, precision: string): string {
  const { bytes, isExact } = downloadSize(entry, precision);
  if (isExact) return bytesText(bytes);
  return bytes === 0 ? 'of unknown size' : `at least ${bytesText(bytes)}`;
}

interface ListedPack extends InstalledPack {
  readonly isBuiltIn: boolean;
}

async function installedPacks({ starterPackDir }: InstallationPaths): Promise<readonly ListedPack[]> {
  const { packsDir } = await personPaths(process.env);
  const { manifest } = await loadPack(starterPackDir);
  const builtIn: ListedPack = {
    ...{ id: manifest.id, dir: starterPackDir, manifest, problem: undefined, isBuiltIn: true },
    diskBytes: filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const others = await listInstalled(packsDir);
  return [builtIn, ...others.map((pack) => ({ ...pack, isBuiltIn: false }))];
}

function packFacts({ id, dir, manifest, diskBytes, problem, isBuiltIn }: ListedPack) {
  return {
    id,
    isInstalled: true,
    isBuiltIn,
    folder: dir,
    diskBytes,
    ...(problem && { problem }),
    ...(manifest && {
      name: manifest.name,
      version: manifest.version,
      family: manifest.family,
      licence: manifest.licence,
      source: manifest.source,
      languages: manifest.languages,
      voices: manifest.voices.map((voice) => voice.id),
      precisions: precisionSizes(manifest),
    }),
  };
}

function packRows(pack: ListedPack): string[][] {
  const { id, dir, manifest, diskBytes, problem } = pack;
  const rows = [
    ['pack', id],
    ['folder', dir],
    ['on disk', bytesText(diskBytes)],
  ];
  if (problem) rows.push(['cannot be used', problem.message]);
  if (manifest)
    rows.push(
      ['name', `${manifest.name}, version ${manifest.version}`],
      ['licence', manifest.licence],
      ['source', manifest.source],
      ['languages', languageNames(manifest.languages)],
      ['voices', `${manifest.voices.length}: ${manifest.voices.map((voice) => voice.id).join(' ')}`],
      [
        'precisions',
        precisionSizes(manifest)
          .map(({ name, bytes }) => `${name} ${bytesText(bytes)}`)
          .join(', '),
      ],
    );
  return rows;
}

function entryFacts(entry: CatalogueEntry) {
  return {
    id: entry.id,
    isInstalled: false,
    name: entry.name.en,
    about: entry.about.en,
    languages: spokenLanguages(entry),
    modelLanguages: entry.languages,
    voiceCount: entry.voiceCount,
    licence: entry.licence,
    publisher: entry.publisher,
    precisions: Object.keys(entry.precisions).map((name) => ({
      name,
      isDefault: name === entry.defaultPrecision,
      ...downloadSize(entry, name),
    })),
  };
}

function entryRows(entry: CatalogueEntry): string[][] {
  return [
    ['pack', `${entry.id} (not installed)`],
    ['name', entry.name.en],
    ['about', entry.about.en],
    ['languages', languageNames(spokenLanguages(entry))],
    ['voices', `${entry.voiceCount}`],
    ['licence', `${entry.licence.name}, ${entry.licence.url}`],
    ['publisher', `${entry.publisher.name}, ${entry.publisher.url}`],
    ...Object.keys(entry.precisions).map((precision) => [
      `download ${precision}`,
      `${sizeText(entry, precision)} in ${catalogueFiles(entry, precision).length} files, ${checksumText(entry, precision)}`,
    ]),
  ];
}

function checksumText(entry: CatalogueEntry, precision: string): string {
  const { filesWithoutChecksum } = downloadSize(entry, precision);
  return filesWithoutChecksum === 0
    ? 'all with a checksum'
    : `${filesWithoutChecksum} without a published checksum`;
}

function precisionSizes(manifest: PackManifest): { readonly name: string; readonly bytes: number }[] {
  return precisionsOf(manifest).map((name) => ({ name, bytes: precisionBytes(manifest, name) }));
}

function languageNames(languages: readonly ('en' | 'zh')[]): string {
  return languages.map((language) => LANGUAGE_NAMES[language]).join(', ');
}

function unknownPack(id: string, names: readonly string[]): SottoError {
  return new SottoError({
    code: 'unknown-pack',
    message: `there is no pack "${id}"${didYouMean(id, names)}`,
    next:
      names.length > 0 ? `choose one of: ${names.join(', ')}` : 'nothing was added to what came with Sotto',
    details: { near: nearest(id, names).join(',') },
  });
}
