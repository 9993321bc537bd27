/** eSpeak NG as the last resort for English words, with its IPA mapped to the dictionary's symbol set. */

import { ENGLISH_CONSONANTS, ENGLISH_VOWELS, PRIMARY_STRESS, SECONDARY_STRESS } from './arpabet.js';

const VOICE = 'en-us';

/** The one function of package `phonemizer` that is used: IPA lines of a text. */
export interface EspeakModule {
  phonemize(text: string, voice: string): Promise<string[]>;
}

/** Pronounces words that no dictionary holds. */
export interface Espeak {
  /** One IPA string a word, in order; empty where eSpeak has nothing to say. */
  ipa(words: readonly string[]): Promise<readonly string[]>;
}

/** The part of Node's `process` that a library may have hooked itself into. */
export interface ProcessEvents {
  listeners(event: string): readonly unknown[];
  removeListener(event: string, listener: (...values: unknown[]) => void): unknown;
}

export interface EspeakOptions {
  readonly load?: () => Promise<EspeakModule>;
  /** Node's `process`, to be kept as it was: the module installs handlers that end it with its source on stderr. */
  readonly process?: ProcessEvents;
}

/** What Emscripten's start-up code listens to. */
const HOOKED_EVENTS = ['uncaughtException', 'unhandledRejection'];

/**
 * Wraps eSpeak NG. The module (1.3 MB of WebAssembly, about 300 ms to start) is loaded at the first unknown word;
 * a failed load is tried again at the next one.
 */
export function createEspeak(options: EspeakOptions = {}): Espeak {
  const load = options.load ?? (() => import('phonemizer'));
  let loading: Promise<EspeakModule> | undefined;
  const ready = (): Promise<EspeakModule> => {
    loading ??= keepingListeners(options.process, load).catch((failure: unknown) => {
      loading = undefined;
      throw failure;
    });
    return loading;
  };
  return {
    async ipa(words) {
      if (words.length === 0) return [];
      const espeak = await ready();
      // A paragraph a word: eSpeak answers one line a paragraph, and reads no word in the light of the next.
      const lines = await espeak.phonemize(words.join('\n\n'), VOICE);
      if (lines.length === words.length) return lines;
      const separate: string[] = [];
      for (const word of words) separate.push((await espeak.phonemize(word, VOICE)).join(' '));
      return separate;
    },
  };
}

/** Runs `load`, then takes off the listeners that came on meanwhile. */
async function keepingListeners<T>(events: ProcessEvents | undefined, load: () => Promise<T>): Promise<T> {
  if (events === undefined) return load();
  const before = new Map(HOOKED_EVENTS.map((event) => [event, new Set(events.listeners(event))]));
  const loaded = await load();
  for (const [event, known] of before) {
    for (const listener of events.listeners(event)) {
      if (typeof listener === 'function' && !known.has(listener)) {
        events.removeListener(event, listener as () => void);
      }
    }
  }
  return loaded;
}

/** eSpeak's en-us symbols, longest first within each first letter; `''` is dropped. */
const IPA: readonly (readonly [ipa: string, phonemes: string])[] = [
  ['ɜːɹ', 'ɜɹ'],
  ['oːɹ', 'ɔ ɹ'],
  ['n̩', 'ə n'],
  ['l̩', 'ə l'],
  ['m̩', 'ə m'],
  ['tʃ', 'ʧ'],
  ['dʒ', 'ʤ'],
  ['aɪ', 'I'],
  ['aʊ', 'W'],
  ['eɪ', 'A'],
  ['oʊ', 'O'],
  ['əʊ', 'O'],
  ['ɔɪ', 'Y'],
  ['ɜː', 'ɜɹ'],
  ['ɚɹ', 'əɹ'],
  ['ɑː', 'ɑ'],
  ['ɔː', 'ɔ'],
  ['iː', 'i'],
  ['uː', 'u'],
  ['aː', 'ɑ'],
  ['eː', 'A'],
  ['oː', 'O'],
  ['ɛː', 'ɛ'],
  ['ɚ', 'əɹ'],
  ['ɐ', 'ə'],
  ['ᵻ', 'ɪ'],
  ['ɨ', 'ɪ'],
  ['a', 'æ'],
  ['e', 'ɛ'],
  ['o', 'O'],
  ['ɒ', 'ɑ'],
  ['ɜ', 'ə'],
  ['ɵ', 'ə'],
  ['y', 'u'],
  ['ø', 'ɜɹ'],
  ['œ', 'ɜɹ'],
  ['ʔ', 't'],
  ['ɾ', 't'],
  ['g', 'ɡ'],
  ['r', 'ɹ'],
  ['ʁ', 'ɹ'],
  ['x', 'k'],
  ['χ', 'k'],
  ['q', 'k'],
  ['c', 'k'],
  ['ç', 'h'],
  ['ɬ', 'l'],
  ['ɫ', 'l'],
  ['ʎ', 'l j'],
  ['ɲ', 'n j'],
  ['ʍ', 'w'],
  ['β', 'v'],
  ['ɣ', 'ɡ'],
  ['ʲ', 'j'],
];

