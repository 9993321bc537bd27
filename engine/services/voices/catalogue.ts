import { z } from 'zod';
import type { PackVoice } from '../../packs/manifest.js';
import { parseVoiceName, voiceName } from '../../packs/voice-ids.js';
import type { StyleEntry, VoiceEntry } from '../../shared/app/voices.js';
import { mixPart, type MixPart } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import { controlsSchema } from '../../shared/schemas.js';
import type { UsablePack, UsablePacks } from '../packs/pack-shelf.js';

/** What a person made of the voices, as it is kept in their data folder. */
export const ownVoicesSchema = z.object({
  favourites: z.array(z.string()).default([]),
  mixes: z
    .array(
      z.object({
        /** Names its pack as a voice does: a mix blends voices of one. */
        id: z.string(),
        name: z.string(),
        parts: z.array(mixPart).min(2).max(8),
      }),
    )
    .default([]),
  styles: z
    .array(z.object({ id: z.string(), name: z.string(), base: z.string(), controls: controlsSchema }))
    .default([]),
});

export type OwnVoices = z.output<typeof ownVoicesSchema>;
export type Mix = OwnVoices['mixes'][number];

/**
 * The voices to choose from: the packs', then a person's mixes. Mixes and favourites of packs that are not installed stand
 * among them, marked: they are the person's, and come back with the pack.
 */
export function voiceEntries(packs: UsablePacks, own: OwnVoices): VoiceEntry[] {
  const isFavourite = (id: string): boolean => own.favourites.includes(id);
  const ofPacks = packs.flatMap((pack) =>
    pack.manifest.voices.map(({ id: voiceId, name, language, accent, gender, age }) => {
      const id = nameIn(pack, voiceId);
      return { id, name, packId: pack.id, language, accent, gender, age, isFavourite: isFavourite(id) };
    }),
  );
  const mixes = own.mixes.map(({ id, name, parts }) => ({
    ...{ id, name, packId: packIdOf(packs, id) },
    ...mixTraits(packs, parts),
    ...{ isFavourite: isFavourite(id), mix: parts },
    ...(parts.some(({ voice }) => !findVoice(packs, voice)) && { isUnavailable: true as const }),
  }));
  const known = new Set([...ofPacks, ...mixes].map(({ id }) => id));
  const missing = own.favourites.filter((id) => !known.has(id)).map((id) => missingEntry(packs, id));
  return [...ofPacks, ...mixes, ...missing];
}

/** All that is known of a voice whose pack is gone is what it was called. */
function missingEntry(packs: UsablePacks, id: string): VoiceEntry {
  return {
    ...{ id, name: parseVoiceName(id).voiceId, packId: packIdOf(packs, id), language: 'en' },
    ...{ accent: '', gender: '', age: '', isFavourite: true, isUnavailable: true },
  };
}

function packIdOf(packs: UsablePacks, id: string): string {
  return parseVoiceName(id).packId ?? packs[0].id;
}

/** The pack of a voice or a mix; undefined where it is not installed. */
export function packOf(packs: UsablePacks, id: string): UsablePack | undefined {
  const packId = packIdOf(packs, id);
  return packs.find((pack) => pack.id === packId);
}

/** A pack's own voice by the name that it has everywhere. */
export function findVoice(packs: UsablePacks, name: string): PackVoice | undefined {
  const { voiceId } = parseVoiceName(name);
  return packOf(packs, name)?.manifest.voices.find(({ id }) => id === voiceId);
}

/** The name of one of a pack's own voices. */
export function nameIn({ id, isBuiltIn }: UsablePack, voiceId: string): string {
  return voiceName({ packId: isBuiltIn ? null : id, voiceId });
}

/** A mix has the language of its largest share, and of the rest what all its voices have in common. */
function mixTraits(
  packs: UsablePacks,
  parts: readonly MixPart[],
): Pick<VoiceEntry, 'language' | 'accent' | 'gender' | 'age'> {
  const heaviestFirst = [...parts].sort((a, b) => b.weight - a.weight);
  const members = heaviestFirst.flatMap(({ voice }) => findVoice(packs, voice) ?? []);
  const common = (trait: 'accent' | 'gender' | 'age'): string => {
    const values = new Set(members.map((member) => member[trait]));
    return values.size === 1 ? ([...values][0] ?? '') : '';
  };
  return {
    language: members[0]?.language ?? 'en',
    accent: common('accent'),
    gender: common('gender'),
    age: common('age'),
  };
}

/** The styles to choose from: those of a pack, then a person's own. */
export function styleEntries({ manifest }: UsablePack, own: OwnVoices): StyleEntry[] {
  return [
    ...builtInStyles(manifest.voices).map((id) => ({
      id,
      name: id,
      isBuiltIn: true,
      base: id,
      controls: {},
    })),
    ...own.styles.map((style) => ({ ...style, isBuiltIn: false })),
  ];
}

/** Names of the styles that voices have. */
export function builtInStyles(voices: readonly PackVoice[]): string[] {
  return [...new Set(voices.flatMap(({ styles }) => Object.keys(styles)))];
}

/** The packs' voices that make up a voice, with their shares. @throws SottoError `unknown-voice` */
export function partsOf(packs: UsablePacks, own: OwnVoices, voiceId: string): readonly MixPart[] {
  const mix = own.mixes.find(({ id }) => id === voiceId);
  const parts = mix?.parts ?? [{ voice: voiceId, weight: 1 }];
  for (const { voice } of parts) if (!findVoice(packs, voice)) throw unknownVoice(packs, voice, mix);
  return parts;
}

function unknownVoice(packs: UsablePacks, voice: string, mix: Mix | undefined): SottoError {
  const { packId } = parseVoiceName(voice);
  const isPackMissing = packOf(packs, voice) === undefined;
  const what = isPackMissing
    ? `the voice "${voice}" is of the pack "${packId}", which is not installed`
    : `there is no voice "${voice}"`;
  return new SottoError({
    code: 'unknown-voice',
    message: mix ? `the mix "${mix.name}" cannot speak: ${what}` : what,
    next: isPackMissing ? 'install the pack, or choose another voice' : 'choose another voice',
  });
}

/** @throws SottoError `bad-input` where voices are of several packs, whose style vectors mean nothing to each other */
export function refuseSeveralPacks(packs: UsablePacks, parts: readonly MixPart[]): void {
  const names = new Set(parts.map(({ voice }) => packOf(packs, voice)?.manifest.name ?? voice));
  if (names.size <= 1) return;
  throw new SottoError({
    code: 'bad-input',
    message: `voices of ${[...names].join(' and ')} cannot be mixed: a mix takes voices of one pack`,
    kept: 'nothing was changed',
    next: 'choose voices of one pack',
  });
}

/**
 * A style as voices of a pack can speak in it: one whose base they have not starts from the pack's default style.
 * @throws SottoError `unknown-style`
 */
export function styleOf(
  pack: UsablePack,
  own: OwnVoices,
  styleId: string,
  parts: readonly MixPart[] = [],
): StyleEntry {
  const { voices, defaults } = pack.manifest;
  const found = styleEntries(pack, own).find(({ id }) => id === styleId);
  if (!found)
    throw new SottoError({
      code: 'unknown-style',
      message: `there is no style "${styleId}"`,
      next: 'choose another style',
    });
  const names = new Set(parts.map(({ voice }) => parseVoiceName(voice).voiceId));
  const speaking = names.size === 0 ? voices : voices.filter(({ id }) => names.has(id));
  const hasBase = speaking.every(({ styles }) => found.base in styles);
  return hasBase ? found : { ...found, base: defaults.style };
}
