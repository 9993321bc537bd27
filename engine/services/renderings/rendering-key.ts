import { createHash } from 'node:crypto';
import { canonicalJson } from '../../cache/key.js';
import type { SpeechRequest } from '../speech.js';

/** Rises when the same request would be rendered, or kept, in another way. */
const KEY_VERSION = 1;

/**
 * The name of a rendering: SHA-256, in hexadecimal, over everything that decides how it sounds. Where two names are equal
 * the renderings are; where something that is heard differs, so do the names.
 * @param soundVersion of the engine, its pack and its dictionary
 */
export function renderingName(request: SpeechRequest, soundVersion: string): string {
  return textNamer(request, soundVersion)(request.text);
}

/** Names many texts that are spoken in one manner: what they have in common is looked at once. */
export function textNamer(
  { voice, mix, style, language, controls, diffusion, plan }: Omit<SpeechRequest, 'text'>,
  soundVersion: string,
): (text: string) => string {
  // Whether the engine looks into its own cache is not heard.
  const heard = { ...plan, useCache: undefined };
  const parts = {
    ...{ voice, mix, style, language, controls, diffusion, plan: heard },
    ...{ soundVersion, version: KEY_VERSION },
  };
  // JSON, so that what is left out and what is undefined are the same.
  const plain = JSON.parse(JSON.stringify(parts)) as Parameters<typeof canonicalJson>[0];
  const sound = sha256(canonicalJson(plain));
  return (text) => sha256(`${sound}\n${text}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
