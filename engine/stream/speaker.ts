import type { StyleCache, StyleVector } from '../cache/style-cache.js';
import { chooseVoice } from '../packs/load-pack.js';
import type { PackManifest, VoiceStyle } from '../packs/manifest.js';
import type { SpeakRequest } from '../shared/contract.js';
import type { Language } from '../text/types.js';
import { combineControls, type ProsodyControls } from './controls.js';

/** A voice in a style, with what was asked for on top of it: all that decides how tokens sound. */
export interface Speaker {
  readonly voice: string;
  readonly styleName: string;
  readonly style: VoiceStyle;
  readonly vector: StyleVector;
  readonly controls: ProsodyControls;
}

/** Who speaks a segment, by its language. */
export type Speakers = Readonly<Record<Language, Speaker>>;

export interface SpeakerSource {
  readonly manifest: PackManifest;
  readonly styles: StyleCache;
  readonly styleRow: (row: number) => Promise<Float32Array>;
}

/**
 * A voice that is named speaks everything. Where none is named, each language is spoken by a voice of its own: the pack's
 * default voice for its language, for others the first voice that the pack has.
 * @throws SottoError `unknown-voice`, `unknown-style`
 */
export async function chooseSpeakers(source: SpeakerSource, request: SpeakRequest): Promise<Speakers> {
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
  const controls = combineControls(style.controls, request.controls);
  return { voice: voice.id, styleName, style, vector, controls };
}
