import type { Vocabulary } from './vocabulary.js';

/**
 * How the models of the family write the phonemes of the text front end (`engine/text/phonemes/inventory.ts`). A key is a
 * phoneme, or several in a row parted by spaces; the longest one that fits counts.
 */
export type Spelling = Readonly<Record<string, string>>;

const STRESS = ['ˈ', 'ˌ'];
/** The front end's tones, and their digits. */
const TONES: Spelling = { '→': '1', '↗': '2', '↓': '3', '↘': '4' };

/** StyleTTS2's symbols, in the order of their ids. Source: text_utils.py of https://github.com/yl4579/StyleTTS2 (MIT). */
const STYLETTS2_SYMBOLS = [
  '$',
  ';:,.!?¡¿—…"«»“” ',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  'ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃ',
  "ˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'̩'ᵻ",
].join('');

/** The vocabulary of StyleTTS2, which KittenTTS and Kokoro v0.19 share; a symbol that stands twice has its last id. */
export const STYLETTS2_VOCABULARY: Vocabulary = Object.fromEntries(
  Array.from(STYLETTS2_SYMBOLS, (symbol, id) => [symbol, id]),
);

const ESPEAK_VOWELS: Spelling = {
  A: 'eɪ',
  I: 'aɪ',
  O: 'oʊ',
  W: 'aʊ',
  Y: 'ɔɪ',
  æ: 'æ',
  ɑ: 'ɑː',
  ɔ: 'ɔː',
  ə: 'ə',
  əɹ: 'ɚ',
  ɛ: 'ɛ',
  ɜɹ: 'ɜː',
  ɪ: 'ɪ',
  i: 'i',
  u: 'uː',
  ʊ: 'ʊ',
  ʌ: 'ʌ',
};

/**
 * The IPA of eSpeak's voice en-us, which KittenTTS and Kokoro v0.19 were trained on: long vowels are marked, /i/ is long
 * where it is stressed, and an r that is part of a vowel is heard by itself before another vowel ("furry": fˈɜːɹi).
 */
export const ESPEAK_ENGLISH: Spelling = {
  ...ESPEAK_VOWELS,
  ʤ: 'dʒ',
  ʧ: 'tʃ',
  ...table(STRESS.map((mark) => [`${mark} i`, `${mark}iː`])),
  ...beforeVowels('əɹ', 'ɚɹ'),
  ...beforeVowels('ɜɹ', 'ɜːɹ'),
};

function beforeVowels(vowel: string, written: string): Spelling {
  return table([
    ...Object.entries(ESPEAK_VOWELS).map(([next, sound]) => [`${vowel} ${next}`, written + sound] as const),
    ...STRESS.map((mark) => [`${vowel} ${mark}`, written + mark] as const),
    ...STRESS.map((mark) => [`${vowel} ${mark} i`, `${written}${mark}iː`] as const),
  ]);
}

function table(entries: readonly (readonly [phonemes: string, written: string])[]): Spelling {
  return Object.fromEntries(entries);
}

/**
 * Mandarin of Kokoro v1.0: IPA with arrows, as the front end has it, but for diphthongs that end in i and u and for 儿.
 * Source: misaki's legacy transcription, after https://github.com/stefantaubert/pinyin-to-ipa (MIT).
 */
export const KOKORO_MANDARIN: Spelling = {
  aɪ: 'ai',
  eɪ: 'ei',
  aʊ: 'au',
  oʊ: 'ou',
  jaʊ: 'jau',
  joʊ: 'jou',
  waɪ: 'wai',
  weɪ: 'wei',
  o: 'ɔ',
  jo: 'jɔ',
  aɻ: 'ɚ',
  // The suffix 儿 is an r that a tone follows; as an initial, it is followed by a vowel.
  ...table(Object.keys(TONES).map((tone) => [`ɻ ${tone}`, `ɚ${tone}`])),
};

