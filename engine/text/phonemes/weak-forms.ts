/** Function words: without stress inside a phrase, and with the vowel that their neighbour asks for. */

import { ENGLISH_VOWELS, PRIMARY_STRESS, SECONDARY_STRESS } from './arpabet.js';

/** Words that bear no stress unless a pause follows. */
const WEAK_BEFORE_MORE: ReadonlySet<string> = new Set(
  (
    'of and for with in on at from by as but or than if is are was were am be been has have had do does did can could ' +
    "would should will shall must my your his its our their so that's it's there's i'm you're he's she's we're " +
    "they're i've you've we've they've i'll you'll he'll she'll we'll they'll i'd you'd he'd she'd we'd they'd into"
  ).split(' '),
);

/** Words that bear no stress anywhere but alone. */
const ALWAYS_WEAK: ReadonlySet<string> = new Set(
  'the a an to i you he she it we they me him her us them'.split(' '),
);

const VOWEL_SOUND: ReadonlySet<string> = ENGLISH_VOWELS;

/** A word in its place. */
export interface PlacedWord {
  /** Lower case. */
  readonly word: string;
  readonly phonemes: readonly string[];
  /** A pause follows, or nothing at all. */
  readonly isFinal: boolean;
  readonly isAlone: boolean;
  /** The first sound of the next word of the same phrase. */
  readonly nextSound: string | undefined;
}

/** The word's phonemes as its place asks for. */
export function weaken(placed: PlacedWord): readonly string[] {
  const { word, phonemes, isFinal, isAlone, nextSound } = placed;
  const beforeVowel = nextSound !== undefined && VOWEL_SOUND.has(nextSound);
  if (word === 'the') return ['ð', beforeVowel ? 'i' : 'ə'];
  if (word === 'a') return isAlone ? [PRIMARY_STRESS, 'A'] : ['ə'];
  if (isAlone) return phonemes;
  if (word === 'an') return ['ə', 'n'];
  if (word === 'to') return ['t', beforeVowel || isFinal ? 'u' : 'ə'];
  if (ALWAYS_WEAK.has(word) || (WEAK_BEFORE_MORE.has(word) && !isFinal)) return unstressed(phonemes);
  return phonemes;
}

/** The first sound of a word, its stress mark apart. */
export function firstSound(phonemes: readonly string[]): string | undefined {
  return phonemes.find((phoneme) => phoneme !== PRIMARY_STRESS && phoneme !== SECONDARY_STRESS);
}

function unstressed(phonemes: readonly string[]): readonly string[] {
  return phonemes.filter((phoneme) => phoneme !== PRIMARY_STRESS && phoneme !== SECONDARY_STRESS);
}
