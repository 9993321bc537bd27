import { z } from 'zod';
import type { ImportFinding } from '../../shared/app/packs.js';
import { refusalWithoutModel } from './checkpoints.js';
import { filesOf } from '../pack-files.js';
import { finding, Refusal } from './findings.js';
import { isKittenVoice, kittenConfigSchema, planKitten, type KittenConfig } from './kitten.js';
import { planKokoro } from './kokoro.js';
import { LIMITS } from './limits.js';
import type { PackPlan } from './pack-plan.js';
import { readSottoPack, writeSottoPack } from './sotto-pack.js';
import { readSingleModels, type SingleModel } from './single-models.js';
import { baseName, type SourceFile } from './source.js';
import { readJson, vocabularyOfJson, vocabularyOfTokens, type Vocabulary } from './vocabulary.js';
import { readJoinedVoices, readVoiceFiles, type VoiceTable } from './voice-tables.js';
import { writePack } from './write-pack.js';

const MANIFEST = 'pack.json';

/** What a source turned out to be. */
export interface Recognised {
  readonly id: string;
  readonly name: string;
  /** Bytes of the files that are written. */
  readonly bytes: number;
  /** Where it was found, with its papers. */
  readonly files: readonly SourceFile[];
  /** Writes the pack into an empty folder. @throws Refusal */
  readonly write: (folder: string) => Promise<unknown>;
}

/**
 * Finds out what a folder holds: by what its files contain, names only say where to look.
 * @param where the folder that they lie in, for the command that converts a checkpoint
 * @param report takes what is found on the way, also when the end is a refusal
 * @throws Refusal; SottoError `pack-invalid`
 */
export async function recognise(
  files: readonly SourceFile[],
  where: string,
  report: ImportFinding[],
): Promise<Recognised> {
  const sotto = sottoPackIn(files);
  if (sotto) {
    const manifest = await readSottoPack(sotto.manifestFile, sotto.files, report);
    const write = (folder: string) => writeSottoPack(manifest, sotto.manifestFile, sotto.files, folder);
    const bytes = sumOf(filesOf(manifest));
    return { id: manifest.id, name: manifest.name, bytes, files: sotto.files, write };
  }
  const onnxFiles = files.filter(({ path }) => path.toLowerCase().endsWith('.onnx'));
  if (onnxFiles.length === 0) throw await refusalWithoutModel(files, where);
  const models = await readSingleModels(onnxFiles, report);
  const plan = await planOf(files, models, report);
  if (!models.some(({ hasDurations }) => hasDurations))
    report.push(
      finding(
        'missing',
        'durations',
        'the model does not tell how long its sounds last: words are not shown as they are spoken',
      ),
    );
  const lacking = lackingSymbols(plan);
  if (lacking !== '')
    report.push(
      finding(
        'missing',
        'symbols-missing',
        `the vocabulary lacks symbols that its languages are written with, whose sounds are left out: ${lacking}`,
        { symbols: lacking },
      ),
    );
  const bytes = sumOf(plan.models.map(({ file }) => file));
  return { id: plan.id, name: plan.name, bytes, files, write: (folder) => writePack(plan, folder) };
}

/** A Sotto pack, at the top or in the only folder that has one; then with its files as they are named there. */
function sottoPackIn(
  files: readonly SourceFile[],
): { readonly manifestFile: SourceFile; readonly files: readonly SourceFile[] } | undefined {
  const named = files.filter(({ path }) => baseName(path) === MANIFEST);
  const manifestFile =
    named.find(({ path }) => path === MANIFEST) ?? (named.length === 1 ? named[0] : undefined);
  if (!manifestFile) return undefined;
  const top = manifestFile.path.slice(0, -MANIFEST.length);
  const within = files.filter(({ path }) => path.startsWith(top));
  return { manifestFile, files: within.map((file) => ({ ...file, path: file.path.slice(top.length) })) };
}

