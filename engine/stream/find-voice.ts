import type { PackManifest } from '../packs/manifest.js';
import { parseVoiceName, voiceName } from '../packs/voice-ids.js';
import { SottoError } from '../shared/errors.js';
import type { SpeakingPack, SpeakingPacks } from './speaking-pack.js';

/**
 * Finds the pack that a voice is of.
 * @param name as `engine/packs/voice-ids.ts` says; the voice itself need not be there
 * @throws SottoError `unknown-voice` when there is no such pack; what keeps the pack from being opened
 */
export function findPackOfVoice<P extends SpeakingPack>(
  source: Pick<SpeakingPacks, 'problemOf'> & { readonly packs: readonly P[] },
  name: string,
): { pack: P; voiceId: string } {
  const { packs } = source;
  const { packId, voiceId } = parseVoiceName(name);
  const pack = packs.find((one) => (packId === null ? one.isFirst : one.manifest.id === packId));
  if (pack) return { pack, voiceId };
  throw source.problemOf(packId) ?? unknownVoice(packs, name);
}

/** @throws SottoError `unknown-voice` */
export function checkVoice(
  { packs }: SpeakingPacks,
  { manifest }: SpeakingPack,
  voiceId: string,
  name: string,
): void {
  if (!manifest.voices.some((one) => one.id === voiceId)) throw unknownVoice(packs, name);
}

function unknownVoice(packs: readonly SpeakingPack[], name: string): SottoError {
  const names = packs.flatMap(({ manifest, isFirst }) => namesOf(manifest, isFirst));
  return new SottoError({
    code: 'unknown-voice',
    message: `there is no voice "${name}"`,
    next: `choose one of: ${names.join(', ')}`,
  });
}

function namesOf({ id, voices }: PackManifest, isFirst: boolean): string[] {
  return voices.map((voice) => voiceName({ packId: isFirst ? null : id, voiceId: voice.id }));
}
