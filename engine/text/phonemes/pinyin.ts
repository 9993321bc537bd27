/** Pinyin syllable → Mandarin phonemes of the alphabet: [initial?, final, tone?]. Table-driven. */

/** Two-letter initials first, so that the first match is the longest. */
const INITIALS: readonly (readonly [pinyin: string, phoneme: string])[] = [
  ['zh', 'ꭧ'],
  ['ch', 'ꭧʰ'],
  ['sh', 'ʂ'],
  ['b', 'p'],
  ['p', 'pʰ'],
  ['m', 'm'],
  ['f', 'f'],
  ['d', 't'],
  ['t', 'tʰ'],
  ['n', 'n'],
  ['l', 'l'],
  ['g', 'k'],
  ['k', 'kʰ'],
  ['h', 'x'],
  ['j', 'ʨ'],
  ['q', 'ʨʰ'],
  ['x', 'ɕ'],
  ['r', 'ɻ'],
  ['z', 'ʦ'],
  ['c', 'ʦʰ'],
  ['s', 's'],
];

const FINALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'a',
    o: 'o',
    e: 'ɤ',
    i: 'i',
    u: 'u',
    ü: 'y',
    ai: 'aɪ',
    ei: 'eɪ',
    ao: 'aʊ',
    ou: 'oʊ',
    ia: 'ja',
    ie: 'je',
    io: 'jo',
    iao: 'jaʊ',
    iou: 'joʊ',
    iu: 'joʊ',
    ua: 'wa',
    uo: 'wo',
    uai: 'waɪ',
    uei: 'weɪ',
    ui: 'weɪ',
    üe: 'ɥe',
    an: 'an',
    en: 'ən',
    ang: 'aŋ',
    eng: 'əŋ',
    ong: 'ʊŋ',
    ian: 'jɛn',
    in: 'in',
    iang: 'jaŋ',
    ing: 'iŋ',
    iong: 'jʊŋ',
    uan: 'wan',
    uen: 'wən',
    un: 'wən',
    uang: 'waŋ',
    ueng: 'wəŋ',
    üan: 'ɥɛn',
    ün: 'yn',
    er: 'aɻ',
  }),
);

/** The vowel after zh ch sh r z c s that is written i. */
const APICAL_VOWEL = 'ɨ';
const APICAL_INITIALS: ReadonlySet<string> = new Set(['zh', 'ch', 'sh', 'r', 'z', 'c', 's']);
const LABIAL_INITIALS: ReadonlySet<string> = new Set(['b', 'p', 'm', 'f']);
const PALATAL_INITIALS: ReadonlySet<string> = new Set(['j', 'q', 'x']);

/** Tone number → mark; the neutral tone (0 or 5) has none. */
export const TONE_MARKS: readonly string[] = ['', '→', '↗', '↓', '↘', ''];

/** Interjections whose sound is no regular syllable, by their nearest one. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    m: 'en',
    n: 'en',
    ng: 'en',
    hm: 'heng',
    hng: 'heng',
    ê: 'ei',
  }),
);

/** Zero-initial spellings written with y and w → the final that they stand for. */
const ZERO_INITIAL: ReadonlyMap<string, string> = new Map(
  Object.entries({
    yi: 'i',
    ya: 'ia',
    yo: 'io',
    ye: 'ie',
    yao: 'iao',
    you: 'iou',
    yan: 'ian',
    yin: 'in',
    yang: 'iang',
    ying: 'ing',
    yong: 'iong',
    yu: 'ü',
    yue: 'üe',
    yuan: 'üan',
    yun: 'ün',
    wu: 'u',
    wa: 'ua',
    wo: 'uo',
    wai: 'uai',
    wei: 'uei',
    wan: 'uan',
    wen: 'uen',
    wang: 'uang',
    weng: 'ueng',
  }),
);

/** A syllable with its tone: 1 to 4, or 0 for the neutral tone. */
export interface Syllable {
  /** Lower-case pinyin without tone, `ü` or `v` for ü, without the r of erhua. */
  readonly pinyin: string;
  readonly tone: number;
  /** Whether an r-suffix (儿) merged into the syllable. */
  readonly erhua?: boolean;
}

/** Every phoneme that a Mandarin syllable can hold, tones included. */
export const MANDARIN_SYLLABLE_PHONEMES: ReadonlySet<string> = new Set([
  ...INITIALS.map(([, phoneme]) => phoneme),
  ...FINALS.values(),
  APICAL_VOWEL,
  ...TONE_MARKS.filter((mark) => mark !== ''),
]);

/** Phonemes of a syllable, or undefined when it is none of Mandarin's. */
export function syllablePhonemes(syllable: Syllable): string[] | undefined {
  const parts = initialAndFinal(IRREGULAR.get(syllable.pinyin) ?? syllable.pinyin.replaceAll('v', 'ü'));
  if (parts === undefined) return undefined;
  const phonemes = syllable.erhua === true ? withErhua(parts) : parts;
  const tone = TONE_MARKS[syllable.tone] ?? '';
  return tone === '' ? phonemes : [...phonemes, tone];
}

function initialAndFinal(pinyin: string): string[] | undefined {
  const zero = FINALS.get(ZERO_INITIAL.get(pinyin) ?? pinyin);
  const startsWithVowel = ZERO_INITIAL.get(pinyin) !== undefined || /^[aoeê]/.test(pinyin);
  if (startsWithVowel) return zero === undefined ? undefined : [zero];
  const initial = INITIALS.find(([letters]) => pinyin.startsWith(letters));
  if (initial === undefined) return undefined;
  const [letters, phoneme] = initial;
  const written = pinyin.slice(letters.length);
  if (written === 'i' && APICAL_INITIALS.has(letters)) return [phoneme, APICAL_VOWEL];
  // b p m f: bo is [pwo]; j q x, and l n before e: u is ü.
  if (written === 'o' && LABIAL_INITIALS.has(letters)) return [phoneme, 'wo'];
  const rounded = PALATAL_INITIALS.has(letters) || written === 'ue' ? written.replace(/^u/, 'ü') : written;
  const final = FINALS.get(rounded);
  return final === undefined ? undefined : [phoneme, final];
}

/**
 * Erhua with the phonemes at hand: the coda i or n gives way, then the r-final aɻ's own ending is approximated by
 * adding the retroflex initial after the final.
 */
function withErhua(phonemes: readonly string[]): string[] {
  const final = phonemes.at(-1) ?? '';
  return [...phonemes.slice(0, -1), ERHUA_FINALS.get(final) ?? final, 'ɻ'];
}

const ERHUA_FINALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    aɪ: 'a',
    an: 'a',
    eɪ: 'ɤ',
    ən: 'ɤ',
    jɛn: 'ja',
    waɪ: 'wa',
    wan: 'wa',
    weɪ: 'wo',
    wən: 'wo',
    ɥɛn: 'ɥe',
    yn: 'y',
    in: 'i',
  }),
);
