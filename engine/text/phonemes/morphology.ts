/** Pronunciations of inflected and derived English words from those of their stems. */

import { ENGLISH_VOWELS } from './arpabet.js';

type Lookup = (word: string) => readonly string[] | undefined;

const SIBILANTS: ReadonlySet<string> = new Set(['s', 'z', 'ʃ', 'ʒ', 'ʧ', 'ʤ']);
const VOICELESS: ReadonlySet<string> = new Set(['p', 't', 'k', 'f', 'θ']);

/** The phonemes of a stem with the plural, possessive or third-person s. */
export function withS(stem: readonly string[]): string[] {
  const last = stem.at(-1) ?? '';
  if (SIBILANTS.has(last)) return [...stem, 'ɪ', 'z'];
  return [...stem, VOICELESS.has(last) ? 's' : 'z'];
}

/** The phonemes of a stem with the past -ed. */
export function withEd(stem: readonly string[]): string[] {
  const last = stem.at(-1) ?? '';
  if (last === 't' || last === 'd') return [...stem, 'ɪ', 'd'];
  return [...stem, VOICELESS.has(last) || last === 's' || last === 'ʃ' || last === 'ʧ' ? 't' : 'd'];
}

/** Endings that add sounds and leave the stem's stress alone. */
const SUFFIXES: readonly (readonly [ending: string, phonemes: readonly string[]])[] = [
  ['lessness', ['l', 'ə', 's', 'n', 'ə', 's']],
  ['fulness', ['f', 'ə', 'l', 'n', 'ə', 's']],
  ['ness', ['n', 'ə', 's']],
  ['less', ['l', 'ə', 's']],
  ['ful', ['f', 'ə', 'l']],
  ['ship', ['ʃ', 'ˌ', 'ɪ', 'p']],
  ['able', ['ə', 'b', 'ə', 'l']],
  ['ings', ['ɪ', 'ŋ', 'z']],
  ['ing', ['ɪ', 'ŋ']],
  ['ment', ['m', 'ə', 'n', 't']],
  ['ers', ['əɹ', 'z']],
  ['ish', ['ɪ', 'ʃ']],
  ['ism', ['ˌ', 'ɪ', 'z', 'ə', 'm']],
  ['ist', ['ɪ', 's', 't']],
  ['ly', ['l', 'i']],
  ['er', ['əɹ']],
  ['y', ['i']],
];

const PREFIXES: readonly (readonly [prefix: string, phonemes: readonly string[]])[] = [
  ['counter', ['k', 'ˌ', 'W', 'n', 't', 'əɹ']],
  ['under', ['ˌ', 'ʌ', 'n', 'd', 'əɹ']],
  ['micro', ['m', 'ˌ', 'I', 'k', 'ɹ', 'O']],
  ['multi', ['m', 'ˌ', 'ʌ', 'l', 't', 'i']],
  ['inter', ['ˌ', 'ɪ', 'n', 't', 'əɹ']],
  ['super', ['s', 'ˌ', 'u', 'p', 'əɹ']],
  ['over', ['ˌ', 'O', 'v', 'əɹ']],
  ['anti', ['ˌ', 'æ', 'n', 't', 'i']],
  ['semi', ['s', 'ˌ', 'ɛ', 'm', 'i']],
  ['non', ['n', 'ˌ', 'ɑ', 'n']],
  ['mis', ['m', 'ˌ', 'ɪ', 's']],
  ['pre', ['p', 'ɹ', 'ˌ', 'i']],
  ['un', ['ə', 'n']],
  ['re', ['ɹ', 'ˌ', 'i']],
];

const SHORTEST_STEM = 3;
/** A short stem after a prefix is more often chance than morphology (`re` + `ally`). */
const SHORTEST_PREFIXED_STEM = 4;

/**
 * Derives an unknown lower-case word from a known stem, or returns undefined.
 *
 * @param lookup phonemes of a known lower-case word
 */
export function derive(word: string, lookup: Lookup): string[] | undefined {
  return (
    possessive(word, lookup) ?? inflection(word, lookup) ?? suffixed(word, lookup) ?? prefixed(word, lookup)
  );
}

