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
const TONE_MARKS: readonly string[] = ['', '→', '↗', '↓', '↘', ''];

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
  /** Lower-case pinyin without tone mark; ü is `ü` or `v`. */
  readonly pinyin: string;
  readonly tone: number;
}

/** Every phoneme that a Mandarin syllable can hold, tones included. */
export const MANDARIN_SYLLABLE_PHONEMES: ReadonlySet<string> = new Set([
  ...INITIALS.map(([, phoneme]) => phoneme),
  ...FINALS.values(),
  APICAL_VOWEL,
  ...TONE_MARKS.filter((mark) => mark !== ''),
]);

/** Phonemes of a syllable with its tone, or undefined when it is none of Mandarin's. */
export function syllablePhonemes(syllable: Syllable): string[] | undefined {
  const parts = initialAndFinal(syllable.pinyin);
  return parts === undefined ? undefined : [...parts, ...toneMark(syllable.tone)];
}

/** Phonemes of a syllable before the suffix 儿: the final loses its coda, and the tone follows after the suffix. */
export function erhuaPhonemes(syllable: Syllable): string[] | undefined {
  const parts = initialAndFinal(syllable.pinyin);
  return parts?.map((phoneme) => ERHUA_FINALS.get(phoneme) ?? phoneme);
}

/** The phoneme of a tone: none for the neutral one. */
export function toneMark(tone: number): string[] {
  const mark = TONE_MARKS[tone] ?? '';
  return mark === '' ? [] : [mark];
}

function initialAndFinal(written: string): string[] | undefined {
  const pinyin = IRREGULAR.get(written) ?? written.replaceAll('v', 'ü');
  const zero = FINALS.get(ZERO_INITIAL.get(pinyin) ?? pinyin);
  const startsWithVowel = ZERO_INITIAL.get(pinyin) !== undefined || /^[aoeê]/.test(pinyin);
  if (startsWithVowel) return zero === undefined ? undefined : [zero];
  const initial = INITIALS.find(([letters]) => pinyin.startsWith(letters));
  if (initial === undefined) return undefined;
  const [letters, phoneme] = initial;
  const rest = pinyin.slice(letters.length);
  if (rest === 'i' && APICAL_INITIALS.has(letters)) return [phoneme, APICAL_VOWEL];
  // b p m f: bo is [pwo]; j q x, and l n before e: u is ü.
  if (rest === 'o' && LABIAL_INITIALS.has(letters)) return [phoneme, 'wo'];
  const rounded = PALATAL_INITIALS.has(letters) || rest === 'ue' ? rest.replace(/^u/, 'ü') : rest;
  const final = FINALS.get(rounded);
  return final === undefined ? undefined : [phoneme, final];
}

/** Finals before the suffix 儿, where they change; initials are none of these. */
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
