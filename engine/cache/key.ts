import { createHash } from 'node:crypto';
import type { PhraseKey } from '../shared/rendered.js';

type CanonicalValue =
  string | number | boolean | null | readonly CanonicalValue[] | { readonly [name: string]: CanonicalValue };

/**
 * JSON with one spelling for each value: names sorted, no white space, −0 as 0.
 * A number that is not finite has no spelling and is a mistake of the caller.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('a cache key holds finite numbers only');
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function isList(value: CanonicalValue): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}

/**
 * The address of a phrase: SHA-256, in hexadecimal, over everything that decides how it sounds. The names of voice
 * and style are left out, because the style vector's hash stands for them.
 */
export function phraseDigest(key: PhraseKey): string {
  const sound = canonicalJson({
    engineVersion: key.engineVersion,
    packSha256: key.packSha256,
    styleSha256: key.styleSha256,
    tokens: key.tokens,
    pauseFrames: key.pauseFrames,
    controls: key.controls,
    ...(key.statistics !== undefined && { statistics: key.statistics }),
  });
  return createHash('sha256').update(sound).digest('hex');
}
