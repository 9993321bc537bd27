import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listInstalled } from '../installed.js';
import { graphFiles, loadPack } from '../load-pack.js';
import {
  asFolder,
  asZip,
  kittenCommunity,
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
import { styleTable, tinySingleModel } from '../testing/tiny-models.js';
import { writeTinyPack } from '../testing/tiny-packs.js';
import { zipOf, type ZipEntry } from '../testing/zip-writer.js';
import { ImportError } from './findings.js';
import { importPack, type ImportProgress, type ImportRequest } from './import-pack.js';
import { LIMITS } from './limits.js';

let folder = '';
let packsDir = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-import-'));
  packsDir = join(folder, 'packs');
});
afterEach(() => rm(folder, { recursive: true }));

const audition = (): Promise<{ isOk: boolean; reason: string }> =>
  Promise.resolve({ isOk: true, reason: '' });

function importing(source: string, options: Partial<ImportRequest> = {}) {
  return importPack({ source, packsDir, audition, ...options });
}

/** What went wrong, and that nothing of it is left. */
async function refusal(source: string, options: Partial<ImportRequest> = {}): Promise<ImportError> {
  const before = await readdir(packsDir).catch(() => []);
  const error = await importing(source, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ImportError)) throw new Error('it was not refused', { cause: error });
  expect(await readdir(packsDir).catch(() => [])).toEqual(before);
  return error;
}

const changed = (files: ModelFolder, change: Record<string, Uint8Array | undefined>): ModelFolder =>
  Object.fromEntries(
    Object.entries({ ...files, ...change }).filter(
      (entry): entry is [string, Uint8Array] => entry[1] !== undefined,
    ),
  );

async function sottoPack(family: 'split' | 'staged' | 'single' = 'staged'): Promise<ModelFolder> {
  const made = join(folder, 'made');
  await writeTinyPack(made, { family, id: 'my-pack' });
  const names = await readdir(made);
  const contents = await Promise.all(
    names.map(async (name) => [name, await readFile(join(made, name))] as const),
  );
  return Object.fromEntries(contents);
}

interface Expected {
  readonly id: string;
  readonly precisions: readonly string[];
  readonly voices: readonly string[];
  readonly findings: readonly string[];
}

