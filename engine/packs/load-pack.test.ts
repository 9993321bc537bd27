import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseVoice, graphFiles, loadPack, parseManifest, type GraphModel } from './load-pack.js';
import { packManifestSchema } from './manifest.js';
import { writeTinyPack } from './testing/tiny-packs.js';

const ACOUSTIC = Buffer.from('an acoustic graph');
const DECODER = Buffer.from('a decoder graph');
const STYLES = Buffer.from(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7).buffer);

function entry(file: string, bytes: Buffer): { file: string; bytes: number; sha256: string } {
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function manifest(): Record<string, unknown> {
  return {
    schema: 1,
    id: 'test',
    version: '1.0.0',
    name: 'Test',
    licence: 'GPL-3.0-or-later',
    source: '',
    family: 'split',
    sampleRateHz: 24_000,
    hopSamples: 300,
    languages: ['en'],
    alphabet: { id: 'letters', pad: 0, symbols: { any: { ' ': 1 }, en: { a: 2 }, zh: {} } },
    graphs: {
      acoustic: { fp32: entry('acoustic.onnx', ACOUSTIC) },
      decoder: { fp32: entry('decoder.onnx', DECODER) },
    },
    defaultPrecision: 'fp32',
    features: { channels: 84, contextFrames: 14, exact: true },
    styles: { ...entry('styles.bin', STYLES), rows: 2, width: 4 },
    voices: [{ id: 'en_a', name: 'A', language: 'en', styles: { neutral: { row: 0, gainDb: 1.5 } } }],
    defaults: { voice: 'en_a', style: 'neutral' },
    limits: { maxTokens: 512 },
  };
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-pack-'));
  await writeFile(join(folder, 'pack.json'), JSON.stringify(manifest()));
  await writeFile(join(folder, 'acoustic.onnx'), ACOUSTIC);
  await writeFile(join(folder, 'decoder.onnx'), DECODER);
  await writeFile(join(folder, 'styles.bin'), STYLES);
});
afterEach(() => rm(folder, { recursive: true }));

/** Stands in for loading a graph. */
const read = (model: GraphModel): Promise<Buffer> => readFile(model as string);

