/** ARPAbet (CMU dictionary) → the symbols of Kokoro's English alphabet (misaki). */

export const PRIMARY_STRESS = 'ˈ';
export const SECONDARY_STRESS = 'ˌ';

const CONSONANTS: Readonly<Record<string, string>> = {
  B: 'b',
  CH: 'ʧ',
  D: 'd',
  DH: 'ð',
  F: 'f',
  G: 'ɡ',
  HH: 'h',
  JH: 'ʤ',
  K: 'k',
  L: 'l',
  M: 'm',
  N: 'n',
  NG: 'ŋ',
  P: 'p',
  R: 'ɹ',
  S: 's',
  SH: 'ʃ',
  T: 't',
  TH: 'θ',
  V: 'v',
  W: 'w',
  Y: 'j',
  Z: 'z',
  ZH: 'ʒ',
};

const VOWELS: Readonly<Record<string, string>> = {
  AA: 'ɑ',
  AE: 'æ',
  AH: 'ʌ',
  AO: 'ɔ',
  AW: 'W',
  AY: 'I',
  EH: 'ɛ',
  ER: 'ɜɹ',
  EY: 'A',
  IH: 'ɪ',
  IY: 'i',
  OW: 'O',
  OY: 'Y',
  UH: 'ʊ',
  UW: 'u',
};

/** Vowels whose unstressed form is another symbol. */
const UNSTRESSED: Readonly<Record<string, string>> = { AH: 'ə', ER: 'əɹ' };

/** The vowel phonemes of English, without stress marks. */
export const ENGLISH_VOWELS: ReadonlySet<string> = new Set([
  ...Object.values(VOWELS),
  ...Object.values(UNSTRESSED),
]);

/** The consonant phonemes of English. */
export const ENGLISH_CONSONANTS: ReadonlySet<string> = new Set(Object.values(CONSONANTS));

/**
 * Converts one pronunciation. A stress mark is a phoneme of its own right before its vowel.
 * @throws RangeError for a symbol that ARPAbet does not have
 */
export function arpabetToPhonemes(symbols: readonly string[]): string[] {
  const phonemes: string[] = [];
  for (const symbol of symbols) {
    const consonant = CONSONANTS[symbol];
    if (consonant !== undefined) {
      phonemes.push(consonant);
      continue;
    }
    const base = symbol.slice(0, -1);
    const stress = symbol.slice(-1);
    const vowel = (stress === '0' ? UNSTRESSED[base] : undefined) ?? VOWELS[base];
    if (vowel === undefined) throw new RangeError(`Not an ARPAbet symbol: ${symbol}`);
    if (stress === '1') phonemes.push(PRIMARY_STRESS);
    else if (stress === '2') phonemes.push(SECONDARY_STRESS);
    phonemes.push(vowel);
  }
  return phonemes;
}
