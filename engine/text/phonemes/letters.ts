/** Names of letters and digits, for words that are spelled out. */

import { PRIMARY_STRESS, SECONDARY_STRESS } from './arpabet.js';

const NAMES: Readonly<Record<string, string>> = {
  a: 'ˈ A',
  b: 'b ˈ i',
  c: 's ˈ i',
  d: 'd ˈ i',
  e: 'ˈ i',
  f: 'ˈ ɛ f',
  g: 'ʤ ˈ i',
  h: 'ˈ A ʧ',
  i: 'ˈ I',
  j: 'ʤ ˈ A',
  k: 'k ˈ A',
  l: 'ˈ ɛ l',
  m: 'ˈ ɛ m',
  n: 'ˈ ɛ n',
  o: 'ˈ O',
  p: 'p ˈ i',
  q: 'k j ˈ u',
  r: 'ˈ ɑ ɹ',
  s: 'ˈ ɛ s',
  t: 't ˈ i',
  u: 'j ˈ u',
  v: 'v ˈ i',
  w: 'd ˈ ʌ b ə l j u',
  x: 'ˈ ɛ k s',
  y: 'w ˈ I',
  z: 'z ˈ i',
  '0': 'z ˈ ɪ ɹ O',
  '1': 'w ˈ ʌ n',
  '2': 't ˈ u',
  '3': 'θ ɹ ˈ i',
  '4': 'f ˈ ɔ ɹ',
  '5': 'f ˈ I v',
  '6': 's ˈ ɪ k s',
  '7': 's ˈ ɛ v ə n',
  '8': 'ˈ A t',
  '9': 'n ˈ I n',
};

/**
 * Spells a word letter by letter; the last letter bears the main stress. Characters without a name are passed over.
 */
export function spell(text: string): string[] {
  const names = Array.from(text.toLowerCase()).flatMap((letter) => NAMES[letter] ?? []);
  return names.flatMap((name, index) => {
    const phonemes = name.split(' ');
    const isLast = index === names.length - 1;
    return isLast
      ? phonemes
      : phonemes.map((phoneme) => (phoneme === PRIMARY_STRESS ? SECONDARY_STRESS : phoneme));
  });
}
