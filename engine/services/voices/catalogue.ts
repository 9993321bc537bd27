import { z } from 'zod';
import type { PackManifest } from '../../packs/manifest.js';
import type { StyleEntry, VoiceEntry } from '../../shared/app/voices.js';
import { mixPart, type MixPart } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import { controlsSchema } from '../../shared/schemas.js';

/** What a person made of the voices, as it is kept in their data folder. */
export const ownVoicesSchema = z.object({
  favourites: z.array(z.string()).default([]),
  mixes: z
    .array(z.object({ id: z.string(), name: z.string(), parts: z.array(mixPart).min(2).max(8) }))
    .default([]),
  styles: z
    .array(z.object({ id: z.string(), name: z.string(), base: z.string(), controls: controlsSchema }))
    .default([]),
});

export type OwnVoices = z.output<typeof ownVoicesSchema>;
export type Mix = OwnVoices['mixes'][number];

/** The voices to choose from: the pack's, then a person's mixes. */
export function voiceEntries(manifest: PackManifest, own: OwnVoices): VoiceEntry[] {
  const isFavourite = (id: string): boolean => own.favourites.includes(id);
  return [
    ...manifest.voices.map(({ id, name, language, accent, gender, age }) => ({
      id,
      name,
      packId: manifest.id,
      language,
      accent,
      gender,
      age,
      isFavourite: isFavourite(id),
    })),
    ...own.mixes.map(({ id, name, parts }) => ({
      id,
      name,
      packId: manifest.id,
      ...mixTraits(manifest, parts),
      isFavourite: isFavourite(id),
      mix: parts,
    })),
  ];
}

/** A mix has the language of its largest share, and of the rest what all its voices have in common. */
function mixTraits(
  { voices }: PackManifest,
  parts: readonly MixPart[],
): Pick<VoiceEntry, 'language' | 'accent' | 'gender' | 'age'> {
  const heaviestFirst = [...parts].sort((a, b) => b.weight - a.weight);
  const members = heaviestFirst.flatMap(({ voice }) => voices.find(({ id }) => id === voice) ?? []);
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

/** The styles to choose from: the pack's, then a person's own. */
export function styleEntries(manifest: PackManifest, own: OwnVoices): StyleEntry[] {
  const builtIn = new Set(manifest.voices.flatMap(({ styles }) => Object.keys(styles)));
  return [
    ...[...builtIn].map((id) => ({ id, name: id, isBuiltIn: true, base: id, controls: {} })),
    ...own.styles.map((style) => ({ ...style, isBuiltIn: false })),
  ];
}

/** The pack's voices that make up a voice, with their shares. @throws SottoError `unknown-voice` */
export function partsOf(manifest: PackManifest, own: OwnVoices, voiceId: string): readonly MixPart[] {
  const mix = own.mixes.find(({ id }) => id === voiceId);
  const parts = mix?.parts ?? [{ voice: voiceId, weight: 1 }];
  for (const { voice } of parts)
    if (!manifest.voices.some(({ id }) => id === voice))
      throw new SottoError({
        code: 'unknown-voice',
        message: mix
          ? `the mix "${mix.name}" needs the voice "${voice}", which is not installed`
          : `there is no voice "${voice}"`,
        next: 'choose another voice',
      });
  return parts;
}

/** @throws SottoError `unknown-style` */
export function styleOf(manifest: PackManifest, own: OwnVoices, styleId: string): StyleEntry {
  const found = styleEntries(manifest, own).find(({ id }) => id === styleId);
  if (found) return found;
  throw new SottoError({
    code: 'unknown-style',
    message: `there is no style "${styleId}"`,
    next: 'choose another style',
  });
}
