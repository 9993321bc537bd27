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

/** Acronyms that, in lower case, would be words. */
const SPELLED_IN_CAPITALS: ReadonlySet<string> = new Set(['US', 'AI', 'AM', 'PM', 'ID']);

export function createEnglish(dictionary: Dictionary, espeak: Espeak): English {
  const lookup = (word: string): readonly string[] | undefined => {
    const own = EXCEPTIONS.get(word);
    if (own !== undefined) return arpabetToPhonemes(own.split(' '));
    const first = dictionary.lookup(word)[0];
    return first === undefined ? undefined : arpabetToPhonemes(first);
  };
  return {
    async pronounce(words) {
      const plain = words.map((word) => plainForm(word.text));
      const parts = words.map((word, index) => resolve(word, plain, index, lookup));
      const unknown = [...new Set(parts.flat().flatMap((part) => ('unknown' in part ? [part.unknown] : [])))];
      const answers = await ask(espeak, unknown);
      const found = new Map(
        unknown.map((word, index) => {
          const phonemes = ipaToPhonemes(answers[index] ?? '', word);
          return [word, phonemes.length > 0 ? phonemes : spell(word)];
        }),
      );
      const strong = parts.map((list) =>
        list.flatMap((part) => ('unknown' in part ? (found.get(part.unknown) ?? []) : [...part.phonemes])),
      );
      return strong.map((phonemes, index) => {
        const word = words[index];
        if (word === undefined || isSpelled(word) || phonemes.length === 0) return phonemes;
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

/**
 * What eSpeak says of each word. Where it cannot be loaded or fails, it says nothing, and the words are spelled: letters
 * are better than a speech that ends. The next stretch asks it again.
 */
async function ask(espeak: Espeak, words: readonly string[]): Promise<readonly string[]> {
  try {
    return await espeak.ipa(words);
  } catch {
    return [];
  }
}

/** Lower case, straight apostrophes, no accents: the dictionary's spelling. */
function plainForm(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘ʼ]/g, "'").toLowerCase();
}

type Lookup = (word: string) => readonly string[] | undefined;

function resolve(word: PendingWord, plain: readonly string[], index: number, lookup: Lookup): Part[] {
  if (isSpelled(word)) return [{ phonemes: spellWithSuffix(word.text) }];
  const form = plain[index] ?? '';
  const heteronymReading = heteronym(plain, index);
  if (heteronymReading !== undefined) return [{ phonemes: arpabetToPhonemes(heteronymReading) }];
  const known = NUMBER_COMPOUND.test(form) ? undefined : lookup(form);
  if (known !== undefined) return [{ phonemes: known }];
  if (isAcronym(word.text)) return [{ phonemes: spellWithSuffix(word.text) }];
  const pieces = splitCompound(word.text);
  if (pieces.length > 1 || (pieces[0] !== undefined && pieces[0] !== word.text)) {
    return pieces.flatMap((text) => resolve({ text, language: 'en' }, [plainForm(text)], 0, lookup));
  }
  const bare = form.replace(/^'+|'+$/g, '');
  const derived = derive(form, lookup) ?? lookup(bare) ?? derive(bare, lookup);
  if (derived !== undefined) return [{ phonemes: derived }];
  return /[\p{L}\p{N}]/u.test(form) ? [{ unknown: word.text.toLowerCase() }] : [];
}

/** `twenty-one`: the dictionary holds some of them, stressed otherwise than the rest. */
const NUMBER_COMPOUND = /^(?:twen|thir|for|fif|six|seven|eigh|nine)ty-/;

function isSpelled(word: PendingWord): boolean {
  return word.kind === 'spelled' || SPELLED_IN_CAPITALS.has(word.text);
}

/** Capitals (or letters without a vowel) that are said letter by letter: `XKCD`, `HTTPS`, `PDFs`, `tcp`. */
function isAcronym(text: string): boolean {
  const letters = text.replace(/['’]?s$/, '');
  if (letters.length === 1) return true;
  if (/^[A-Z0-9&]{2,5}$/.test(letters)) return !PRONOUNCEABLE.test(letters);
  return /^[bcdfghjklmnpqrstvwxz0-9]{2,5}$/i.test(letters);
}

/** Four letters or more in which every vowel is followed by one or two consonants: `OPEC`, `COVID`, `NATO`. */
const PRONOUNCEABLE = /^(?=.{4})[^AEIOU0-9&]?(?:[AEIOU][^AEIOU0-9&]{1,2})+[AEIOU]?$/;

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
const EXCEPTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
    thirty: 'TH ER1 T IY0',
    fiancee: 'F IY2 AA0 N S EY1',
    github: 'G IH1 T HH AH2 B',
    whatsapp: 'W AH1 T S AE2 P',
    linkedin: 'L IH1 NG K T IH0 N',
    't-shirt': 'T IY1 SH ER2 T',
    't-shirts': 'T IY1 SH ER2 T S',
    vlog: 'V L AA1 G',
    ios: 'AY2 OW2 EH1 S',
    kilometers: 'K AH0 L AA1 M AH0 T ER0 Z',
    kilometres: 'K AH0 L AA1 M AH0 T ER0 Z',
    json: 'JH EY1 S AH0 N',
    "'n'": 'AH0 N',
    hmm: 'HH AH1 M',
    brr: 'B ER1',
    psst: 'P S T',
    pfft: 'P F T',
    tsk: 'T IH1 S K',
    zzz: 'Z',
    email: 'IY1 M EY2 L',
    emails: 'IY1 M EY2 L Z',
    re: 'R IY1',
    id: 'AY2 D IY1',
    ids: 'AY2 D IY1 Z',
    os: 'OW2 EH1 S',
    fs: 'EH2 F EH1 S',
    mm: 'AH1 M',
    solely: 'S OW1 L IY0',
    sometimes: 'S AH1 M T AY2 M Z',
    forbidden: 'F ER0 B IH1 D AH0 N',
    insecure: 'IH2 N S AH0 K Y UH1 R',
    interpolate: 'IH0 N T ER1 P AH0 L EY2 T',
    traverse: 'T R AH0 V ER1 S',
    simulate: 'S IH1 M Y AH0 L EY2 T',
    infrastructure: 'IH1 N F R AH0 S T R AH2 K CH ER0',
    arithmetic: 'ER0 IH1 TH M AH0 T IH2 K',
    incorporate: 'IH0 N K AO1 R P ER0 EY2 T',
    incorporated: 'IH0 N K AO1 R P ER0 EY2 T IH0 D',
  }),
);
