import type { StyleCache, StyleVector } from '../cache/style-cache.js';
import { chooseVoice } from '../packs/load-pack.js';
import type { PackVoice } from '../packs/manifest.js';
import { parseVoiceName } from '../packs/voice-ids.js';
import type { SpeakRequest } from '../shared/contract.js';
import { SottoError } from '../shared/errors.js';
import type { Language } from '../text/types.js';
import { blendVoices } from './blend.js';
import { combineControls, type ProsodyControls } from './controls.js';
import { checkVoice, findPackOfVoice } from './find-voice.js';
import type { SpeakingPack, SpeakingPacks, Statistics } from './speaking-pack.js';
import { styleRowFor, type UtteranceLength } from './style-row.js';

/** A voice in a style, with what was asked for on top of it: all that decides how tokens sound. */
export interface Speaker {
  readonly pack: SpeakingPack;
  /** For the person who looks into the cache; a mix is named by its shares. */
  readonly voice: string;
  readonly styleName: string;
  /** Brings it to the loudness that was asked for. */
  readonly gainDb: number;
  readonly controls: ProsodyControls;
  /** The style vector of an utterance. */
  vector(length: UtteranceLength): Promise<StyleVector>;
  /** What the pack's decoder is told; null where it needs nothing. The same throughout a speech. */
  statistics(): Promise<Statistics | null>;
}

/** Integrated loudness that a pack's own gains lead to. */
const PACK_LUFS = -16;

/** Of the vector that stands for a voice where its vectors differ by the length of what is said: a sentence. */
const TYPICAL_LENGTH: UtteranceLength = { tokenCount: 60, characterCount: 60 };

/** Who speaks a segment, by its language, and whose machine time the speech is planned with. */
export interface Speakers extends Readonly<Record<Language, Speaker>> {
  readonly main: Speaker;
}

export interface SpeakerSource {
  readonly packs: SpeakingPacks;
  readonly styles: StyleCache;
}

/**
 * A voice that is named speaks everything, and so does a mix. Where none is named, each language is spoken by a voice of its
 * own: the default voice of the first pack for its language, for the other the first voice of that pack, or else of the
 * first pack that has one.
 * @throws SottoError `unknown-voice`, `unknown-style`, `bad-input` for a mix over several packs; what keeps a pack from being opened
 */
export function chooseSpeakers(source: SpeakerSource, request: SpeakRequest): Speakers {
  if (request.mix) {
    const mixed = mixedSpeaker(source, request, request.mix);
    return { en: mixed, zh: mixed, main: mixed };
  }
  if (request.voice !== undefined) {
    const { pack, voiceId } = findPackOfVoice(source.packs, request.voice);
    checkVoice(source.packs, pack, voiceId, request.voice);
    const named = speakerOf(source, request, pack, voiceId, request.style);
    return { en: named, zh: named, main: named };
  }
  const [home] = source.packs.packs;
  const { voice, styleName } = chooseVoice(home.manifest, undefined, request.style);
  const main = speakerOf(source, request, home, voice.id, styleName);
  const other = otherSpeaker(source, request, main, voice) ?? main;
  return voice.language === 'en' ? { en: main, zh: other, main } : { en: other, zh: main, main };
}

/** Who speaks the language that the main voice does not. */
function otherSpeaker(
  source: SpeakerSource,
  request: SpeakRequest,
  main: Speaker,
  mainVoice: PackVoice,
): Speaker | undefined {
  for (const pack of source.packs.packs) {
    const { manifest } = pack;
    // One speech has one sample rate.
    if (manifest.sampleRateHz !== main.pack.manifest.sampleRateHz) continue;
    for (const styleName of new Set([main.styleName, manifest.defaults.style])) {
      const voice = manifest.voices.find(
        (one) => one.language !== mainVoice.language && Object.hasOwn(one.styles, styleName),
      );
      if (voice) return speakerOf(source, request, pack, voice.id, styleName);
    }
  }
  return undefined;
}

function speakerOf(
  { styles }: SpeakerSource,
  request: SpeakRequest,
  pack: SpeakingPack,
  voiceId: string,
  askedStyle: string | undefined,
): Speaker {
  const { manifest } = pack;
  const { voice, styleName, style } = chooseVoice(manifest, voiceId, askedStyle);
  const vector = (length: UtteranceLength): Promise<StyleVector> => {
    const row = styleRowFor(manifest, style, length);
    return styles.resolve(`${manifest.id}:${row}`, () => pack.styleRow(row));
  };
  return {
    pack,
    voice: voice.id,
    styleName,
    gainDb: gainFor(request, style.gainDb),
    controls: combineControls(style.controls, request.controls),
    vector,
    statistics: statisticsOf(pack, voice.language, vector, manifest.voices.indexOf(voice)),
  };
}

function mixedSpeaker(
  { packs, styles }: SpeakerSource,
  request: SpeakRequest,
  mix: NonNullable<SpeakRequest['mix']>,
): Speaker {
  const members = mix.map(({ voice, weight }) => {
    const { pack, voiceId } = findPackOfVoice(packs, voice);
    checkVoice(packs, pack, voiceId, voice);
    return { pack, voice: voiceId, weight };
  });
  const [pack] = members.map((member) => member.pack) as [SpeakingPack];
  if (members.some((member) => member.pack !== pack))
    throw new SottoError({
      code: 'bad-input',
      message: 'voices of different packs cannot be mixed',
      next: `mix voices of one pack: ${mix.map(({ voice }) => parseVoiceName(voice).packId ?? 'the first one').join(', ')} were named`,
    });
  const { manifest } = pack;
  const blend = blendVoices(manifest, members, request.style);
  const vector = (length: UtteranceLength): Promise<StyleVector> => {
    const rows = blend.shares.map(({ style }) => styleRowFor(manifest, style, length));
    return styles.resolve(`${manifest.id}:${blend.name}:${rows.join('+')}`, async () =>
      weightedSum(
        await Promise.all(rows.map((row) => pack.styleRow(row))),
        blend.shares.map(({ share }) => share),
      ),
    );
  };
  return {
    pack,
    voice: blend.name,
    styleName: blend.styleName,
    gainDb: gainFor(request, blend.gainDb),
    controls: combineControls(blend.controls, request.controls),
    vector,
    statistics: statisticsOf(pack, blend.language, vector, null),
  };
}

/** Asked for once a speech: what is calibrated meanwhile is for the next one. */
function statisticsOf(
  pack: SpeakingPack,
  language: Language,
  vector: Speaker['vector'],
  voiceIndex: number | null,
): Speaker['statistics'] {
  let asked: Promise<Statistics | null> | undefined;
  const ask = async (): Promise<Statistics | null> => {
    if (!pack.statistics) return null;
    return pack.statistics.of({ voiceIndex, language, vector: await vector(TYPICAL_LENGTH) });
  };
  return () => (asked ??= ask());
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
