import type { ImportFinding } from '../../shared/app/packs.js';
import { BOPOMOFO_MANDARIN, ESPEAK_ENGLISH, KOKORO_MANDARIN, STYLETTS2_VOCABULARY } from './alphabets.js';
import { finding, Refusal } from './findings.js';
import { KOKORO_VOCABULARY } from './kokoro-vocabulary.js';
import type { PackPlan, PlannedVoice } from './pack-plan.js';
import { sampleRateOf, type SingleModel } from './single-models.js';
import type { Vocabulary } from './vocabulary.js';
import type { VoiceTable } from './voice-tables.js';

/** What is known of a release of Kokoro beside its files. */
interface Release {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly source: string;
  readonly spelling: PackPlan['alphabet']['spelling'];
  /** Undefined where it is in the files or nowhere. */
  readonly vocabulary: Vocabulary | undefined;
}

const RELEASES = {
  'v0.19': {
    id: 'kokoro-82m-v0.19',
    version: '0.19',
    name: 'Kokoro 82M v0.19',
    source: 'https://huggingface.co/hexgrad/kLegacy',
    spelling: { en: ESPEAK_ENGLISH, zh: {} },
    vocabulary: STYLETTS2_VOCABULARY,
  },
  'v1.0': {
    id: 'kokoro-82m-v1.0',
    version: '1.0',
    name: 'Kokoro 82M v1.0',
    source: 'https://huggingface.co/hexgrad/Kokoro-82M',
    spelling: { en: {}, zh: KOKORO_MANDARIN },
    vocabulary: KOKORO_VOCABULARY,
  },
  'v1.1-zh': {
    id: 'kokoro-82m-v1.1-zh',
    version: '1.1',
    name: 'Kokoro 82M v1.1 zh',
    source: 'https://huggingface.co/hexgrad/Kokoro-82M-v1.1-zh',
    spelling: { en: {}, zh: BOPOMOFO_MANDARIN },
    vocabulary: undefined,
  },
} as const satisfies Record<string, Release>;

/** Rows of a voice's table in v0.19; later ones have 510. */
const OLD_ROWS = 511;
/** A letter that only the vocabulary of v1.1-zh has, and one that only that of v0.19 has. */
const BOPOMOFO_LETTER = 'ㄓ';
const CLICK_LETTER = 'ǃ';
const NUMBERED_VOICE = /^z[fm]_\d{3}$/;

/** The letter that a voice's name begins with: its language, and the accent of those that Sotto's front end speaks. */
const LANGUAGES: Readonly<Record<string, { readonly language: string; readonly accent?: string }>> = {
  a: { language: 'en', accent: 'American' },
  b: { language: 'en', accent: 'British' },
  z: { language: 'zh', accent: 'Mandarin' },
  e: { language: 'es' },
  f: { language: 'fr' },
  h: { language: 'hi' },
  i: { language: 'it' },
  j: { language: 'ja' },
  p: { language: 'pt' },
};
const VOICE_ID = /^([abzefhijp])([fm])(?:_(.+))?$/;
const FAVOURITE_VOICE = 'af_heart';
const LICENCE = 'Apache-2.0';
/** Positions of the text encoder, with the zeros at either end. */
const MAX_TOKENS = 512;

/**
 * Plans a pack of a Kokoro model. Which release it is, its vocabulary and its voices tell.
 * @throws Refusal when there is no vocabulary for it, or no voice that Sotto can use
 */
export function planKokoro(
  models: readonly SingleModel[],
  tables: readonly VoiceTable[],
  vocabulary: Vocabulary | undefined,
  statedMaxTokens: number | undefined,
  report: ImportFinding[],
): PackPlan {
  const release = releaseOf(tables, vocabulary);
  report.unshift(
    finding('recognised', 'layout', release.name, { layout: 'kokoro', version: release.version }),
  );
  const voices = plannedVoices(tables, report);
  const first = voices.find(({ id }) => id === FAVOURITE_VOICE) ?? voices[0];
  if (first === undefined)
    throw new Refusal(
      'no-usable-voice',
      'there is no English or Mandarin voice, and Sotto reads these two languages',
      {},
      'add a voice whose name begins with a, b or z to the folder, and import it again',
    );
  return {
    ...release,
    licence: LICENCE,
    sampleRateHz: sampleRateOf(models),
    models,
    alphabet: {
      id: release.id,
      vocabulary: vocabularyFor(release, vocabulary, report),
      before: [0],
      after: [0],
      spacing: 'words',
      spelling: release.spelling,
    },
    rowBy: 'tokens',
    voices,
    defaultVoice: first.id,
    maxTokens: Math.min(MAX_TOKENS, statedMaxTokens ?? MAX_TOKENS),
  };
}

