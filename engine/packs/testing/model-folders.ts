import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { STYLETTS2_VOCABULARY } from '../import/alphabets.js';
import { KOKORO_VOCABULARY } from '../import/kokoro-vocabulary.js';
import { npyOf, npzOf } from './npz-writer.js';
import { styleTable, tinySingleModel, type SingleModelOptions } from './tiny-models.js';
import { zipOf } from './zip-writer.js';

/** Folders as others publish their models, made of tiny ones: path → contents. */
export type ModelFolder = Readonly<Record<string, Uint8Array>>;

const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const json = (value: unknown): Uint8Array => text(JSON.stringify(value));

/** Fewer rows than the real 510, which every reader has to take from the size. */
export const KOKORO_ROWS = 12;
/** What Mandarin of Kokoro v1.1-zh is written with. */
export const BOPOMOFO =
  'ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩㄭ十月压言阳要阴应用又中穵外万王为文瓮我元云12345R';

/** Like the vocabulary of v1.1-zh: v1.0's symbols, and bopomofo. */
const BOPOMOFO_VOCABULARY = {
  ...KOKORO_VOCABULARY,
  ...Object.fromEntries(Array.from(BOPOMOFO, (symbol, at) => [symbol, 178 + at])),
};

/** The community's exports of Kokoro: models below `onnx/`, a raw table for each voice, the vocabulary in the tokenizer. */
export function kokoroCommunity(model: SingleModelOptions = {}): ModelFolder {
  return {
    'README.md': text('# Kokoro'),
    'config.json': json({ model_type: 'style_text_to_speech_2' }),
    'tokenizer_config.json': json({ model_max_length: 300 }),
    'tokenizer.json': json({ version: '1.0', model: { vocab: { $: 0, ...KOKORO_VOCABULARY } } }),
    'onnx/model.onnx': tinySingleModel(model),
    'onnx/model_fp16.onnx': tinySingleModel({ ...model, isHalf: true }),
    'onnx/model_quantized.onnx': tinySingleModel({ ...model, seed: 4 }),
    'onnx/model_uint8f16.onnx': tinySingleModel({ ...model, seed: 5 }),
    'voices/af_heart.bin': styleTable(1, KOKORO_ROWS),
    'voices/bm_george.bin': styleTable(2, KOKORO_ROWS),
    'voices/zf_xiaoxiao.bin': styleTable(3, KOKORO_ROWS),
    'voices/jf_alpha.bin': styleTable(4, KOKORO_ROWS),
    'voices/ff_siwis.bin': styleTable(5, KOKORO_ROWS),
  };
}

/** Kokoro v1.1-zh, voices in one archive as kokoro-onnx has them, and hexgrad's configuration. */
export function kokoroChinese(
  vocabulary: Readonly<Record<string, number>> = BOPOMOFO_VOCABULARY,
): ModelFolder {
  const table = (seed: number): Buffer => npyOf(styleTable(seed, KOKORO_ROWS), [KOKORO_ROWS, 1, 256]);
  return {
    'kokoro-v1.1-zh.onnx': tinySingleModel({
      inputs: { tokens: 'tokens' },
      outputs: { audio: 'audio' },
      audioRank: 1,
    }),
    'voices-v1.1-zh.bin': npzOf({ af_maple: table(1), zf_001: table(2), zm_009: table(3) }),
    'config.json': json({ n_token: 178, vocab: vocabulary }),
  };
}

/** kokoro-onnx: a model and an archive of voices, and nothing else. */
export function kokoroBare(): ModelFolder {
  const table = npyOf(styleTable(1, KOKORO_ROWS), [KOKORO_ROWS, 1, 256]);
  return {
    'kokoro-v1.0.int8.onnx': tinySingleModel({ speedType: 'int32', audioRank: 3 }),
    'voices-v1.0.bin': npzOf({ af_heart: table, am_adam: table }),
  };
}

const tokensTxt = (vocabulary: Readonly<Record<string, number>>): Uint8Array =>
  text(
    Object.entries(vocabulary)
      .map(([symbol, id]) => `${symbol} ${id}\n`)
      .join(''),
  );

function speakers(names: readonly string[], styleDim: string): Record<string, string> {
  return {
    sample_rate: '24000',
    n_speakers: String(names.length),
    style_dim: styleDim,
    speaker_names: names.join(','),
    id2speaker: names.map((name, id) => `${id}->${name}`).join(','),
  };
}