describe('loadPack', () => {
  it('reads verified graphs and style rows', async () => {
    const pack = await loadPack(folder);
    expect(await pack.useGraph('decoder', 'fp32', read)).toEqual(DECODER);
    expect([...(await pack.readTable(pack.manifest.styles))]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([
    ['changed', Buffer.from('an acoustic graPh')],
    ['cut short', ACOUSTIC.subarray(0, 5)],
  ])('refuses a file that was %s', async (_, bytes) => {
    await writeFile(join(folder, 'acoustic.onnx'), bytes);
    const pack = await loadPack(folder);
    await expect(pack.useGraph('acoustic', 'fp32', read)).rejects.toMatchObject({
      code: 'pack-corrupt',
      details: { file: 'acoustic.onnx' },
    });
  });

  it('refuses a graph that is touched while it is being loaded', async () => {
    const pack = await loadPack(folder);
    const changing = pack.useGraph('acoustic', 'fp32', (model) =>
      writeFile(model as string, 'something else'),
    );
    await expect(changing).rejects.toMatchObject({ code: 'pack-corrupt' });
  });

  it.each(['before', 'while'])(
    'refuses a graph whose weights were touched %s it was loaded',
    async (time) => {
      await writeTinyPack(folder, { family: 'split', hasWeightsOutside: true });
      const pack = await loadPack(folder);
      const touch = () => writeFile(join(folder, 'decoder.weights'), 'something else');
      if (time === 'before') await touch();
      const loading = pack.useGraph('decoder', 'fp32', () =>
        time === 'while' ? touch() : expect.fail('it was loaded'),
      );
      await expect(loading).rejects.toMatchObject({
        code: 'pack-corrupt',
        details: { file: 'decoder.weights' },
      });
    },
  );

  it('refuses a file that is missing', async () => {
    await rm(join(folder, 'styles.bin'));
    const pack = await loadPack(folder);
    await expect(pack.readTable(pack.manifest.styles)).rejects.toMatchObject({ code: 'pack-corrupt' });
  });

  it('names a model by what decides its sound', async () => {
    const before = (await loadPack(folder)).soundSha256('fp32');
    const other = manifest();
    other.name = 'Another name';
    await writeFile(join(folder, 'pack.json'), JSON.stringify(other));
    expect((await loadPack(folder)).soundSha256('fp32')).toBe(before);
    other.graphs = {
      acoustic: { fp32: entry('acoustic.onnx', DECODER) },
      decoder: { fp32: entry('decoder.onnx', DECODER) },
    };
    await writeFile(join(folder, 'pack.json'), JSON.stringify(other));
    expect((await loadPack(folder)).soundSha256('fp32')).not.toBe(before);
  });

  it('hears a difference in the weights beside a graph', async () => {
    const written = JSON.stringify(
      await writeTinyPack(folder, { family: 'single', hasWeightsOutside: true }),
    );
    const before = await loadPack(folder);
    const { sha256 = '' } = graphFiles(before.manifest, 'model').fp32?.weights ?? {};
    await writeFile(join(folder, 'pack.json'), written.replace(sha256, '0'.repeat(64)));
    expect((await loadPack(folder)).soundSha256('fp32')).not.toBe(before.soundSha256('fp32'));
  });

  it.each([{ contextFrames: 15 }, { exact: false }])('hears a difference in %j', async (change) => {
    const before = (await loadPack(folder)).soundSha256('fp32');
    const features = { channels: 84, contextFrames: 14, exact: true, ...change };
    await writeFile(join(folder, 'pack.json'), JSON.stringify({ ...manifest(), features }));
    expect((await loadPack(folder)).soundSha256('fp32')).not.toBe(before);
  });

  it('hears a difference in the settings that styles are drawn with', async () => {
    const manifest = await writeTinyPack(folder, { family: 'staged' });
    const sound = async (diffusion: object): Promise<string> => {
      await writeFile(join(folder, 'pack.json'), JSON.stringify({ ...manifest, diffusion }));
      return (await loadPack(folder)).soundSha256('fp32');
    };
    expect(await sound({ alpha: 0.4 })).not.toBe(await sound({}));
    expect(await sound({ alpha: 0.3 })).toBe(await sound({}));
  });

  it('says when there is no pack', async () => {
    await expect(loadPack(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'unknown-pack' });
  });

  it('says when a precision is not there', async () => {
    const pack = await loadPack(folder);
    await expect(async () => pack.useGraph('acoustic', 'int8', read)).rejects.toMatchObject({
      code: 'pack-invalid',
    });
  });
});

describe('the manifest', () => {
  it('is accepted as it is written', () => {
    expect(packManifestSchema.safeParse(manifest()).success).toBe(true);
  });

  it.each([
    ['is not JSON', '{'],
    ['has another schema', JSON.stringify({ ...manifest(), schema: 2 })],
    [
      'names a file outside its folder',
      JSON.stringify({ ...manifest(), styles: { ...entry('../styles.bin', STYLES), rows: 2, width: 4 } }),
    ],
    [
      'names a row that is not there',
      JSON.stringify({
        ...manifest(),
        voices: [{ id: 'en_a', name: 'A', language: 'en', styles: { neutral: { row: 2, gainDb: 0 } } }],
      }),
    ],
    [
      'names a default voice that is not there',
      JSON.stringify({ ...manifest(), defaults: { voice: 'en_b', style: 'neutral' } }),
    ],
    [
      'names a default style that is not there',
      JSON.stringify({ ...manifest(), defaults: { voice: 'en_a', style: 'calm' } }),
    ],
    ['names a precision that is not there', JSON.stringify({ ...manifest(), defaultPrecision: 'fp16' })],
  ])('is refused when it %s', (_, text) => {
    expect(() => parseManifest(text)).toThrow(expect.objectContaining({ code: 'pack-invalid' }));
  });
});

describe('chooseVoice', () => {
  const pack = packManifestSchema.parse(manifest());

  it('takes the defaults', () => {
    expect(chooseVoice(pack)).toMatchObject({ styleName: 'neutral', style: { gainDb: 1.5 } });
  });

  it('says which voices and styles there are', () => {
    expect(() => chooseVoice(pack, 'x')).toThrow(
      expect.objectContaining({ code: 'unknown-voice', next: 'choose one of: en_a' }),
    );
    expect(() => chooseVoice(pack, 'en_a', 'x')).toThrow(
      expect.objectContaining({ code: 'unknown-style', next: 'choose one of: neutral' }),
    );
  });
});
