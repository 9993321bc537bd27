import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  asFolder,
  kittenRelease,
  kittenSherpa,
  KOKORO_ROWS,
  kokoroBare,
  kokoroCheckpoint,
  kokoroChinese,
  kokoroCommunity,
  kokoroSherpa,
  styleTts2Checkpoint,
  type ModelFolder,
} from '../testing/model-folders.js';
import { npyOf, npzOf } from '../testing/npz-writer.js';
import { bytesOf, changed, flipped, half, withNan } from '../testing/spoilt-files.js';
import { styleTable, tinySingleModel } from '../testing/tiny-models.js';
import { useImports } from './testing/use-imports.js';

/** Models that are not what they should be. */

const imports = useImports();

describe('is refused with its reason', () => {
  it.each<[string, ModelFolder, string]>([
    [
      'wants the style as an input of another name',
      { 'model.onnx': tinySingleModel({ inputs: { style: 'speaker' } }) },
      'model-interface',
    ],
    [
      'has another output',
      changed(kokoroBare(), { 'kokoro-v1.0.int8.onnx': tinySingleModel({ outputs: { audio: 'mel' } }) }),
      'model-interface',
    ],
    [
      'takes tokens of another type',
      changed(kokoroBare(), { 'kokoro-v1.0.int8.onnx': tinySingleModel({ tokenType: 'float32' }) }),
      'model-dtype',
    ],
    [
      'is cut short',
      changed(kokoroBare(), { 'kokoro-v1.0.int8.onnx': half(tinySingleModel()) }),
      'model-truncated',
    ],
    [
      'is no protobuf',
      changed(kokoroBare(), { 'kokoro-v1.0.int8.onnx': bytesOf('<html>Not found</html>') }),
      'model-foreign',
    ],
    ['is empty', changed(kokoroBare(), { 'kokoro-v1.0.int8.onnx': new Uint8Array() }), 'model-foreign'],
    [
      'is a pointer',
      changed(kokoroBare(), {
        'kokoro-v1.0.int8.onnx': bytesOf('version https://git-lfs.github.com/spec/v1\noid'),
      }),
      'model-lfs-pointer',
    ],
    ['has no voices', changed(kokoroBare(), { 'voices-v1.0.bin': undefined }), 'voices-missing'],
    [
      'has voices of PyTorch alone',
      changed(kokoroBare(), { 'voices-v1.0.bin': undefined, 'voices/af.pt': bytesOf('PK') }),
      'voices-missing',
    ],
    [
      'has a voice of half a row',
      changed(kokoroCommunity(), { 'voices/af_heart.bin': styleTable(1, KOKORO_ROWS).slice(0, 1500) }),
      'voices-size',
    ],
    [
      'has an empty voice',
      changed(kokoroCommunity(), { 'voices/af_heart.bin': new Uint8Array() }),
      'voices-size',
    ],
    [
      'has a voice that is not finite',
      changed(kokoroCommunity(), { 'voices/af_heart.bin': withNan(styleTable(1, KOKORO_ROWS)) }),
      'voices-not-finite',
    ],
    [
      'has voices of another width',
      changed(kokoroBare(), { 'voices-v1.0.bin': npzOf({ af: npyOf(styleTable(1, 4, 128), [4, 1, 128]) }) }),
      'voices-width',
    ],
    [
      'has voices of another type',
      changed(kokoroBare(), {
        'voices-v1.0.bin': npzOf({ af: npyOf(styleTable(1, 4), [2, 1, 256], '<f8') }),
      }),
      'voices-dtype',
    ],
    [
      'has voices shorter than their shape',
      changed(kokoroBare(), { 'voices-v1.0.bin': npzOf({ af: npyOf(styleTable(1, 4), [5, 1, 256]) }) }),
      'voices-size',
    ],
    [
      'has voices column by column',
      changed(kokoroBare(), {
        'voices-v1.0.bin': npzOf({ af: npyOf(styleTable(1, 4), [4, 256], '<f4', true) }),
      }),
      'voices-broken',
    ],
    [
      'has an archive of voices that is cut short',
      changed(kokoroBare(), { 'voices-v1.0.bin': half(kokoroBare()['voices-v1.0.bin']) }),
      'voices-broken',
    ],
    [
      'has only voices of other languages',
      changed(kokoroBare(), { 'voices-v1.0.bin': npzOf({ jf_alpha: npyOf(styleTable(1, 4), [4, 1, 256]) }) }),
      'no-usable-voice',
    ],
    [
      'is Kokoro v1.1-zh without its vocabulary',
      changed(kokoroChinese(), { 'config.json': undefined }),
      'vocabulary-missing',
    ],
    [
      'has a broken configuration',
      changed(kokoroCommunity(), { 'config.json': bytesOf('{') }),
      'json-broken',
    ],
    ["is sherpa's without tokens", changed(kokoroSherpa(), { 'tokens.txt': undefined }), 'file-missing'],
    ["is sherpa's without voices", changed(kittenSherpa(), { 'voices.bin': undefined }), 'file-missing'],
    [
      "is sherpa's with broken tokens",
      changed(kokoroSherpa(), { 'tokens.txt': bytesOf('; 1\nnonsense\n') }),
      'tokens-broken',
    ],
    [
      "is sherpa's with too few voices",
      changed(kokoroSherpa(), { 'voices.bin': styleTable(1, 511) }),
      'voices-size',
    ],
    [
      "is sherpa's with a voice that is not finite",
      changed(kokoroSherpa(), { 'voices.bin': withNan(styleTable(1, 1022)) }),
      'voices-not-finite',
    ],
    [
      "is sherpa's with other style vectors",
      changed(kittenSherpa(), {
        'model.int8.onnx': tinySingleModel({
          styleWidth: 128,
          metadata: { model_type: 'kitten-tts', style_dim: '20,256', n_speakers: '3' },
        }),
      }),
      'voices-width',
    ],
    [
      "is sherpa's with speakers that do not add up",
      changed(kokoroSherpa(), {
        'model.onnx': tinySingleModel({
          metadata: { model_type: 'kokoro', style_dim: '511,1,256', n_speakers: '2', speaker_names: 'af' },
        }),
      }),
      'model-metadata',
    ],
    [
      'is a release of KittenTTS without its voices',
      changed(kittenRelease(), { 'voices.npz': undefined }),
      'voices-missing',
    ],
    ['is a checkpoint without configuration', { 'model.pth': bytesOf('PK') }, 'checkpoint-without-config'],
  ])('what %s', async (_, files, reason) => {
    const error = await imports.refusal(await asFolder(files, imports.folder));
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: reason } });
    expect(error.report.at(-1)).toMatchObject({ level: 'refused', code: reason, text: error.message });
    expect(error.message.length).toBeGreaterThan(10);
  });

  it.each<[string, ModelFolder]>([
    ['nothing', { '.DS_Store': bytesOf('') }],
    ['something else', { 'holiday.jpg': bytesOf('JFIF'), 'notes.txt': bytesOf('hello') }],
  ])('%s', async (_, files) => {
    expect(await imports.refusal(await asFolder(files, imports.folder))).toMatchObject({
      code: 'pack-unrecognised',
      details: { finding: 'unrecognised' },
    });
  });

  it.each<[string, ModelFolder, RegExp]>([
    [
      'StyleTTS2',
      styleTts2Checkpoint('whole'),
      /python -m sotto_export styletts2 --checkpoint \S+\.pth --config \S+config\.yml --out styletts2-pack$/,
    ],
    [
      'StyleTTS2 with many speakers',
      styleTts2Checkpoint('many speakers'),
      /python -m sotto_export styletts2 --checkpoint \S+ --config \S+ --reference RECORDING\.wav --out styletts2-pack$/,
    ],
    [
      'StyleTTS2-lite',
      styleTts2Checkpoint('lite'),
      /python -m sotto_export lite --checkpoint \S+ --config \S+ --reference RECORDING\.wav --out lite-pack$/,
    ],
    [
      'Kokoro',
      kokoroCheckpoint(),
      /python -m sotto_export kokoro --checkpoint \S+\.pth --config \S+config\.json --voices \S+voices --out kokoro-pack$/,
    ],
  ])('a checkpoint of %s, with the command that converts it', async (_, files, command) => {
    const error = await imports.refusal(await asFolder(files, imports.folder));
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: 'checkpoint' } });
    expect(error.next).toMatch(command);
  });

  it('a checkpoint whose path has spaces, which the command quotes', async () => {
    const source = await asFolder(styleTts2Checkpoint('whole'), imports.folder, 'my models');
    expect((await imports.refusal(source)).next).toContain(
      `--config "${join(source, 'Models', 'config.yml')}"`,
    );
  });

  it.each<[string, (pack: ModelFolder) => ModelFolder, string, string]>([
    ['without a file', (pack) => changed(pack, { 'trunk.onnx': undefined }), 'pack-refused', 'file-missing'],
    [
      'with a file that was cut',
      (pack) => changed(pack, { 'trunk.onnx': half(pack['trunk.onnx']) }),
      'pack-refused',
      'file-corrupt',
    ],
    [
      'with a file that was changed',
      (pack) => changed(pack, { 'trunk.onnx': flipped(pack['trunk.onnx']) }),
      'pack-refused',
      'file-corrupt',
    ],
    ['with a broken manifest', (pack) => changed(pack, { 'pack.json': bytesOf('{') }), 'pack-invalid', ''],
    [
      'of another schema',
      (pack) => changed(pack, { 'pack.json': bytesOf('{"schema":2}') }),
      'pack-invalid',
      '',
    ],
  ])('a Sotto pack %s', async (_, change, code, reason) => {
    const error = await imports.refusal(await asFolder(change(await imports.sottoPack()), imports.folder));
    expect(error).toMatchObject({ code, ...(reason !== '' && { details: { finding: reason } }) });
  });

  it('weights that are no numbers, which the audition hears', async () => {
    const listen = () => Promise.resolve({ isOk: false, reason: 'a sample is not a number' });
    const files = changed(kokoroBare(), { 'kokoro-v1.0.int8.onnx': tinySingleModel({ isBroken: true }) });
    const error = await imports.refusal(await asFolder(files, imports.folder), { audition: listen });
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: 'audition-failed' } });
    expect(error.message).toContain('a sample is not a number');
  });
});