function sumOf(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Symbols of the spelling of a pack's languages that its vocabulary does not hold. */
function lackingSymbols({ alphabet, voices }: PackPlan): string {
  const spellings = (['en', 'zh'] as const)
    .filter((language) => voices.some((voice) => voice.language === language))
    .map((language) => alphabet.spelling[language]);
  const written = spellings.flatMap((spelling) => Object.values(spelling)).join('');
  return [...new Set(Array.from(written))]
    .filter((symbol) => !Object.hasOwn(alphabet.vocabulary, symbol))
    .join(' ');
}

async function planOf(
  files: readonly SourceFile[],
  models: readonly SingleModel[],
  report: ImportFinding[],
): Promise<PackPlan> {
  const type = models[0]?.metadata.model_type ?? '';
  if (type === 'kokoro' || type === 'kitten-tts') return planSherpa(type, files, models, report);
  const config = await kittenConfig(files);
  const tables = await tablesOf(files, models, config);
  const isKitten = config !== undefined || tables.every(({ name }) => isKittenVoice(name));
  if (isKitten) return planKitten(models, tables, config, undefined, report);
  return planKokoro(models, tables, await vocabularyOf(files), await statedMaxTokens(files), report);
}

/** sherpa-onnx: the model's metadata names the speakers, in the order in which `voices.bin` holds their tables. */
async function planSherpa(
  type: 'kokoro' | 'kitten-tts',
  files: readonly SourceFile[],
  models: readonly SingleModel[],
  report: ImportFinding[],
): Promise<PackPlan> {
  const tokens = required(files, 'tokens.txt');
  const voices = required(files, 'voices.bin');
  const { metadata = {}, styleWidth = 0 } = models[0] ?? {};
  const names = speakerNames(metadata, type);
  const dimensions = (metadata.style_dim ?? '').split(',').map(Number);
  const width = dimensions.pop() ?? 0;
  const rows = dimensions.reduce((product, length) => product * length, 1);
  if (!(Number.isInteger(rows) && rows > 0) || width !== styleWidth)
    throw new Refusal(
      'voices-width',
      `the model states style vectors of the shape ${metadata.style_dim ?? '(none)'}, and takes ${styleWidth} values`,
      { found: metadata.style_dim ?? '', expected: styleWidth, file: voices.path },
      'choose another export of the model',
    );
  const tables = await readJoinedVoices(voices, names, rows, width);
  const vocabulary = await vocabularyOfTokens(tokens);
  if (type === 'kitten-tts') return planKitten(models, tables, undefined, vocabulary, report);
  return planKokoro(models, tables, vocabulary, undefined, report);
}

/** Names in the order of `voices.bin`; older models only state how many there are. @throws Refusal */
function speakerNames(metadata: Readonly<Record<string, string>>, type: string): readonly string[] {
  const listed = metadata.speaker_names?.split(',').filter((name) => name !== '') ?? [];
  const numbered = (metadata.id2speaker ?? '').split(',').flatMap((pair) => pair.split('->').slice(1));
  const count = Number(metadata.n_speakers ?? Number.NaN);
  const names = listed.length > 0 ? listed : numbered;
  if (names.length > 0 && (names.length === count || Number.isNaN(count))) return names;
  if (names.length === 0 && Number.isInteger(count) && count > 0 && count <= LIMITS.voices)
    return Array.from({ length: count }, (_, index) => `speaker-${index}`);
  throw new Refusal(
    'model-metadata',
    `the metadata of the model (${type}) name ${names.length} speakers and state ${metadata.n_speakers ?? 'no number of them'}`,
    { names: names.length, stated: metadata.n_speakers ?? '' },
    'download the folder of sherpa-onnx again',
  );
}

function required(files: readonly SourceFile[], name: string): SourceFile {
  const found = files.find(({ path }) => baseName(path) === name);
  if (found) return found;
  throw new Refusal(
    'file-missing',
    `this is a folder of sherpa-onnx, and ${name} is not in it`,
    { file: name },
    `put ${name} of the same release beside the model, and import it again`,
  );
}

/** The configuration of a release of KittenTTS; undefined for anything else. */
async function kittenConfig(files: readonly SourceFile[]): Promise<KittenConfig | undefined> {
  const file = files.find(({ path }) => baseName(path) === 'config.json');
  if (!file) return undefined;
  const parsed = kittenConfigSchema.safeParse(await readJson(file));
  return parsed.success ? parsed.data : undefined;
}

/** Tables from the file that a configuration names, or from all that look like files of voices; each name once. */
async function tablesOf(
  files: readonly SourceFile[],
  models: readonly SingleModel[],
  config: KittenConfig | undefined,
): Promise<readonly VoiceTable[]> {
  const isVoices = ({ path }: SourceFile): boolean =>
    config === undefined
      ? /(^|\/)voices?[^/]*(\/[^/]+)?\.(bin|npz|npy)$/i.test(path)
      : baseName(path) === config.voices;
  const found = files.filter(isVoices);
  if (found.length === 0) throw withoutVoices(files, config?.voices);
  const byName = new Map<string, VoiceTable>();
  for (const table of await readVoiceFiles(found, models[0]?.styleWidth ?? 0))
    if (!byName.has(table.name)) byName.set(table.name, table);
  return [...byName.values()].toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

function withoutVoices(files: readonly SourceFile[], named: string | undefined): Refusal {
  const torchVoice = files.find(({ path }) => /(^|\/)voices?\/[^/]+\.pt$/.test(path));
  const next = torchVoice
    ? 'the voices are PyTorch files (.pt); put the .bin files of the ONNX release, or a voices.npz, in their place'
    : 'put the folder "voices" with its .bin files, or the voices .bin or .npz of the release, beside the model';
  return new Refusal(
    'voices-missing',
    named === undefined
      ? 'there is a model, but no voices for it'
      : `config.json names ${named}, which is not there`,
    { ...(named !== undefined && { file: named }) },
    next,
  );
}

/** The vocabulary of whichever file holds one. */
async function vocabularyOf(files: readonly SourceFile[]): Promise<Vocabulary | undefined> {
  for (const name of ['tokenizer.json', 'config.json']) {
    const file = files.find(({ path }) => baseName(path) === name);
    const vocabulary = file && (await vocabularyOfJson(file));
    if (vocabulary) return vocabulary;
  }
  const tokens = files.find(({ path }) => baseName(path) === 'tokens.txt');
  return tokens && vocabularyOfTokens(tokens);
}

/** hexgrad's `config.json`, and `tokenizer_config.json` of Hugging Face, as far as they state how long an input may be. */
const limitsFile = z.object({
  plbert: z.object({ max_position_embeddings: z.int().positive() }).optional(),
  model_max_length: z.int().positive().optional(),
});

/** How many tokens the model takes, with what stands around them; undefined where no file states it. */
async function statedMaxTokens(files: readonly SourceFile[]): Promise<number | undefined> {
  for (const name of ['config.json', 'tokenizer_config.json']) {
    const file = files.find(({ path }) => baseName(path) === name);
    const stated = file && limitsFile.safeParse(await readJson(file)).data;
    const maxTokens = stated?.plbert?.max_position_embeddings ?? stated?.model_max_length;
    if (maxTokens !== undefined) return maxTokens;
  }
  return undefined;
}