const LAYOUTS: readonly (readonly [string, () => ModelFolder, Expected])[] = [
  [
    'a community export of Kokoro',
    kokoroCommunity,
    {
      id: 'kokoro-82m-v1.0',
      precisions: ['fp16', 'fp32', 'int8'],
      voices: ['af_heart', 'bm_george', 'zf_xiaoxiao'],
      findings: [
        'layout',
        'model',
        'model',
        'model',
        'precision-duplicate',
        'voices',
        'voices-language',
        'voices-language',
        'vocabulary',
        'durations',
      ],
    },
  ],
  [
    'Kokoro v1.1-zh',
    kokoroChinese,
    {
      id: 'kokoro-82m-v1.1-zh',
      precisions: ['fp32'],
      voices: ['af_maple', 'zf_001', 'zm_009'],
      findings: ['layout', 'model', 'voices', 'vocabulary', 'durations'],
    },
  ],
  [
    'a model of kokoro-onnx without a vocabulary',
    kokoroBare,
    {
      id: 'kokoro-82m-v1.0',
      precisions: ['int8'],
      voices: ['af_heart', 'am_adam'],
      findings: ['layout', 'model', 'voices', 'vocabulary-assumed', 'durations'],
    },
  ],
  [
    "sherpa-onnx's Kokoro v0.19",
    kokoroSherpa,
    {
      id: 'kokoro-82m-v0.19',
      precisions: ['fp32'],
      voices: ['af', 'bm_lewis'],
      findings: ['layout', 'model', 'voices', 'vocabulary', 'durations'],
    },
  ],
  [
    "sherpa-onnx's Kokoro v1.0",
    () => kokoroSherpa(KOKORO_ROWS, ['af_heart', 'ef_dora', 'zm_yunxi']),
    {
      id: 'kokoro-82m-v1.0',
      precisions: ['fp32'],
      voices: ['af_heart', 'zm_yunxi'],
      findings: ['layout', 'model', 'voices', 'voices-language', 'vocabulary', 'durations'],
    },
  ],
  [
    'a release of KittenTTS 0.8',
    () => kittenRelease('0.8'),
    {
      id: 'kitten-nano-0.8',
      precisions: ['fp32'],
      voices: ['expr-voice-2-f', 'expr-voice-2-m', 'expr-voice-5-f'],
      findings: ['layout', 'model', 'voices'],
    },
  ],
  [
    'a release of KittenTTS 0.1',
    () => kittenRelease('0.1'),
    {
      id: 'kitten-nano-0.1',
      precisions: ['fp32'],
      voices: ['expr-voice-2-f', 'expr-voice-2-m', 'expr-voice-5-f'],
      findings: ['layout', 'model', 'voices'],
    },
  ],
  [
    "the community's export of KittenTTS",
    kittenCommunity,
    {
      id: 'kitten',
      precisions: ['fp32'],
      voices: ['expr-voice-2-f', 'expr-voice-2-m', 'expr-voice-5-f'],
      findings: ['layout', 'model', 'voices', 'durations'],
    },
  ],
  [
    "sherpa-onnx's KittenTTS",
    kittenSherpa,
    {
      id: 'kitten-nano-0.8',
      precisions: ['int8'],
      voices: ['expr-voice-2-m', 'expr-voice-2-f', 'expr-voice-5-f'],
      findings: ['layout', 'model', 'voices'],
    },
  ],
];

describe.each([
  ['folder', asFolder],
  ['zip', asZip],
  ['zip without a folder in it', (files: ModelFolder, parent: string) => asZip(files, parent, '')],
] as const)('from a %s', (_, written) => {
  it.each(LAYOUTS)('imports %s', async (__, layout, expected) => {
    const { packId, report } = await importing(await written(layout(), folder));
    expect(packId).toBe(expected.id);
    expect(report.map(({ code }) => code)).toEqual(expected.findings);
    expect(await readdir(packsDir)).toEqual([packId]);
    const [installed] = await listInstalled(packsDir);
    expect(installed?.problem).toBeUndefined();
    const { manifest } = await loadPack(join(packsDir, packId));
    expect(manifest.family).toBe('single');
    expect(Object.keys(graphFiles(manifest, 'model')).toSorted()).toEqual(expected.precisions);
    expect(manifest.voices.map(({ id }) => id)).toEqual(expected.voices);
  });

  it.each(['split', 'staged', 'single'] as const)('imports a Sotto pack (%s)', async (family) => {
    const { packId, report } = await importing(await written(await sottoPack(family), folder));
    expect(packId).toBe('my-pack');
    expect(report.map(({ code }) => code)).toEqual(['layout', 'voices']);
    expect(await listInstalled(packsDir)).toMatchObject([{ id: 'my-pack', problem: undefined }]);
  });
});

