import {
  catalogueFiles,
  downloadSize,
  readCatalogue,
  spokenLanguages,
} from '../../packs/catalogue/catalogue.js';
import type { CatalogueEntry as KnownPack } from '../../packs/catalogue/catalogue.js';
import { graphFiles } from '../../packs/load-pack.js';
import type { GraphName, PackManifest } from '../../packs/manifest.js';
import { graphBytes } from '../../packs/pack-files.js';
import type { OwnVoice } from '../../packs/own-voices.js';
import { styleEncodersOf } from '../../packs/style-encoders.js';
import { voiceName } from '../../packs/voice-ids.js';
import { profileOf } from '../../plan/profile.js';
import type { CatalogueEntry, InstalledPackEntry, RecordedVoice } from '../../shared/app/packs.js';
import type { MemoryPlan } from '../../shared/app/settings.js';
import type { EnginePackReport } from '../engine-host.js';
import type { ShelvedPack } from './pack-shelf.js';

/** What the engine and the memory plan say of packs. */
export interface PacksInUse {
  readonly plan: MemoryPlan;
  readonly report: EnginePackReport;
}

/** An installed pack, as windows are told of it. */
export function installedEntry(shelved: ShelvedPack, { plan, report }: PacksInUse): InstalledPackEntry {
  const { id, dir, isBuiltIn, diskBytes, manifest } = shelved;
  const failed = report.packProblems.find((problem) => problem.dir === dir);
  const problem =
    shelved.problem ?? (failed ? ({ code: 'engine-failed', message: failed.reason } as const) : null);
  const planned = plan.packs.find(({ packId }) => packId === id);
  return {
    id,
    ...(manifest ? described(manifest) : NOT_DESCRIBED),
    // What cannot be read has no other name.
    name: manifest?.name ?? id,
    precision: planned?.precision ?? manifest?.defaultPrecision ?? '',
    diskBytes,
    isBuiltIn,
    isLoaded: report.packs.some((pack) => pack.id === id && pack.isLoaded),
    problem,
  };
}

type Described = Omit<
  InstalledPackEntry,
  'id' | 'name' | 'precision' | 'diskBytes' | 'isBuiltIn' | 'isLoaded' | 'problem'
>;

const NOT_DESCRIBED: Described = {
  version: '',
  licence: { name: '', url: '' },
  source: '',
  family: 'single',
  languages: [],
  voiceCount: 0,
  precisions: [],
  takesRecordings: false,
  hasDiffusion: false,
  streamsWithinSentence: false,
};

function described(manifest: PackManifest): Described {
  const { version, licence, source, family, languages, voices, graphs } = manifest;
  return {
    ...{ version, licence: { name: licence, url: '' }, source, family, languages },
    voiceCount: voices.length,
    precisions: precisionsOf(manifest).map((name) => ({ name, bytes: precisionBytes(manifest, name) })),
    takesRecordings: styleEncodersOf(manifest) !== undefined,
    hasDiffusion: 'denoiser' in graphs,
    streamsWithinSentence: family !== 'single',
  };
}

/** Precisions that it can speak in. */
export function precisionsOf(manifest: PackManifest): string[] {
  return profileOf(manifest).precisions.map(({ name }) => name);
}

/** Bytes of all its graphs in a precision. */
export function precisionBytes(manifest: PackManifest, precision: string): number {
  const graphs = Object.keys(manifest.graphs) as GraphName[];
  return graphBytes(
    graphs.map((name) => graphFiles(manifest, name)[precision]).filter((file) => file !== undefined),
  );
}

/** The packs that can be had. @param origins catalogue ids by the packs that came of them */
export function catalogueEntries(
  installed: readonly ShelvedPack[],
  origins: Readonly<Record<string, string>>,
): CatalogueEntry[] {
  return readCatalogue().packs.map((known) => {
    const pack = installed.find(({ id }) => (origins[id] ?? id) === known.id);
    return { ...publishedEntry(known), installedPackId: pack?.id ?? null };
  });
}

function publishedEntry(known: KnownPack): Omit<CatalogueEntry, 'installedPackId'> {
  const { id, name, about, voiceCount, licence, publisher, precisions } = known;
  return {
    id,
    name,
    about,
    languages: [...spokenLanguages(known)],
    voiceCount,
    licence: { name: licence.name, url: licence.url },
    pageUrl: publisher.url,
    variants: Object.keys(precisions).map((precision) => {
      const { bytes, isExact } = downloadSize(known, precision);
      const isVerifiable = catalogueFiles(known, precision).every(({ sha256 }) => sha256 !== undefined);
      return { precision, downloadBytes: isExact ? bytes : null, isVerifiable };
    }),
  };
}

/** A recorded voice as it is named everywhere. @param builtInId of the pack whose voices have bare names */
export function recordedEntry({ id, name, packId, language }: OwnVoice, builtInId: string): RecordedVoice {
  const qualified = voiceName({ packId: packId === builtInId ? null : packId, voiceId: id });
  return { id: qualified, name, packId, language };
}
