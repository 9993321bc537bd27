import type { InstalledPackEntry } from '../../../engine/shared/app/packs.js';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { inOrderOfLiking } from './voice-filter.js';

type Pack = Pick<InstalledPackEntry, 'id' | 'name' | 'problem'>;

export interface VoiceGroup {
  /** Id of a pack, or `favourites`; a pack's id holds no capital. */
  readonly key: string;
  /** The pack's name; undefined for favourites, and where there is one pack alone, which needs no heading. */
  readonly packName: string | undefined;
  readonly voices: readonly VoiceEntry[];
}

export const FAVOURITES = 'FAVOURITES';

/**
 * Voices in the order of liking, parted by their packs in the order of these, favourites of all of them first. Where no
 * second pack has voices they are one group.
 */
export function groupVoices(voices: readonly VoiceEntry[], packs: readonly Pack[]): VoiceGroup[] {
  const liked = inOrderOfLiking(voices);
  const ids = new Set(voices.map(({ packId }) => packId));
  if (ids.size < 2) {
    const [key = ''] = ids;
    return liked.length === 0 ? [] : [{ key, packName: undefined, voices: liked }];
  }
  const known = packs.filter(({ id }) => ids.has(id));
  const unknown = [...ids].filter((id) => !known.some((pack) => pack.id === id));
  const groups = [
    { key: FAVOURITES, packName: undefined, voices: liked.filter(({ isFavourite }) => isFavourite) },
    ...[...known, ...unknown.map((id) => ({ id, name: id }))].map(({ id, name }) => ({
      key: id,
      packName: name,
      voices: liked.filter(({ packId, isFavourite }) => packId === id && !isFavourite),
    })),
  ];
  return groups.filter((group) => group.voices.length > 0);
}

export type VoiceTrouble =
  | { readonly kind: 'pack-missing' }
  | { readonly kind: 'pack-broken'; readonly packName: string }
  /** Its pack is there, and it is not, or not all voices of a mix. */
  | { readonly kind: 'voice-missing' };

/**
 * Why a voice cannot speak; undefined where it can.
 * @param packs undefined until the host has told
 */
export function voiceTrouble(
  { packId, isUnavailable }: Pick<VoiceEntry, 'packId' | 'isUnavailable'>,
  packs: readonly Pack[] | undefined,
): VoiceTrouble | undefined {
  if (packs === undefined) return undefined;
  const pack = packs.find(({ id }) => id === packId);
  if (pack === undefined) return { kind: 'pack-missing' };
  if (pack.problem !== null) return { kind: 'pack-broken', packName: pack.name };
  return isUnavailable === true ? { kind: 'voice-missing' } : undefined;
}