describe('a pack that was made', () => {
  it('copies graphs as they are, and keeps licences', async () => {
    const files = changed(kokoroSherpa(), {});
    const { packId } = await importing(await asFolder(files, folder));
    expect(await readFile(join(packsDir, packId, 'model.fp32.onnx'))).toEqual(
      Buffer.from(files['model.onnx'] ?? []),
    );
    expect((await readdir(join(packsDir, packId))).toSorted()).toEqual([
      'LICENSE',
      'model.fp32.onnx',
      'pack.json',
      'styles.bin',
    ]);
  });

  it('joins the tables of its voices, and finds them again', async () => {
    const { packId } = await importing(await asFolder(kokoroCommunity(), folder));
    const pack = await loadPack(join(packsDir, packId));
    const styles = await pack.readTable(pack.manifest.styles);
    const george = pack.manifest.voices.find(({ id }) => id === 'bm_george');
    expect(george).toMatchObject({ name: 'George', language: 'en', accent: 'British', gender: 'male' });
    const { row = 0, rowCount = 0 } = george?.styles.neutral ?? {};
    expect(rowCount).toBe(KOKORO_ROWS);
    const table = new Float32Array(styleTable(2, KOKORO_ROWS).buffer);
    expect(styles.slice(row * 256, (row + rowCount) * 256)).toEqual(table);
    expect(pack.manifest).toMatchObject({
      limits: { maxTokens: 300 },
      defaults: { voice: 'af_heart' },
      defaultPrecision: 'fp32',
      languages: ['en', 'zh'],
      styles: { rowBy: 'tokens', rows: 3 * KOKORO_ROWS },
    });
  });

  it('says which voices were left out and why', async () => {
    const { report } = await importing(await asFolder(kokoroCommunity(), folder));
    expect(report.filter(({ code }) => code === 'voices-language').map(({ values }) => values)).toEqual([
      { language: 'fr', count: 1, names: 'ff_siwis' },
      { language: 'ja', count: 1, names: 'jf_alpha' },
    ]);
    expect(report.find(({ code }) => code === 'precision-duplicate')?.values).toMatchObject({
      file: 'onnx/model_uint8f16.onnx',
      kept: 'onnx/model_quantized.onnx',
    });
  });

  it('leaves out what is broken or no such model, where there is another one', async () => {
    const files = changed(kokoroCommunity(), {
      'onnx/model.onnx': half(tinySingleModel()),
      'onnx/model_fp16.onnx': bytesOf('version https://git-lfs.github.com/spec/v1'),
      'vad.onnx': tinySingleModel({ inputs: { tokens: 'samples' } }),
    });
    const { packId, report } = await importing(await asFolder(files, folder));
    const left = report.filter(({ code }) => code === 'model-left-out').map(({ values }) => values.file);
    expect(left).toEqual(['vad.onnx', 'onnx/model.onnx', 'onnx/model_fp16.onnx']);
    const { manifest } = await loadPack(join(packsDir, packId));
    expect(Object.keys(graphFiles(manifest, 'model'))).toEqual(['int8']);
  });

  it('takes voices that are arrays of NumPy, one a file', async () => {
    const array = npyOf(styleTable(1, 4), [4, 1, 256]);
    const files = changed(kokoroBare(), { 'voices-v1.0.bin': undefined, 'voices/am_adam.npy': array });
    const { packId } = await importing(await asFolder(files, folder));
    const { manifest } = await loadPack(join(packsDir, packId));
    expect(manifest.voices).toMatchObject([{ id: 'am_adam', styles: { neutral: { rowCount: 4 } } }]);
    expect(manifest.limits.maxTokens).toBe(512);
  });

  it('says which sounds a vocabulary has no symbols for', async () => {
    const { report } = await importing(await asFolder(kokoroChinese({ ㄓ: 1, a: 2 }), folder));
    const lacking = report.find(({ code }) => code === 'symbols-missing');
    expect(lacking?.values.symbols).toContain('ㄅ');
    expect(lacking?.values.symbols).not.toContain('ㄓ');
  });

  it('gives KittenTTS its names, paces and what stands around an utterance', async () => {
    const { packId } = await importing(await asFolder(kittenRelease('0.8'), folder));
    const { manifest } = await loadPack(join(packsDir, packId));
    expect(manifest.alphabet).toMatchObject({ before: [0], after: [10, 0], spacing: 'all' });
    expect(manifest.styles.rowBy).toBe('characters');
    expect(manifest.voices[0]).toMatchObject({ name: 'Bella', gender: 'female' });
    expect(manifest.voices[0]?.styles.neutral?.controls.lengthScale).toBe(1.25);
    expect(manifest.voices[2]).toMatchObject({ name: 'Kiki' });
    expect(manifest.voices[2]?.styles.neutral?.controls.lengthScale).toBe(1);
  });

  it("takes paces and the limit from sherpa's metadata", async () => {
    const { packId } = await importing(await asFolder(kittenSherpa(), folder));
    const { manifest } = await loadPack(join(packsDir, packId));
    expect(manifest.limits.maxTokens).toBe(400);
    expect(manifest.voices.map(({ styles }) => styles.neutral?.controls.lengthScale)).toEqual([
      1.25, 1.25, 2,
    ]);
  });

  it('is auditioned before it is activated', async () => {
    const listen = vi.fn(async (packDir: string) => {
      expect((await loadPack(packDir)).manifest.id).toBe('kokoro-82m-v1.0');
      // Until then it lies in a folder that `cleanLeftovers` knows, should the process be killed.
      expect(await listInstalled(packsDir)).toEqual([]);
      expect((await readdir(packsDir)).join(' ')).toMatch(/^\.import-\d+-[0-9a-f]{8}$/);
      return { isOk: true, reason: '' };
    });
    await importing(await asFolder(kokoroCommunity(), folder), { audition: listen });
    // Once a precision.
    expect(listen).toHaveBeenCalledTimes(3);
  });

  it('reports its progress in bytes, phase by phase', async () => {
    const seen: ImportProgress[] = [];
    await importing(await asZip(kittenRelease(), folder), { onProgress: (progress) => seen.push(progress) });
    const phases = seen.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
    expect(phases).toEqual(['reading', 'copying', 'auditioning', 'activating']);
    const copied = seen.filter(({ phase }) => phase === 'copying').at(-1);
    expect(copied?.doneBytes).toBeGreaterThan(0);
    expect(copied?.totalBytes).toBeGreaterThanOrEqual(copied?.doneBytes ?? 0);
  });
});