/** sherpa-onnx's folder of Kokoro v0.19, whose tables have 511 rows; `rows` and `names` for other ones. */
export function kokoroSherpa(rows = 511, names: readonly string[] = ['af', 'bm_lewis']): ModelFolder {
  const metadata = { model_type: 'kokoro', version: '1', ...speakers(names, `${rows},1,256`) };
  return {
    'model.onnx': tinySingleModel({ inputs: { tokens: 'tokens' }, outputs: { audio: 'audio' }, metadata }),
    'tokens.txt': tokensTxt(rows === 511 ? STYLETTS2_VOCABULARY : KOKORO_VOCABULARY),
    'voices.bin': Buffer.concat(names.map((_, seed) => styleTable(seed, rows))),
    'espeak-ng-data/phontab': text('eSpeak'),
    LICENSE: text('Apache License'),
  };
}

const KITTEN_VOICES = ['expr-voice-2-m', 'expr-voice-2-f', 'expr-voice-5-f'];

/** A release of KittenTTS 0.8, or of 0.1 with one row a voice. */
export function kittenRelease(version: '0.1' | '0.8' = '0.8'): ModelFolder {
  const rows = version === '0.8' ? 20 : 1;
  const file = `kitten_tts_nano_v${version.replace('.', '_')}.onnx`;
  return {
    [file]: tinySingleModel({ outputs: { duration: 'duration' }, audioRank: 1 }),
    'voices.npz': npzOf(
      Object.fromEntries(
        KITTEN_VOICES.map((name, seed) => [name, npyOf(styleTable(seed, rows), [rows, 256])]),
      ),
    ),
    'config.json': json({
      name: 'Kitten TTS Nano',
      version,
      type: version === '0.8' ? 'ONNX2' : 'ONNX1',
      model_file: file,
      voices: 'voices.npz',
      ...(version === '0.8' && {
        speed_priors: { 'expr-voice-2-m': 0.8, 'expr-voice-2-f': 0.8 },
        voice_aliases: { Bella: 'expr-voice-2-f', Jasper: 'expr-voice-2-m', Kiki: 'expr-voice-5-f' },
      }),
    }),
  };
}

/** The community's export of KittenTTS 0.1: a raw row for each voice. */
export function kittenCommunity(): ModelFolder {
  const voices = KITTEN_VOICES.map((name, seed) => [`voices/${name}.bin`, styleTable(seed, 1)] as const);
  return {
    'onnx/model.onnx': tinySingleModel(),
    'config.json': json({ model_type: 'style_text_to_speech_2' }),
    ...Object.fromEntries(voices),
  };
}

/** sherpa-onnx's folder of KittenTTS 0.8. */
export function kittenSherpa(): ModelFolder {
  const rows = 20;
  const metadata = {
    model_type: 'kitten-tts',
    version: '8',
    model_url: 'https://huggingface.co/KittenML/kitten-tts-nano-0.8',
    max_token_len: '400',
    speaker_speed_priors: '0.8,0.8,0.5',
    ...speakers(KITTEN_VOICES, `${rows},256`),
  };
  return {
    'model.int8.onnx': tinySingleModel({ outputs: { duration: 'duration' }, metadata }),
    'tokens.txt': tokensTxt(STYLETTS2_VOCABULARY),
    'voices.bin': Buffer.concat(KITTEN_VOICES.map((_, seed) => styleTable(seed, rows))),
  };
}

/** A checkpoint of StyleTTS2 or StyleTTS2-lite as it is published, which is recognised and not imported. */
export function styleTts2Checkpoint(kind: 'whole' | 'many speakers' | 'lite'): ModelFolder {
  const parts = {
    whole: '  multispeaker: false\n  diffusion:\n    embedding_mask_proba: 0.1\n',
    'many speakers': '  multispeaker: true\n  diffusion:\n    embedding_mask_proba: 0.1\n',
    lite: '  style_dim: 128\n',
  };
  return {
    'Models/epochs_2nd_00020.pth': text('PK'),
    'Models/config.yml': text(`model_params:\n${parts[kind]}`),
  };
}

/** A release of Kokoro in PyTorch. */
export function kokoroCheckpoint(): ModelFolder {
  return {
    'kokoro-v1_0.pth': text('PK'),
    'config.json': json({ vocab: KOKORO_VOCABULARY }),
    'voices/af_heart.pt': text('PK'),
  };
}

/** Writes a model's folder below `parent`. @returns its path */
export async function asFolder(files: ModelFolder, parent: string, name = 'model'): Promise<string> {
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(parent, name, path)), { recursive: true });
    await writeFile(join(parent, name, path), contents);
  }
  return join(parent, name);
}

/** Writes a model's folder as a zip that holds it in a folder of its own. @returns its path */
export async function asZip(files: ModelFolder, parent: string, top = 'a-model/'): Promise<string> {
  const path = join(parent, 'model.zip');
  const entries = Object.entries(files).map(([name, data]) => ({ name: top + name, data, isDeflated: true }));
  await writeFile(path, zipOf([{ name: top, data: new Uint8Array() }, ...entries].slice(top === '' ? 1 : 0)));
  return path;
}