const CLITICS: Readonly<Record<string, readonly string[]>> = {
  "'ll": ['ə', 'l'],
  "'ve": ['ə', 'v'],
  "'d": ['ə', 'd'],
  "'re": ['əɹ'],
  "n't": ['ə', 'n', 't'],
};

function possessive(word: string, lookup: Lookup): string[] | undefined {
  if (word.endsWith("'s")) return map(lookupOrDerive(word.slice(0, -2), lookup), withS);
  if (word.endsWith("s'")) return lookupOrDerive(word.slice(0, -1), lookup);
  for (const [clitic, phonemes] of Object.entries(CLITICS)) {
    if (!word.endsWith(clitic)) continue;
    return map(lookup(word.slice(0, -clitic.length)), (stem) =>
      clitic === "'d" && ENGLISH_VOWELS.has(stem.at(-1) ?? '') ? [...stem, 'd'] : [...stem, ...phonemes],
    );
  }
  return undefined;
}

function lookupOrDerive(word: string, lookup: Lookup): string[] | undefined {
  const known = lookup(word);
  return known === undefined ? derive(word, lookup) : [...known];
}

function inflection(word: string, lookup: Lookup): string[] | undefined {
  if (word.endsWith('ss') || word.length <= SHORTEST_STEM) return undefined;
  if (word.endsWith('ies')) return map(lookup(`${word.slice(0, -3)}y`), withS);
  if (word.endsWith('ied')) return map(lookup(`${word.slice(0, -3)}y`), withEd);
  if (/(?:s|x|z|ch|sh|o)es$/.test(word)) {
    const whole = lookup(word.slice(0, -2));
    if (whole !== undefined) return withS(whole);
  }
  if (word.endsWith('s') && !/[iu]s$/.test(word))
    return map(lookupOrDerive(word.slice(0, -1), lookup), withS);
  if (word.endsWith('ed')) return map(stemOf(word.slice(0, -2), lookup), withEd);
  return undefined;
}

function suffixed(word: string, lookup: Lookup): string[] | undefined {
  for (const [ending, phonemes] of SUFFIXES) {
    if (!word.endsWith(ending) || word.length - ending.length < SHORTEST_STEM) continue;
    const base = word.slice(0, -ending.length);
    const startsWithVowel = /^[aeiy]/.test(ending);
    const stem = startsWithVowel ? stemOf(base, lookup) : (lookup(base) ?? yStem(base, lookup));
    // A doubled l at the seam is heard once (`option-al-ly`).
    if (stem !== undefined)
      return stem.at(-1) === 'l' && phonemes[0] === 'l'
        ? [...stem, ...phonemes.slice(1)]
        : [...stem, ...phonemes];
  }
  return undefined;
}

function yStem(base: string, lookup: Lookup): readonly string[] | undefined {
  return base.endsWith('i') ? lookup(`${base.slice(0, -1)}y`) : undefined;
}

/** The stem before an ending that starts with a vowel: as it stands, with its dropped e, or without its doubled consonant. */
function stemOf(base: string, lookup: Lookup): readonly string[] | undefined {
  if (base.length < SHORTEST_STEM) return undefined;
  const doubled = /([bdfgklmnprtvz])\1$/.test(base) ? lookup(base.slice(0, -1)) : undefined;
  const withE = /[^aeioy]$/.test(base) ? lookup(`${base}e`) : undefined;
  // A short vowel before one consonant asks for the e (`lik-ing`, not `lick`): try it first there.
  const oneConsonant = /[aeiou][^aeiouwxy]$/.test(base);
  return doubled ?? (oneConsonant ? (withE ?? lookup(base)) : (lookup(base) ?? withE));
}

function prefixed(word: string, lookup: Lookup): string[] | undefined {
  for (const [prefix, phonemes] of PREFIXES) {
    const rest = word.slice(prefix.length);
    if (!word.startsWith(prefix) || rest.length < SHORTEST_PREFIXED_STEM) continue;
    const stem = lookup(rest) ?? inflection(rest, lookup) ?? suffixed(rest, lookup);
    if (stem !== undefined) return [...phonemes, ...stem];
  }
  return undefined;
}

function map(
  stem: readonly string[] | undefined,
  ending: (stem: readonly string[]) => string[],
): string[] | undefined {
  return stem === undefined ? undefined : ending(stem);
}