describe('a pack of an id that is installed', () => {
  it('is refused, and replaces the other one where that is asked for', async () => {
    const first = await asFolder(kokoroCommunity(), folder, 'first');
    const second = await asFolder(kokoroBare(), folder, 'second');
    await importing(first);
    const error = await refusal(second);
    expect(error).toMatchObject({
      code: 'pack-installed',
      details: { packId: 'kokoro-82m-v1.0', canReplace: true },
    });
    expect((await loadPack(join(packsDir, 'kokoro-82m-v1.0'))).manifest.voices).toHaveLength(3);
    await importing(second, { replaces: true });
    expect((await loadPack(join(packsDir, 'kokoro-82m-v1.0'))).manifest.voices).toHaveLength(2);
    expect(await readdir(packsDir)).toEqual(['kokoro-82m-v1.0']);
  });

  it('never replaces one that came with the program', async () => {
    const source = await asFolder(await sottoPack(), folder);
    const error = await refusal(source, { replaces: true, reservedIds: ['my-pack'] });
    expect(error).toMatchObject({ code: 'pack-installed', details: { canReplace: false } });
  });

  it('leaves the installed one when its audition fails', async () => {
    const source = await asFolder(kokoroCommunity(), folder);
    await importing(source);
    const listen = () => Promise.resolve({ isOk: false, reason: 'a sample is not a number' });
    const error = await refusal(source, { replaces: true, audition: listen });
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: 'audition-failed' } });
    expect(await listInstalled(packsDir)).toMatchObject([{ problem: undefined }]);
  });
});

