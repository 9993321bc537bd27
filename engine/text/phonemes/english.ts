/** English: dictionary, heteronyms, word formation, spelling, then eSpeak NG; last the weak forms. */

import type { PendingWord } from '../types.js';
import { arpabetToPhonemes } from './arpabet.js';
import type { Dictionary } from './dictionary.js';
import { ipaToPhonemes, type Espeak } from './espeak.js';
import { heteronym } from './heteronyms.js';
import { spell } from './letters.js';
import { derive, withS } from './morphology.js';
import { firstSound, weaken } from './weak-forms.js';

/** Pronounces the English words of one stretch. */
export interface English {
  pronounce(words: readonly PendingWord[]): Promise<string[][]>;
}

/** A word is a list of parts; a part still unknown is its spelling, for eSpeak. */
type Part = { readonly phonemes: readonly string[] } | { readonly unknown: string };

/** Whole words, so that neither capitals nor camel case takes them apart. */
const IN_CAPITALS_SPELLED: ReadonlySet<string> = new Set(['US', 'IT', 'AM', 'PM', 'OR', 'ID']);

export function createEnglish(dictionary: Dictionary, espeak: Espeak): English {
  const lookup = (word: string): readonly string[] | undefined => {
    const own = EXCEPTIONS[word];
    if (own !== undefined) return arpabetToPhonemes(own.split(' '));
    const first = dictionary.lookup(word)[0];
    return first === undefined ? undefined : arpabetToPhonemes(first);
  };
  return {
    async pronounce(words) {
      const plain = words.map((word) => plainForm(word.text));
      const parts = words.map((word, index) => resolve(word, plain, index, lookup));
      const unknown = [...new Set(parts.flat().flatMap((part) => ('unknown' in part ? [part.unknown] : [])))];
      const answers = await espeak.ipa(unknown);
      const found = new Map(unknown.map((word, index) => [word, ipaToPhonemes(answers[index] ?? '', word)]));
      const strong = parts.map((list) =>
        list.flatMap((part) => ('unknown' in part ? (found.get(part.unknown) ?? []) : [...part.phonemes])),
      );
      return strong.map((phonemes, index) => {
        const word = words[index];
        if (word === undefined || word.kind === 'spelled' || phonemes.length === 0) return phonemes;
        const isFinal = word.followedBy !== undefined || index === words.length - 1;
        const startsPhrase = index === 0 || words[index - 1]?.followedBy !== undefined;
        return [
          ...weaken({
            word: plain[index] ?? '',
            phonemes,
            isFinal,
            isAlone: isFinal && startsPhrase,
            nextSound: isFinal ? undefined : firstSound(strong[index + 1] ?? []),
          }),
        ];
      });
    },
  };
}

/** Lower case, straight apostrophes, no accents: the dictionary's spelling. */
function plainForm(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘ʼ]/g, "'").toLowerCase();
}

type Lookup = (word: string) => readonly string[] | undefined;

function resolve(word: PendingWord, plain: readonly string[], index: number, lookup: Lookup): Part[] {
  if (word.kind === 'spelled') return [{ phonemes: spellWithSuffix(word.text) }];
  const form = plain[index] ?? '';
  const isCapitalised = IN_CAPITALS_SPELLED.has(word.text);
  const heteronymReading = heteronym(plain, index);
  if (heteronymReading !== undefined) return [{ phonemes: arpabetToPhonemes(heteronymReading) }];
  const known = isCapitalised ? undefined : lookup(form);
  if (known !== undefined) return [{ phonemes: known }];
  if (isCapitalised || isAcronym(word.text)) return [{ phonemes: spellWithSuffix(word.text) }];
  const pieces = splitCompound(word.text);
  if (pieces.length > 1) {
    return pieces.flatMap((text) => resolve({ text, language: 'en' }, [plainForm(text)], 0, lookup));
  }
  const derived = derive(form, lookup);
  if (derived !== undefined) return [{ phonemes: derived }];
  return /[\p{L}\p{N}]/u.test(form) ? [{ unknown: word.text.toLowerCase() }] : [];
}

/** Capitals (or no vowel at all) that no dictionary reads: `XKCD`, `HTTPS`, `PDFs`, `tcp`. */
function isAcronym(text: string): boolean {
  const letters = text.replace(/['’]?s$/, '');
  if (letters.length === 1) return true;
  return /^[A-Z0-9&]{2,5}$/.test(letters) || /^[bcdfghjklmnpqrstvwxz0-9]{2,5}$/i.test(letters);
}

function spellWithSuffix(text: string): string[] {
  const match = /^(.*[A-Z0-9])['’]?s$/.exec(text);
  return match?.[1] === undefined ? spell(text) : withS(spell(match[1]));
}

/** Hyphens, slashes, underscores, camel case and digits part a word. */
function splitCompound(text: string): string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll}{2,})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    .split(/[\s\-‐‑–_/.]+/)
    .filter((piece) => piece !== '');
}

/** Readings where the dictionary's first one is odd, missing or another word's. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  of: 'AH1 V',
  and: 'AE1 N D',
  to: 'T UW1',
  was: 'W AH1 Z',
  because: 'B IH0 K AH1 Z',
  for: 'F AO1 R',
  our: 'AW1 R',
  used: 'Y UW1 Z D',
  dr: 'D AA1 K T ER0',
  sotto: 'S AA1 T OW0',
  wifi: 'W AY1 F AY2',
  emoji: 'IH0 M OW1 JH IY0',
  gonna: 'G AH1 N AH0',
};
