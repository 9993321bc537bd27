import { loadPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import { SottoError } from '../../shared/errors.js';
import { nearest } from './nearest.js';

export interface ChosenVoice {
  readonly voice?: string;
  readonly style?: string;
}

/**
 * Finds the voice and style that a person named, by id ("en_ivy") or by name ("Ivy"). The pack is read only when
 * something is named; the engine knows the defaults.
 * @throws SottoError `unknown-voice`, `unknown-style`, with what comes near and what there is
 */
export async function resolveVoice(packDir: string, wanted: ChosenVoice): Promise<ChosenVoice> {
  if (wanted.voice === undefined && wanted.style === undefined) return {};
  const { manifest } = await loadPack(packDir);
  const voice = findVoice(manifest, wanted.voice ?? manifest.defaults.voice);
  if (wanted.style === undefined) return { voice: voice.id };
  const styles = Object.keys(voice.styles);
  const style = styles.find((name) => name === wanted.style?.toLowerCase());
  if (style === undefined)
    throw unknown('unknown-style', `style "${wanted.style}" of ${voice.id}`, wanted.style, styles);
  return { voice: voice.id, style };
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
  code: 'unknown-voice' | 'unknown-style',
  what: string,
  wanted: string,
  names: readonly string[],
): SottoError {
  const near = nearest(wanted, names);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
  return new SottoError({
    code,
    message: `there is no ${what}${hint}`,
    next: `choose one of: ${names.join(', ')}`,
    details: { near: near.join(',') },
  });
}