const half = (bytes: Uint8Array | undefined): Uint8Array => (bytes ?? new Uint8Array()).slice(0, 3000);
const withNan = (bytes: Uint8Array): Uint8Array => {
  new DataView(bytes.buffer).setFloat32(400, Number.NaN, true);
  return bytes;
};
const bytesOf = (value: string): Uint8Array => Buffer.from(value, 'utf8');

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
    const error = await refusal(await asFolder(files, folder));
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: reason } });
    expect(error.report.at(-1)).toMatchObject({ level: 'refused', code: reason, text: error.message });
    expect(error.message.length).toBeGreaterThan(10);
  });

  it.each<[string, ModelFolder]>([
    ['nothing', { '.DS_Store': bytesOf('') }],
    ['something else', { 'holiday.jpg': bytesOf('JFIF'), 'notes.txt': bytesOf('hello') }],
  ])('%s', async (_, files) => {
    expect(await refusal(await asFolder(files, folder))).toMatchObject({
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
    const error = await refusal(await asFolder(files, folder));
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: 'checkpoint' } });
    expect(error.next).toMatch(command);
  });

  it('a checkpoint whose path has spaces, which the command quotes', async () => {
    const source = await asFolder(styleTts2Checkpoint('whole'), folder, 'my models');
    expect((await refusal(source)).next).toContain(`--config "${join(source, 'Models', 'config.yml')}"`);
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
    const error = await refusal(await asFolder(change(await sottoPack()), folder));
    expect(error).toMatchObject({ code, ...(reason !== '' && { details: { finding: reason } }) });
  });

  it('weights that are no numbers, which the audition hears', async () => {
    const listen = () => Promise.resolve({ isOk: false, reason: 'a sample is not a number' });
    const files = changed(kokoroBare(), { 'kokoro-v1.0.int8.onnx': tinySingleModel({ isBroken: true }) });
    const error = await refusal(await asFolder(files, folder), { audition: listen });
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: 'audition-failed' } });
    expect(error.message).toContain('a sample is not a number');
  });
});

function flipped(bytes: Uint8Array | undefined): Uint8Array {
  const copy = Uint8Array.from(bytes ?? []);
  // Inside the weights, so that it is still a model.
  copy[copy.length - 400] = (copy[copy.length - 400] ?? 0) ^ 1;
  return copy;
}

async function zipped(entries: readonly ZipEntry[]): Promise<string> {
  const path = join(folder, 'hostile.zip');
  await writeFile(path, zipOf(entries));
  return path;
}