function releaseOf(tables: readonly VoiceTable[], vocabulary: Vocabulary | undefined): Release {
  const known = vocabulary ?? {};
  if (
    Object.hasOwn(known, BOPOMOFO_LETTER) ||
    (!vocabulary && tables.some(({ name }) => NUMBERED_VOICE.test(name)))
  )
    return RELEASES['v1.1-zh'];
  const isOld = Object.hasOwn(known, CLICK_LETTER) || tables.some(({ rows }) => rows === OLD_ROWS);
  return RELEASES[isOld ? 'v0.19' : 'v1.0'];
}

function vocabularyFor(release: Release, found: Vocabulary | undefined, report: ImportFinding[]): Vocabulary {
  if (found !== undefined) {
    const symbols = Object.keys(found).length;
    report.push(finding('recognised', 'vocabulary', `a vocabulary of ${symbols} symbols`, { symbols }));
    return found;
  }
  if (release.vocabulary === undefined)
    throw new Refusal(
      'vocabulary-missing',
      `${release.name} has a vocabulary of its own, and no config.json, tokenizer.json or tokens.txt holds it`,
      { name: release.name, source: release.source },
      `put config.json from ${release.source} into the folder, and import it again`,
    );
  report.push(
    finding(
      'missing',
      'vocabulary-assumed',
      `no config.json, tokenizer.json or tokens.txt: the vocabulary of ${release.name} is taken. If speech comes out garbled, put the model's own config.json into the folder and import it again.`,
      { name: release.name },
    ),
  );
  return release.vocabulary;
}

/** Voices of the languages that the front end speaks; the others are named in the report. */
function plannedVoices(tables: readonly VoiceTable[], report: ImportFinding[]): readonly PlannedVoice[] {
  const voices: PlannedVoice[] = [];
  const others = new Map<string, string[]>();
  for (const table of tables) {
    const [, letter = '', sex, own] = VOICE_ID.exec(table.name) ?? [];
    const { language = 'en', accent = '' } = LANGUAGES[letter] ?? {};
    if (language !== 'en' && language !== 'zh') {
      others.set(language, [...(others.get(language) ?? []), table.name]);
      continue;
    }
    if (letter === '') report.push(assumedEnglish(table.name));
    voices.push({
      id: table.name,
      name: displayName(own ?? table.name, sex),
      language,
      accent,
      gender: sex === 'f' ? 'female' : sex === 'm' ? 'male' : '',
      lengthScale: 1,
      table,
    });
  }
  const languages = [...new Set(voices.map(({ language }) => language))].join(', ');
  report.push(
    finding('recognised', 'voices', `${voices.length} voices (${languages})`, {
      count: voices.length,
      languages,
    }),
  );
  for (const [language, names] of others)
    report.push(
      finding(
        'left-out',
        'voices-language',
        `${names.length} voices of "${language}" are left out, because Sotto reads English and Mandarin: ${names.join(', ')}`,
        { language, count: names.length, names: names.join(', ') },
      ),
    );
  return voices;
}

function assumedEnglish(name: string): ImportFinding {
  return finding(
    'missing',
    'voice-language-assumed',
    `the name of the voice ${name} does not tell its language: it is taken for English`,
    { voice: name },
  );
}

/** `heart` → Heart; voices of v1.1-zh have numbers: Female 001. */
function displayName(own: string, sex: string | undefined): string {
  if (/^\d+$/.test(own)) return `${sex === 'm' ? 'Male' : 'Female'} ${own}`;
  return own.charAt(0).toUpperCase() + own.slice(1).replaceAll('_', ' ');
}