const BOPOMOFO_INITIALS: Spelling = {
  p: 'ㄅ',
  pʰ: 'ㄆ',
  m: 'ㄇ',
  f: 'ㄈ',
  t: 'ㄉ',
  tʰ: 'ㄊ',
  n: 'ㄋ',
  l: 'ㄌ',
  k: 'ㄍ',
  kʰ: 'ㄎ',
  x: 'ㄏ',
  ʨ: 'ㄐ',
  ʨʰ: 'ㄑ',
  ɕ: 'ㄒ',
  ꭧ: 'ㄓ',
  ꭧʰ: 'ㄔ',
  ʂ: 'ㄕ',
  ɻ: 'ㄖ',
  ʦ: 'ㄗ',
  ʦʰ: 'ㄘ',
  s: 'ㄙ',
};

/** Finals, with characters that stand for those that have no bopomofo letter of their own. */
const BOPOMOFO_FINALS: Spelling = {
  a: 'ㄚ',
  o: 'ㄛ',
  ɤ: 'ㄜ',
  i: 'ㄧ',
  u: 'ㄨ',
  y: 'ㄩ',
  aɪ: 'ㄞ',
  eɪ: 'ㄟ',
  aʊ: 'ㄠ',
  oʊ: 'ㄡ',
  ja: '压',
  je: 'ㄝ',
  jo: 'ㄧㄛ',
  jaʊ: '要',
  joʊ: '又',
  wa: '穵',
  wo: '我',
  waɪ: '外',
  weɪ: '为',
  ɥe: '月',
  an: 'ㄢ',
  ən: 'ㄣ',
  aŋ: 'ㄤ',
  əŋ: 'ㄥ',
  ʊŋ: '中',
  jɛn: '言',
  in: '阴',
  jaŋ: '阳',
  iŋ: '应',
  jʊŋ: '用',
  wan: '万',
  wən: '文',
  waŋ: '王',
  wəŋ: '瓮',
  ɥɛn: '元',
  yn: '云',
  aɻ: 'ㄦ',
};

/** Initials whose vowel ɨ is another one than that of z c s, and those after which o is written without a glide. */
const RETROFLEX = ['ꭧ', 'ꭧʰ', 'ʂ', 'ɻ'];
const DENTAL = ['ʦ', 'ʦʰ', 's'];
const LABIAL = ['p', 'pʰ', 'm', 'f'];

/**
 * Mandarin of Kokoro v1.1-zh: bopomofo, then R for the suffix 儿, then a digit for the tone, 5 for the neutral one, which the
 * front end leaves unwritten: so a final is spelled together with what follows it.
 * Source: ZH_MAP in misaki's zh_frontend.py (Apache-2.0).
 */
export const BOPOMOFO_MANDARIN: Spelling = {
  ...BOPOMOFO_INITIALS,
  ...table(
    [
      ...Object.entries(BOPOMOFO_FINALS),
      ...withInitials(RETROFLEX, 'ɨ', '十'),
      ...withInitials(DENTAL, 'ɨ', 'ㄭ'),
      ...withInitials(LABIAL, 'wo', 'ㄛ'),
    ].flatMap(([phonemes, written]) => withTones(phonemes, written)),
  ),
};

function withTones(phonemes: string, written: string): (readonly [string, string])[] {
  return [
    [phonemes, `${written}5`],
    ...Object.entries(TONES).map(([tone, digit]) => [`${phonemes} ${tone}`, written + digit] as const),
    ...Object.entries(TONES).map(
      ([tone, digit]) => [`${phonemes} ɻ ${tone}`, `${written}R${digit}`] as const,
    ),
  ];
}

function withInitials(
  initials: readonly string[],
  final: string,
  written: string,
): (readonly [string, string])[] {
  return initials.map((initial) => [`${initial} ${final}`, (BOPOMOFO_INITIALS[initial] ?? '') + written]);
}