describe('a hostile or broken source', () => {
  const good = Object.entries(kokoroBare()).map(([name, data]) => ({ name, data }));
  const data = bytesOf('x');

  it.each<[string, ZipEntry, string]>([
    ['a name that climbs out', { name: '../../evil.onnx', data }, 'unsafe-path'],
    ['a name that climbs out in the middle', { name: 'voices/../../evil.bin', data }, 'unsafe-path'],
    ['a name that climbs out by backslashes', { name: String.raw`..\..\evil.bin`, data }, 'unsafe-path'],
    ['an absolute name', { name: '/etc/evil', data }, 'unsafe-path'],
    ['an absolute name of Windows', { name: 'C:/evil', data }, 'unsafe-path'],
    ['a link', { name: 'voices.bin', data: bytesOf('/etc/passwd'), unixMode: 0o120_777 }, 'zip-link'],
    ['an encrypted file', { name: 'secret.bin', data, isEncrypted: true }, 'zip-encrypted'],
    [
      'a bomb',
      { name: 'voices.bin', data: new Uint8Array(2 * LIMITS.zipRatioFromBytes), isDeflated: true },
      'zip-bomb',
    ],
    ['a name twice', { name: 'voices-v1.0.bin', data }, 'zip-duplicate'],
  ])('a zip with %s', async (_, entry, reason) => {
    const error = await refusal(await zipped([...good, entry]));
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: reason } });
    expect((await readdir(folder)).filter((name) => name.includes('evil'))).toEqual([]);
  });

  it('a zip with a file that unpacks to too much', async () => {
    const large = { name: 'more.bin', data, isDeflated: true, statedBytes: LIMITS.fileBytes + 1 };
    expect(await refusal(await zipped([...good, large]))).toMatchObject({
      details: { finding: 'file-too-large' },
    });
  });

  it('a zip with a file that is larger than it says', async () => {
    const entries = good.map((entry) =>
      entry.name.endsWith('.onnx')
        ? entry
        : { ...entry, isDeflated: true, statedBytes: entry.data.length - 1 },
    );
    expect(await refusal(await zipped(entries))).toMatchObject({ details: { finding: 'zip-broken' } });
  });

  it('a folder with a model larger than models can be, or with too much together', async () => {
    const source = await asFolder(kokoroBare(), folder);
    await truncate(join(source, 'kokoro-v1.0.int8.onnx'), LIMITS.fileBytes + 1);
    expect(await refusal(source)).toMatchObject({ details: { finding: 'file-too-large' } });
    await truncate(join(source, 'kokoro-v1.0.int8.onnx'), LIMITS.totalBytes + 1);
    expect(await refusal(source)).toMatchObject({ details: { finding: 'source-too-large' } });
  });

  it('a zip with a false checksum', async () => {
    const entries = good.map((entry) => ({ ...entry, checksum: 1 }));
    expect(await refusal(await zipped(entries))).toMatchObject({ details: { finding: 'zip-broken' } });
  });

  it.each([10, 2000])('a zip that was cut short by %s bytes', async (missing) => {
    const path = await zipped(good);
    await truncate(path, (await readFile(path)).length - missing);
    expect(await refusal(path)).toMatchObject({ details: { finding: 'zip-broken' } });
  });

  it('a file that is no zip', async () => {
    await writeFile(join(folder, 'model.onnx'), tinySingleModel());
    expect(await refusal(join(folder, 'model.onnx'))).toMatchObject({ details: { finding: 'zip-broken' } });
  });

  it('a link that leaves the folder', async () => {
    await writeFile(join(folder, 'elsewhere.bin'), styleTable(1, 1));
    const source = await asFolder(kokoroCommunity(), folder);
    await symlink(join(folder, 'elsewhere.bin'), join(source, 'voices', 'am_adam.bin'));
    expect(await refusal(source)).toMatchObject({ details: { finding: 'link-outside' } });
  });

  it('a link to the folder itself', async () => {
    const source = await asFolder(kokoroCommunity(), folder);
    await symlink(join(source, 'voices'), join(source, 'more'));
    expect(await refusal(source)).toMatchObject({ details: { finding: 'link-to-folder' } });
  });

  it('takes a link within the folder for the file that it names', async () => {
    const source = await asFolder(kokoroCommunity(), folder);
    await symlink('af_heart.bin', join(source, 'voices', 'am_adam.bin'));
    const { packId } = await importing(source);
    expect((await loadPack(join(packsDir, packId))).manifest.voices.map(({ id }) => id)).toContain('am_adam');
  });

  it('folders that lie too deep within each other', async () => {
    const source = await asFolder(kokoroBare(), folder);
    await mkdir(join(source, ...Array.from({ length: LIMITS.depth + 1 }, () => 'x')), { recursive: true });
    expect(await refusal(source)).toMatchObject({ details: { finding: 'too-deep' } });
  });

  it('a source that is not there', async () => {
    expect(await refusal(join(folder, 'nowhere'))).toMatchObject({ code: 'file-unreadable' });
  });
});

describe('an import that is cancelled', () => {
  it.each(['reading', 'copying', 'auditioning', 'activating'] as const)('while it is %s', async (phase) => {
    const source = await asFolder(kokoroCommunity(), folder);
    const stopping = new AbortController();
    const error = await refusal(source, {
      signal: stopping.signal,
      onProgress: (progress) => {
        if (progress.phase === phase) stopping.abort();
      },
    });
    expect(error.code).toBe('cancelled');
  });
});

it('says when it cannot write', async () => {
  const source = await asFolder(kokoroBare(), folder);
  await writeFile(packsDir, 'a file in the place of the folder');
  expect(await refusal(source)).toMatchObject({ code: 'file-unwritable' });
});