const MARKS: ReadonlySet<string> = new Set([PRIMARY_STRESS, SECONDARY_STRESS]);

/**
 * Maps one IPA string of eSpeak (en-us) to phonemes; sounds outside English get their nearest English ones.
 * The flap ɾ is `d` where the spelling has no t (`ladder`), else `t`.
 */
export function ipaToPhonemes(ipa: string, spelling: string): string[] {
  const phonemes: string[] = [];
  const flap = /t/i.test(spelling) ? 't' : 'd';
  const text = ipa.replace(/\([a-z-]+\)/g, '');
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const rule = IPA.find(([symbol]) => rest.startsWith(symbol));
    const symbol = rule?.[0] ?? rest.charAt(0);
    at += symbol.length;
    if (symbol === 'ɾ') phonemes.push(flap);
    else if (rule !== undefined) phonemes.push(...rule[1].split(' '));
    else if (MARKS.has(symbol) || ENGLISH_VOWELS.has(symbol) || ENGLISH_CONSONANTS.has(symbol))
      phonemes.push(symbol);
  }
  return withDictionaryStress(phonemes);
}

/** The dictionary's conventions: ʌ and ɜɹ bear stress, ə and əɹ do not, and every word has a main stress. */
function withDictionaryStress(phonemes: readonly string[]): string[] {
  const result: string[] = [];
  for (const phoneme of phonemes) {
    const mark = result.at(-1);
    const stressed = mark !== undefined && MARKS.has(mark);
    if (stressed && MARKS.has(phoneme)) continue;
    // A mark waits for its vowel: eSpeak writes it there already, save before glides that belong to the vowel.
    if (stressed && ENGLISH_CONSONANTS.has(phoneme)) result.splice(-1, 1, phoneme, mark);
    else if (stressed && phoneme === 'ə') result.push('ʌ');
    else if (stressed && phoneme === 'əɹ') result.push('ɜɹ');
    else if (!stressed && phoneme === 'ʌ') result.push('ə');
    else if (!stressed && phoneme === 'ɜɹ') result.push('əɹ');
    else result.push(phoneme);
  }
  while (MARKS.has(result.at(-1) ?? '')) result.pop();
  return withMainStress(result);
}

function withMainStress(phonemes: readonly string[]): string[] {
  if (phonemes.includes(PRIMARY_STRESS)) return [...phonemes];
  const secondary = phonemes.lastIndexOf(SECONDARY_STRESS);
  if (secondary >= 0) return phonemes.with(secondary, PRIMARY_STRESS);
  const vowel = phonemes.findIndex((phoneme) => ENGLISH_VOWELS.has(phoneme));
  if (vowel < 0) return [...phonemes];
  const strong = phonemes[vowel] === 'ə' ? 'ʌ' : phonemes[vowel] === 'əɹ' ? 'ɜɹ' : (phonemes[vowel] ?? '');
  return [...phonemes.slice(0, vowel), PRIMARY_STRESS, strong, ...phonemes.slice(vowel + 1)];
}
