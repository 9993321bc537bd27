import { createHash } from 'node:crypto';
import { canonicalJson } from '../../cache/key.js';
import type { SpeechRequest } from '../speech.js';

/** Rises when the same request would be rendered, or kept, in another way by this service. */
const KEY_VERSION = 1;

/**
 * The name of a rendering: SHA-256, in hexadecimal, over everything that decides how it sounds. Where two names are equal
 * the renderings are; where something that is heard differs, so do the names.
 * @param soundVersion of the engine, its pack and its dictionary
 */
export function renderingName(request: SpeechRequest, soundVersion: string): string {
  const { text, voice, mix, style, language, controls, plan } = request;
  // Whether the engine looks into its own cache is not heard.
  const heard = { ...plan, useCache: undefined };
  const parts = {
    text,
    voice,
    mix,
    style,
    language,
    controls,
    plan: heard,
    soundVersion,
    version: KEY_VERSION,
  };
  // JSON, so that what is left out and what is undefined are the same.
  const plain = JSON.parse(JSON.stringify(parts)) as Parameters<typeof canonicalJson>[0];
  return createHash('sha256').update(canonicalJson(plain)).digest('hex');
}
