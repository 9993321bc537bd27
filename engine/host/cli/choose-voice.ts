import { join } from 'node:path';
import { listInstalled } from '../../packs/installed.js';
import { loadPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import { readOwnVoices, withOwnVoices } from '../../packs/own-voices.js';
import { parseVoiceName, voiceName } from '../../packs/voice-ids.js';
import { SottoError } from '../../shared/errors.js';
import { nearest } from './nearest.js';

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
    if (!pack)
      throw unknown(
        'unknown-pack',
        `pack "${packId}"`,
        packId,
        installed.map(({ id }) => id),
      );
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

function unknown(
  code: 'unknown-pack' | 'unknown-voice' | 'unknown-style',
  what: string,
  wanted: string,
  names: readonly string[],
): SottoError {
  const near = nearest(wanted, names);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
  return new SottoError({
    code,
    message: `there is no ${what}${hint}`,
    next: names.length > 0 ? `choose one of: ${names.join(', ')}` : 'install one with `sotto packs`',
    details: { near: near.join(',') },
  });
}
