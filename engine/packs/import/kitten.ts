import { z } from 'zod';
import type { ImportFinding } from '../../shared/app/packs.js';
import { ESPEAK_ENGLISH, STYLETTS2_VOCABULARY } from './alphabets.js';
import { finding, Refusal } from './findings.js';
import type { PackPlan, PlannedVoice } from './pack-plan.js';
import { sampleRateOf, type SingleModel } from './single-models.js';
import type { Vocabulary } from './vocabulary.js';
import type { VoiceTable } from './voice-tables.js';

/** `config.json` of a release of KittenTTS. Source: https://huggingface.co/KittenML/kitten-tts-nano-0.8-fp32 */
export const kittenConfigSchema = z.object({
  name: z.string().default(''),
  version: z.union([z.string(), z.number()]).transform(String).default(''),
  model_file: z.string(),
  voices: z.string(),
  speed_priors: z.record(z.string(), z.number().positive()).default({}),
  voice_aliases: z.record(z.string(), z.string()).default({}),
});

export type KittenConfig = z.output<typeof kittenConfigSchema>;

const VOICE_KEY = /^expr-voice-(\d+)-([fm])$/;
const LICENCE = 'Apache-2.0';
/** Positions of the text encoder, with what stands around an utterance. */
const MAX_TOKENS = 512;
/** `…`, which every utterance ends with. */
const ELLIPSIS = 10;
/** Slower or faster than this is no correction of a voice's pace. */
const SPEED_PRIORS = { min: 0.25, max: 4 };

/** Whether a voice is named as KittenTTS's are. */
export function isKittenVoice(name: string): boolean {
  return VOICE_KEY.test(name);
}

/**
 * Plans a pack of a KittenTTS model.
 * @param config of a release; undefined for the folders of sherpa-onnx, whose models say it in their metadata
 * @throws Refusal
 */
export function planKitten(
  models: readonly SingleModel[],
  tables: readonly VoiceTable[],
  config: KittenConfig | undefined,
  vocabulary: Vocabulary | undefined,
  report: ImportFinding[],
): PackPlan {
  const { size, version } = releaseOf(models, config);
  const name = ['KittenTTS', size, version].filter((part) => part !== '').join(' ');
  const metadata = models[0]?.metadata ?? {};
  const voices = tables.map((table, index) =>
    plannedVoice(table, config, Number(metadata.speaker_speed_priors?.split(',')[index] ?? Number.NaN)),
  );
  const first = voices[0];
  if (first === undefined)
    throw new Refusal('no-usable-voice', 'the file of voices is empty', {}, 'download it again');
  report.unshift(finding('recognised', 'layout', name, { layout: 'kitten', version }));
  report.push(
    finding('recognised', 'voices', `${voices.length} voices (en)`, {
      count: voices.length,
      languages: 'en',
    }),
  );
  if (voices.every(({ lengthScale }) => lengthScale === 1) && version === '0.8')
    report.push(
      finding(
        'missing',
        'speed-priors',
        'the folder states no pace for its voices (speed_priors): if they hurry, lower the speed',
      ),
    );
  return {
    id: ['kitten', size, version].filter((part) => part !== '').join('-'),
    version: version === '' ? '1' : version,
    name,
    licence: LICENCE,
    source: 'https://huggingface.co/KittenML',
    sampleRateHz: sampleRateOf(models),
    models,
    alphabet: {
      id: 'espeak',
      vocabulary: vocabulary ?? STYLETTS2_VOCABULARY,
      before: [0],
      after: [ELLIPSIS, 0],
      spacing: 'all',
      spelling: { en: ESPEAK_ENGLISH, zh: {} },
    },
    rowBy: 'characters',
    voices,
    defaultVoice: first.id,
    maxTokens: Math.min(MAX_TOKENS, Number(metadata.max_token_len ?? MAX_TOKENS)),
  };
}

/** Which of the models it is, by the configuration, the metadata or the file's name; empty where none tells. */
function releaseOf(models: readonly SingleModel[], config: KittenConfig | undefined) {
  const { model_url: url = '', comment = '' } = models[0]?.metadata ?? {};
  const told = [config?.model_file, config?.name, url, comment, models[0]?.file.path].join(' ');
  const size = /\b(nano|micro|mini)\b/.exec(told.toLowerCase().replaceAll('_', ' '))?.[1] ?? '';
  const written = /(?:nano|micro|mini)[-_]v?(\d)[._](\d)/.exec(told);
  const version = config?.version ?? '';
  return { size, version: version !== '' ? version : written ? `${written[1]}.${written[2]}` : '' };
}

function plannedVoice(
  table: VoiceTable,
  config: KittenConfig | undefined,
  statedPrior: number,
): PlannedVoice {
  const [, number, sex] = VOICE_KEY.exec(table.name) ?? [];
  const alias = Object.entries(config?.voice_aliases ?? {}).find(([, key]) => key === table.name)?.[0];
  const priors = config?.speed_priors ?? {};
  const prior = priors[table.name] ?? priors[alias ?? ''] ?? (statedPrior > 0 ? statedPrior : 1);
  if (prior < SPEED_PRIORS.min || prior > SPEED_PRIORS.max)
    throw new Refusal('speed-prior', `the voice ${table.name} is to speak ${prior} times as fast`, {
      voice: table.name,
      prior,
    });
  return {
    id: table.name,
    name: alias ?? (number === undefined ? table.name : `Voice ${number}${sex ?? ''}`),
    language: 'en',
    accent: 'American',
    gender: sex === 'f' ? 'female' : sex === 'm' ? 'male' : '',
    lengthScale: 1 / prior,
    table,
  };
}
