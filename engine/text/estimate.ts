import type { Language, PunctuationSymbol, Unit } from './types.js';

/** Mean lengths at length scale 1, in milliseconds: enough to bound a segment before anything is synthesised. */
const PAUSE_MS: Readonly<Record<PunctuationSymbol, number>> = {
  '、': 120,
  ',': 180,
  ';': 220,
  ':': 220,
  '—': 220,
  '…': 320,
  '.': 320,
  '!': 320,
  '?': 320,
};
const ENGLISH_VOWEL = /^[AIOQWYaeiouæɐɑɒɔəɚɛɜɪʊʌᵊᵻ]/;
const ENGLISH_VOWEL_MS = 105;
const ENGLISH_CONSONANT_MS = 75;
const MANDARIN_FINAL = /^[aeiouyɤɥɨəwj]/;
const MANDARIN_FINAL_MS = 170;
const MANDARIN_INITIAL_MS = 75;
const SILENT = /^[ˈˌː→↗↓↘\s]+$/;

/** The pause that stands for a mark; also the longest of them where none is given. */
export function pauseMs(symbol: PunctuationSymbol): number {
  return PAUSE_MS[symbol];
}

export const LONGEST_PAUSE_MS = Math.max(...Object.values(PAUSE_MS));

/** The estimated length of one phoneme; stress and tone marks last no time. */
export function phonemeMs(phoneme: string, language: Language): number {
  if (SILENT.test(phoneme)) return 0;
  if (language === 'zh') return MANDARIN_FINAL.test(phoneme) ? MANDARIN_FINAL_MS : MANDARIN_INITIAL_MS;
  return ENGLISH_VOWEL.test(phoneme) ? ENGLISH_VOWEL_MS : ENGLISH_CONSONANT_MS;
}

/** The estimated length of a unit in milliseconds, at length scale 1. */
export function unitMs(unit: Unit): number {
  if (unit.kind === 'punct') return pauseMs(unit.symbol);
  return unit.phonemes.reduce((sum, phoneme) => sum + phonemeMs(phoneme, unit.language), 0);
}

/** The estimated length of a run of units in milliseconds, at length scale 1. */
export function unitsMs(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + unitMs(unit), 0);
}
