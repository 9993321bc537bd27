import type { StyleCache, StyleVector } from '../cache/style-cache.js';
import { chooseVoice } from '../packs/load-pack.js';
import type { PackManifest } from '../packs/manifest.js';
import type { SpeakRequest } from '../shared/contract.js';
import type { Language } from '../text/types.js';
import { blendVoices } from './blend.js';
import { combineControls, type ProsodyControls } from './controls.js';

/** A voice in a style, with what was asked for on top of it: all that decides how tokens sound. */
export interface Speaker {
  /** For the person who looks into the cache; a mix is named by its shares. */
  readonly voice: string;
  readonly styleName: string;
  /** Brings it to the loudness that was asked for. */
  readonly gainDb: number;
  readonly vector: StyleVector;
  readonly controls: ProsodyControls;
}

/** Integrated loudness that a pack's own gains lead to. */
const PACK_LUFS = -16;

/** Who speaks a segment, by its language. */
export type Speakers = Readonly<Record<Language, Speaker>>;

export interface SpeakerSource {
  readonly manifest: PackManifest;
  readonly styles: StyleCache;
  readonly styleRow: (row: number) => Promise<Float32Array>;
}

/**
 * A voice that is named speaks everything, and so does a mix. Where none is named, each language is spoken by a voice of its own: the pack's
 * default voice for its language, for others the first voice that the pack has.
 * @throws SottoError `unknown-voice`, `unknown-style`
 */
export async function chooseSpeakers(source: SpeakerSource, request: SpeakRequest): Promise<Speakers> {
  if (request.mix) {
    const mixed = await mixedSpeaker(source, request, request.mix);
    return { en: mixed, zh: mixed };
  }
  const main = await speakerOf(source, request, request.voice);
  if (request.voice !== undefined) return { en: main, zh: main };
  const { voices } = source.manifest;
  const mainLanguage = voices.find((one) => one.id === main.voice)?.language;
  const other = voices.find((one) => one.language !== mainLanguage && main.styleName in one.styles);
  if (mainLanguage === undefined || other === undefined) return { en: main, zh: main };
  const foreign = await speakerOf(source, request, other.id);
  return mainLanguage === 'en' ? { en: main, zh: foreign } : { en: foreign, zh: main };
}

async function speakerOf(
  { manifest, styles, styleRow }: SpeakerSource,
  request: SpeakRequest,
  voiceId: string | undefined,
): Promise<Speaker> {
  const { voice, styleName, style } = chooseVoice(manifest, voiceId, request.style);
  const vector = await styles.resolve(`${manifest.id}:${style.row}`, () => styleRow(style.row));
  return {
    voice: voice.id,
    styleName,
    gainDb: gainFor(request, style.gainDb),
    vector,
    controls: combineControls(style.controls, request.controls),
  };
}

async function mixedSpeaker(
  { manifest, styles, styleRow }: SpeakerSource,
  request: SpeakRequest,
  mix: NonNullable<SpeakRequest['mix']>,
): Promise<Speaker> {
  const blend = blendVoices(manifest, mix, request.style);
  const vector = await styles.resolve(`${manifest.id}:${blend.name}`, async () => {
    const rows = await Promise.all(blend.shares.map(({ row }) => styleRow(row)));
    return weightedSum(
      rows,
      blend.shares.map(({ share }) => share),
    );
  });
  return {
    voice: blend.name,
    styleName: blend.styleName,
    gainDb: gainFor(request, blend.gainDb),
    vector,
    controls: combineControls(blend.controls, request.controls),
  };
}

/** The pack brings a voice to `PACK_LUFS`; what is asked beyond that is added before the limiter, which keeps the ceiling. */
function gainFor({ plan }: SpeakRequest, packGainDb: number): number {
  return packGainDb + (plan.targetLufs - PACK_LUFS) + plan.gainDb;
}

function weightedSum(vectors: readonly Float32Array[], shares: readonly number[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const [index, vector] of vectors.entries())
    for (const [at, value] of vector.entries()) sum[at] = (sum[at] ?? 0) + value * (shares[index] ?? 0);
  return sum;
}
