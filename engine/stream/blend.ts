import { chooseVoice } from '../packs/load-pack.js';
import type { PackManifest, StyleControls, VoiceStyle } from '../packs/manifest.js';
import type { Language } from '../text/types.js';
import type { MixPart } from '../shared/contract.js';

/** Several voices in one, in one style. */
export interface Blend {
  /** Its shares as text: equal blends have equal names, whatever their order and the scale of their weights. */
  readonly name: string;
  readonly styleName: string;
  /** Of the voice with the largest share. */
  readonly language: Language;
  /** The styles of its voices with their shares, which sum up to one but for their last digit. */
  readonly shares: readonly { readonly style: VoiceStyle; readonly share: number }[];
  readonly gainDb: number;
  readonly controls: StyleControls;
}

/** Shares are told apart to this many digits: finer ones are not heard, and would only be more entries in the cache. */
const SHARE_DIGITS = 4;

/**
 * Works out a mix: its weights made into shares, and the style's gain and controls blended alike.
 * @param mix voices by the ids that the manifest has
 * @throws SottoError `unknown-voice`, `unknown-style`
 */
export function blendVoices(
  manifest: PackManifest,
  mix: readonly MixPart[],
  askedStyle: string | undefined,
): Blend {
  const weightOf = new Map<string, number>();
  for (const { voice, weight } of mix) weightOf.set(voice, (weightOf.get(voice) ?? 0) + weight);
  const total = [...weightOf.values()].reduce((sum, weight) => sum + weight, 0);
  const members = [...weightOf]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, weight]) => ({
      ...chooseVoice(manifest, id, askedStyle),
      share: Number((weight / total).toFixed(SHARE_DIGITS)),
    }));
  const mean = (value: (member: (typeof members)[number]) => number): number =>
    members.reduce((sum, member) => sum + member.share * value(member), 0);
  const control = (name: keyof StyleControls): number => mean(({ style }) => style.controls[name]);
  const styleName = members[0]?.styleName ?? manifest.defaults.style;
  const largest = members.toSorted((a, b) => b.share - a.share)[0];
  return {
    name: `${members.map(({ voice, share }) => `${voice.id}=${share}`).join('+')}:${styleName}`,
    styleName,
    language: largest?.voice.language ?? 'en',
    shares: members.map(({ style, share }) => ({ style, share })),
    gainDb: mean(({ style }) => style.gainDb),
    controls: {
      lengthScale: control('lengthScale'),
      pitchSemitones: control('pitchSemitones'),
      f0Range: control('f0Range'),
      energyDb: control('energyDb'),
      noiseScale: control('noiseScale'),
    },
  };
}
