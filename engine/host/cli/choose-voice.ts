import { join } from 'node:path';
import { readCatalogue } from '../../packs/catalogue/catalogue.js';
import { listInstalled } from '../../packs/installed.js';
import { loadPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import { readOwnVoices, withOwnVoices } from '../../packs/own-voices.js';
import { parseVoiceName, voiceName } from '../../packs/voice-ids.js';
import { SottoError } from '../../shared/errors.js';
import { didYouMean, nearest } from './nearest.js';

export interface ChosenVoice {
  readonly voice?: string;
  readonly style?: string;
}

/** Where voices lie: those of the installation, of the packs that were added, and those made of recordings. */
export interface VoiceFolders {
  readonly starterPackDir: string;
  readonly packsDir: string;
  readonly ownVoicesDir: string;
}

const PACK_ID = /^[a-z0-9][a-z0-9._-]*$/;

/**
 * The folder of the pack that a voice's name begins with; undefined for voices of the installation. Nothing is read, so
 * that an engine can be started with it at once; `resolveVoice` says what is wrong with the name.
 */
export function addedPackDir(voice: string | undefined, packsDir: string): string | undefined {
  const { packId } = parseVoiceName(voice ?? '');
  return packId !== null && PACK_ID.test(packId) ? join(packsDir, packId) : undefined;
}

/**
 * Finds the voice and style that a person named, by id ("en_ivy", "kokoro-82m-v1.0/af_heart") or by name ("Ivy"). The pack
 * is read only when something is named; the engine knows the defaults.
 * @throws SottoError `unknown-pack`, `unknown-voice`, `unknown-style`, with what comes near and what there is
 */
export async function resolveVoice(folders: VoiceFolders, wanted: ChosenVoice): Promise<ChosenVoice> {
  if (wanted.voice === undefined && wanted.style === undefined) return {};
  const { packId, voiceId } = parseVoiceName(wanted.voice ?? '');
  const manifest = await manifestOf(folders, packId);
  const voice = findVoice(manifest, wanted.voice === undefined ? manifest.defaults.voice : voiceId);
  const id = voiceName({ packId, voiceId: voice.id });
  if (wanted.style === undefined) return { voice: id };
  const styles = Object.keys(voice.styles);
  const style = styles.find((name) => name === wanted.style?.toLowerCase());
  if (style === undefined)
    throw unknown('unknown-style', `style "${wanted.style}" of ${id}`, wanted.style, styles);
  return { voice: id, style };
}

async function manifestOf(folders: VoiceFolders, packId: string | null): Promise<PackManifest> {
  let dir = folders.starterPackDir;
  if (packId !== null) {
    const installed = await listInstalled(folders.packsDir);
    const pack = installed.find(({ id }) => id === packId);
    if (!pack) throw notInstalled(packId, installed);
    dir = pack.dir;
  }
  const pack = await loadPack(dir);
  return withOwnVoices(pack, await readOwnVoices(folders.ownVoicesDir)).manifest;
}

function findVoice(manifest: PackManifest, wanted: string) {
  const lower = wanted.toLowerCase();
  const found =
    manifest.voices.find((voice) => voice.id.toLowerCase() === lower) ??
    manifest.voices.find((voice) => voice.name.toLowerCase() === lower);
  if (found !== undefined) return found;
  const ids = manifest.voices.map((voice) => voice.id);
  throw unknown('unknown-voice', `voice "${wanted}"`, wanted, ids);
}

function notInstalled(packId: string, installed: readonly { readonly id: string }[]): SottoError {
  const { packs: downloadable } = readCatalogue();
  const names = [...installed, ...downloadable].map(({ id }) => id);
  const isDownloadable = downloadable.some(({ id }) => id === packId);
  return new SottoError({
    code: 'unknown-pack',
    message: isDownloadable
      ? `the pack "${packId}" is not installed`
      : `there is no pack "${packId}"${didYouMean(packId, names)}`,
    next: isDownloadable
      ? `\`sotto packs download ${packId}\` brings it`
      : '`sotto packs list` shows what is installed, `sotto packs catalogue` what can be downloaded; ' +
        '`sotto packs import PATH` installs a model that you have',
    details: { near: nearest(packId, names).join(',') },
  });
}

function unknown(
  code: 'unknown-voice' | 'unknown-style',
  what: string,
  wanted: string,
  names: readonly string[],
): SottoError {
  return new SottoError({
    code,
    message: `there is no ${what}${didYouMean(wanted, names)}`,
    next: `choose one of: ${names.join(', ')}`,
    details: { near: nearest(wanted, names).join(',') },
  });
}
